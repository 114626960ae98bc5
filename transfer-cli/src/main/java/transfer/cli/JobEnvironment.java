package transfer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What Pegasus tells its jobs through variables. One that is set to nothing counts as not set. */
record JobEnvironment(Map<String, String> variables) {
    private static final int STANDARD_THREADS = 8;

    /**
     * How many items the reference has in flight when the command line does not say.
     *
     * @throws ProgramException when {@code PEGASUS_TRANSFER_THREADS} is no number above 0
     */
    int threads() throws ProgramException {
        return namedThreads().orElse(STANDARD_THREADS);
    }

    /**
     * How many items are to be in flight, where the environment says it.
     *
     * @throws ProgramException when {@code PEGASUS_TRANSFER_THREADS} is no number above 0
     */
    OptionalInt namedThreads() throws ProgramException {
        Optional<String> value = value("PEGASUS_TRANSFER_THREADS");
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        int threads = number(value.get());
        if (threads < 1) {
            throw new ProgramException(
                    ExitCode.BAD_CONFIGURATION,
                    "Invalid value for PEGASUS_TRANSFER_THREADS: " + value.get());
        }
        return OptionalInt.of(threads);
    }

    /**
     * How many per cent of local destinations are to be damaged on purpose; one that is out of
     * range is reported and counts as none.
     *
     * @throws ProgramException when {@code PEGASUS_TRANSFER_ERROR_RATE} is no number
     */
    int errorRate(Log log) throws ProgramException {
        Optional<String> value = value("PEGASUS_TRANSFER_ERROR_RATE");
        if (value.isEmpty()) {
            return 0;
        }
        int rate = number(value.get());
        if (rate < 0 || rate > 100) {
            log.error("Invalid value for PEGASUS_TRANSFER_ERROR_RATE: " + value.get());
            return 0;
        }
        return rate;
    }

    private static int number(String value) throws ProgramException {
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            // the reference's words: they come from its language
            throw new ProgramException(
                    ExitCode.BAD_CONFIGURATION,
                    "invalid literal for int() with base 10: '" + value + "'",
                    e);
        }
    }

    /** Where files rest between two hops: the first of the usual places that is a directory. */
    Path stagingDirectory() {
        for (String name : new String[] {"TMPDIR", "TEMP", "TMP"}) {
            Optional<Path> named = value(name).map(Path::of).filter(Files::isDirectory);
            if (named.isPresent()) {
                return named.get().toAbsolutePath();
            }
        }
        return Path.of("/tmp");
    }

    /** Where files that processes on this node share are kept; nowhere by default. */
    Optional<Path> cacheDirectory() {
        return value("TRANSFER_CACHE").map(Path::of);
    }

    /**
     * How many bytes may be kept there, where the environment says so.
     *
     * @throws ProgramException when {@code TRANSFER_CACHE_SIZE} is no size
     */
    OptionalLong cacheSize() throws ProgramException {
        Optional<String> value = value("TRANSFER_CACHE_SIZE");
        try {
            return value.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(ByteCount.parseSize(value.get()));
        } catch (IllegalArgumentException e) {
            throw new ProgramException(
                    ExitCode.BAD_CONFIGURATION,
                    "Invalid value for TRANSFER_CACHE_SIZE: " + e.getMessage(),
                    e);
        }
    }

    /** The directory of this log-in, for what ends with it. */
    Optional<Path> runtimeDirectory() {
        return value("XDG_RUNTIME_DIR").map(Path::of);
    }

    /** Where the log of attempts is to be written. */
    Optional<Path> multipartDirectory() {
        return value("PEGASUS_MULTIPART_DIR").map(Path::of);
    }

    /** The file to which records of files are to be appended. */
    Optional<Path> integrityData() {
        return value("KICKSTART_INTEGRITY_DATA").map(Path::of);
    }

    /** The file for sizes and digests of what is moved, which later jobs read. */
    Optional<Path> metaFile() {
        return value("TRANSFER_META_FILE").map(Path::of);
    }

    /** The file that names, a line each, files with digests of what is to be moved. */
    Optional<Path> metaList() {
        return value("TRANSFER_META_LIST").map(Path::of);
    }

    /** Whether attempts are to be posted as they happen. */
    boolean wantsMonitoring() {
        return value("KICKSTART_MON_ENDPOINT_URL").isPresent();
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
