package transfer.protocol.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;

/**
 * What a conformance check works on: a family, a place at a server, and a way behind the server's
 * back. Each check gets a new one, with an empty place of its own.
 *
 * <p>Names are relative to that place, parts are separated by {@code /}, and every other character
 * stands for itself (bytes that are no UTF-8 as {@link transfer.protocol.ByteText} writes them).
 * The methods that serve one {@link Ability} only have to be there when it is declared.
 */
public interface Fixture extends AutoCloseable {
    /** The family under test; the fixture closes it. */
    Protocol protocol();

    /** Where a name is, written as this family's URLs want it (escaped or not). */
    TransferUrl url(String name);

    default Credentials credentials() {
        return Credentials.none();
    }

    /** Texts that must never be seen in a message. */
    default List<String> secrets() {
        return List.of();
    }

    /**
     * What the server answers, in its protocol's numbers, when it refuses a request for this
     * reason; empty where it answers several, or has no numbers.
     */
    default OptionalInt status(FailureKind kind) {
        return OptionalInt.empty();
    }

    /**
     * What a server keeps of an upload that breaks off, it keeps in pieces of so many bytes, and
     * nothing of files of less than two.
     */
    default int grain() {
        return 1;
    }

    // ---- behind the server's back

    /**
     * Puts a file there in one step (a new file moved into place, not the old one overwritten), and
     * the directories above it.
     */
    void put(String name, byte[] content) throws Exception;

    /** What a file holds; empty when no file is there. */
    Optional<byte[]> get(String name) throws Exception;

    /** Makes a directory and those above it. */
    void makeDirectory(String name) throws Exception;

    /** Whether anything is there: file, directory or link, dangling ones too. */
    boolean exists(String name) throws Exception;

    /**
     * The names of everything but directories below this fixture's place, hidden and half-written
     * ones included.
     */
    List<String> names() throws Exception;

    // ---- for single abilities

    /** Makes a link to another name. */
    default void link(String name, String target) throws Exception {
        throw undeclared(Ability.LINKS);
    }

    /**
     * Where a direct copy of files at {@link #url} goes; {@link #get} finds it by this name too. If
     * that is another server, then one that serves the same files.
     */
    default TransferUrl copyTarget(String name) {
        return url(name);
    }

    /** The end whose server makes direct copies. */
    default TransferUrl copyBy() {
        return copyTarget("any");
    }

    /** A file that is there and may not be read with {@link #credentials}. */
    default TransferUrl unreadable() throws Exception {
        throw undeclared(Ability.UNREADABLE);
    }

    /** A file, there or not, that may not be written with {@link #credentials}. */
    default TransferUrl unwritable() throws Exception {
        throw undeclared(Ability.UNWRITABLE);
    }

    /** A place for a new file where at most so many bytes are free. */
    default TransferUrl withSpaceFor(int bytes) throws Exception {
        throw undeclared(Ability.FULL);
    }

    /** A place that wants a password. */
    default Locked locked() throws Exception {
        throw undeclared(Ability.PASSWORD);
    }

    /**
     * A URL whose server answers the next request, and only that, with "too busy, come back after
     * this pause" and then gives this content.
     */
    default TransferUrl throttled(byte[] content, Duration pause) throws Exception {
        throw undeclared(Ability.THROTTLE);
    }

    /**
     * Where the server listens, for a {@link transfer.chaos.FaultProxy} to stand in front of it.
     */
    default InetSocketAddress server() {
        throw undeclared(Ability.NETWORK);
    }

    /** {@link #url} as seen through another port of 127.0.0.1. */
    default TransferUrl url(String name, int port) {
        throw undeclared(Ability.NETWORK);
    }

    /**
     * The same family, told to wait no longer than this for a connection or for a silent server;
     * whoever calls closes it.
     */
    default Protocol impatient(Duration patience) {
        throw undeclared(Ability.NETWORK);
    }

    /** Removes the place and everything in it. */
    @Override
    void close() throws IOException;

    /**
     * A file that opens with a password only.
     *
     * @param url a file that is there
     * @param size how many bytes it has
     * @param right what lets in
     * @param wrong a wrong password; it is one of {@link #secrets}
     */
    record Locked(TransferUrl url, int size, Credentials right, Credentials wrong) {}

    private static UnsupportedOperationException undeclared(Ability ability) {
        return new UnsupportedOperationException(
                "this fixture has nothing for " + ability + ", so the suite must not declare it");
    }
}
