package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.cli.IntegrityFile.Hashed;
import transfer.cli.IntegrityFile.Outcome;
import transfer.cli.IntegrityFile.Unreadable;
import transfer.list.MetaFiles;

/**
 * Compares files with what the working directory's {@code .meta} files know of them. A file of
 * which they know nothing fails, but is counted neither as succeeded nor as failed, because nothing
 * was compared.
 */
final class IntegrityCheck {
    private static final String NO_DIGEST = "None";

    private final Surroundings surroundings;
    private final Consumer<String> log;
    private final IntegrityOptions options;
    private Map<String, Checksum> known = Map.of();
    private Optional<MultipartFile> record = Optional.empty();
    private int succeeded;
    private int failed;
    private int unknown;
    private Duration timing = Duration.ZERO;

    /**
     * @param log takes a sentence
     */
    IntegrityCheck(Surroundings surroundings, Consumer<String> log, IntegrityOptions options) {
        this.surroundings = surroundings;
        this.log = log;
        this.options = options;
    }

    /** Looks at every file; returns whether all are as they should be. */
    boolean verify(List<IntegrityFile> files, InOrder inOrder) throws InterruptedException {
        readMetaFiles();
        if (options.printTimings()) {
            record =
                    new JobEnvironment(surroundings.environment())
                            .multipartDirectory()
                            .flatMap(this::opened);
        }
        try {
            record.ifPresent(file -> file.write("- integrity_verification_attempts:\n"));
            inOrder.each(files, this::read, this::judge);
            record.ifPresent(this::end);
        } finally {
            record.ifPresent(this::close);
        }
        return failed + unknown == 0;
    }

    private void readMetaFiles() {
        try {
            MetaFiles meta = MetaFiles.read(surroundings.directory());
            meta.warnings().forEach(warning -> log.accept(Log.oneLine(warning)));
            known = meta.checksums();
        } catch (IOException e) {
            log.accept("Error parsing the meta data: " + Log.oneLine(IoReason.of(e)));
        }
        if (options.debug()) {
            new TreeMap<>(known)
                    .forEach((lfn, checksum) ->
                            log.accept("metadata: " + Log.oneLine(lfn) + ": " + checksum));
        }
    }

    private Optional<Checksum> expected(IntegrityFile file) {
        return Optional.ofNullable(known.get(lfn(file)));
    }

    private static String lfn(IntegrityFile file) {
        return file.lfn().filter(lfn -> !lfn.isEmpty()).orElse(file.name());
    }

    /** Empty when there is nothing to compare the file with, which is not read then. */
    private Optional<Outcome> read(IntegrityFile file) {
        return expected(file)
                .map(checksum -> {
                    // the record has the SHA-256 whatever is compared
                    Set<DigestAlgorithm> algorithms =
                            EnumSet.of(DigestAlgorithm.SHA_256, checksum.algorithm());
                    return file.read(surroundings.directory(), algorithms);
                });
    }

    private void judge(IntegrityFile file, Optional<Outcome> outcome) {
        if (outcome.isEmpty()) {
            log.accept("No checksum in the meta data for " + Log.oneLine(lfn(file)));
            unknown++;
            return;
        }
        timing = timing.plus(outcome.get().timing());
        Checksum expected = expected(file).orElseThrow();
        String sha256 = NO_DIGEST;
        String compared = NO_DIGEST;
        switch (outcome.get()) {
            case Hashed(FileDigest digest) -> {
                sha256 = digest.sha256();
                compared = digest.value(expected.algorithm()).hex();
            }
            case Unreadable unreadable -> log.accept(unreadable.message());
        }
        boolean success = compared.equals(expected.hex());
        if (success) {
            succeeded++;
        } else {
            failed++;
            log.accept(
                    "%s: Expected checksum (%s) does not match the calculated checksum (%s) (timing: %s)"
                            .formatted(
                                    Log.oneLine(file.name()),
                                    expected.hex(),
                                    compared,
                                    DurationText.seconds(outcome.get().timing(), 3)));
        }
        String entry = entry(file, sha256, success ? Optional.empty() : Optional.of(expected));
        record.ifPresent(log -> log.write(entry));
    }

    private static String entry(IntegrityFile file, String sha256, Optional<Checksum> missed) {
        return "  - lfn: "
                + YamlText.quoted(lfn(file))
                + "\n    pfn: "
                + YamlText.quoted(file.name())
                + "\n    sha256: "
                + sha256
                + "\n    success: "
                + (missed.isEmpty() ? "True\n" : "False\n")
                + missed.map(expected -> "    sha256_expected: " + expected.hex() + "\n")
                        .orElse("");
    }

    private Optional<MultipartFile> opened(Path directory) {
        try {
            return Optional.of(MultipartFile.open(directory, "integrity"));
        } catch (IOException e) {
            tellUnwritten(e);
            return Optional.empty();
        }
    }

    private void end(MultipartFile file) {
        file.write(
                "- integrity_summary:\n    succeeded: %d\n    failed: %d\n    duration: %s\n"
                        .formatted(succeeded, failed, DurationText.seconds(timing, 3)));
        try {
            file.publish(surroundings.clock());
        } catch (IOException e) {
            tellUnwritten(e);
        }
    }

    private void close(MultipartFile file) {
        try {
            file.close();
        } catch (IOException _) {
            // it was told already, and the hidden name says what it is
        }
    }

    private void tellUnwritten(IOException failure) {
        log.accept(
                "Unable to write stats to $PEGASUS_MULTIPART_DIR: "
                        + Log.oneLine(IoReason.of(failure)));
    }
}
