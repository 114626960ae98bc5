package transfer.protocol.testkit;

import java.util.Optional;
import transfer.protocol.BatchRemover;
import transfer.protocol.Digester;
import transfer.protocol.DirectCopy;
import transfer.protocol.Directories;
import transfer.protocol.Endpoint;
import transfer.protocol.Inspector;
import transfer.protocol.Remover;
import transfer.protocol.ResumableSink;
import transfer.protocol.Sink;
import transfer.protocol.Source;

/**
 * What a conformance suite can ask for. The first ones are the contract's interfaces, and the suite
 * insists that its endpoint implements exactly those that were declared; the others say what the
 * server under test, or its {@link Fixture}, lends itself to.
 */
public enum Ability {
    STAT(Inspector.class),
    READ(Source.class),
    WRITE(Sink.class),
    RESUME(ResumableSink.class),
    DIGEST(Digester.class),
    COPY(DirectCopy.class),
    DIRECTORIES(Directories.class),
    REMOVE(Remover.class),
    REMOVE_TOGETHER(BatchRemover.class),

    /** A reading can begin at an offset and end before the end. */
    RANGES,
    /** The server tells an identity for every file. */
    IDENTITY,
    /** Written files appear in one step and not before they are published. */
    ATOMIC_PUBLISH,
    /** Names may hold any byte but NUL and slash. */
    NAMES_OF_ANY_BYTES,
    /** The mode asked for is the mode that the file gets. */
    MODES,
    /** {@link Fixture#link}. */
    LINKS,
    /** {@link Fixture#unreadable}. */
    UNREADABLE,
    /** {@link Fixture#unwritable}. */
    UNWRITABLE,
    /** {@link Fixture#withSpaceFor}. */
    FULL,
    /** {@link Fixture#locked}. */
    PASSWORD,
    /** {@link Fixture#throttled}. */
    THROTTLE,
    /**
     * A TCP server that a {@link transfer.chaos.FaultProxy} can stand in front of: {@link
     * Fixture#server}.
     */
    NETWORK;

    private final Optional<Class<? extends Endpoint>> type;

    Ability() {
        this.type = Optional.empty();
    }

    Ability(Class<? extends Endpoint> type) {
        this.type = Optional.of(type);
    }

    /** The interface that an endpoint implements when it has this ability. */
    Optional<Class<? extends Endpoint>> type() {
        return type;
    }
}
