package transfer.protocol.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import transfer.protocol.FailureKind;

/**
 * Something that goes wrong in a {@link MemoryStore}, armed with {@link MemoryStore#next} or {@link
 * MemoryStore#always}. Positions count the file's bytes from 0, whatever offset a reading begins
 * at.
 */
public sealed interface MemoryFault {
    /** Whether an operation of this sort meets the fault, and so uses it up. */
    boolean concerns(Operation operation);

    /** The operation fails at once. */
    record Fails(Operation operation, FailureKind kind, Optional<Duration> notBefore)
            implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == operation;
        }
    }

    /** A reading fails with this kind when it comes to this position. */
    record ReadBreaks(long at, FailureKind kind) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /** A reading ends at this position as if the file did: what a server does that lies. */
    record ReadEndsEarly(long at) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /** A reading gives this byte with all its bits inverted. */
    record ReadFlips(long at) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /**
     * A reading waits when it comes to this position, until the latch is open or its thread is
     * interrupted.
     */
    record ReadWaits(long at, CountDownLatch until) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /** A reading opens this latch when it comes to this position. */
    record ReadOpens(long at, CountDownLatch latch) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /** The store refuses a reading while so many readings and writings are open. */
    record RefusesMore(int most, FailureKind kind) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /**
     * The file gets this content, and so another identity, when a reading comes to this position.
     */
    record Changes(long at, byte[] content) implements MemoryFault {
        public Changes {
            content = content.clone();
        }

        @Override
        public byte[] content() {
            return content.clone();
        }

        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /** A reading gives the whole file from its first byte, whatever range was asked for. */
    record IgnoresRanges() implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.READ;
        }
    }

    /** Neither size nor identity nor anything else is told, by stat or reading. */
    record TellsNothing() implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.STAT || met == Operation.READ;
        }
    }

    /**
     * A writing fails with this kind when more than this many bytes were written; one that goes on
     * under its mark, with -1, when its hidden file was made.
     */
    record WriteBreaks(long after, FailureKind kind) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.WRITE;
        }
    }

    /** A writing stores this byte with all its bits inverted and does not notice. */
    record WriteFlips(long at) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.WRITE;
        }
    }

    /**
     * A writing waits when more than this many bytes were written, until the latch is open or its
     * thread is interrupted.
     */
    record WriteWaits(long after, CountDownLatch until) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.WRITE;
        }
    }

    /** A copy that stores make among themselves fails with this kind after so many bytes. */
    record CopyBreaks(long after, FailureKind kind) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.COPY;
        }
    }

    /** Such a copy has this byte with all its bits inverted, and nobody notices. */
    record CopyFlips(long at) implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.COPY;
        }
    }

    /** The server has no digest of the file. */
    record NoDigest() implements MemoryFault {
        @Override
        public boolean concerns(Operation met) {
            return met == Operation.DIGEST;
        }
    }

    static MemoryFault fails(Operation operation, FailureKind kind) {
        return new Fails(operation, kind, Optional.empty());
    }

    static MemoryFault fails(Operation operation, FailureKind kind, Duration notBefore) {
        return new Fails(operation, kind, Optional.of(notBefore));
    }

    /** A reading loses its connection at this position. */
    static MemoryFault readBreaks(long at) {
        return new ReadBreaks(at, FailureKind.CONNECTION);
    }

    /** Writing is forbidden. */
    static MemoryFault writeDenied() {
        return fails(Operation.WRITE, FailureKind.ACCESS_DENIED);
    }

    /** The store is full when more than this many bytes were written. */
    static MemoryFault spaceEnds(long after) {
        return new WriteBreaks(after, FailureKind.NO_SPACE);
    }

    /** A reading stands still at this position until its thread is interrupted. */
    static MemoryFault readStalls(long at) {
        return new ReadWaits(at, new CountDownLatch(1));
    }

    /** A writing stands still after so many bytes until its thread is interrupted. */
    static MemoryFault writeStalls(long after) {
        return new WriteWaits(after, new CountDownLatch(1));
    }
}
