package transfer.protocol.testkit;

/** What {@link HandWrittenGcs} does wrong when it is told to. */
public sealed interface GcsFault {
    /** Whether it is a request of this sort that goes wrong. */
    boolean concerns(Kind kind);

    /** Sorts of requests. */
    enum Kind {
        /** Everything that carries no object's bytes. */
        OTHER,
        DOWNLOAD,
        UPLOAD
    }

    /** A download ends after so many bytes, and the connection with it. */
    record BreakAfter(int bytes) implements GcsFault {
        @Override
        public boolean concerns(Kind kind) {
            return kind == Kind.DOWNLOAD;
        }
    }

    /** A download falls silent after so many bytes, until the client has gone. */
    record StallAfter(int bytes) implements GcsFault {
        @Override
        public boolean concerns(Kind kind) {
            return kind == Kind.DOWNLOAD;
        }
    }

    /** A download has one wrong bit in this byte. */
    record Corrupt(int at) implements GcsFault {
        @Override
        public boolean concerns(Kind kind) {
            return kind == Kind.DOWNLOAD;
        }
    }

    /** An upload is answered 503 once so many bytes have come; those of whole units are kept. */
    record UnavailableAfter(int bytes) implements GcsFault {
        @Override
        public boolean concerns(Kind kind) {
            return kind == Kind.UPLOAD;
        }
    }

    /**
     * An upload's bytes arrive with one wrong bit in this one, counted from the request's first.
     */
    record CorruptUpload(int at) implements GcsFault {
        @Override
        public boolean concerns(Kind kind) {
            return kind == Kind.UPLOAD;
        }
    }

    /** Of what an unfinished upload sent only so many bytes are kept, and it says so. */
    record KeepLess(int bytes) implements GcsFault {
        @Override
        public boolean concerns(Kind kind) {
            return kind == Kind.UPLOAD;
        }
    }

    /** An upload is taken, but the connection ends before the answer. */
    record LoseAnswer() implements GcsFault {
        @Override
        public boolean concerns(Kind kind) {
            return kind == Kind.UPLOAD;
        }
    }

    /**
     * Any request is answered with this instead.
     *
     * @param retryAfter in seconds; negative for none
     */
    record Answer(int status, String reason, String message, int retryAfter) implements GcsFault {
        public Answer(int status, String reason) {
            this(status, reason, reason, -1);
        }

        @Override
        public boolean concerns(Kind kind) {
            return true;
        }
    }
}
