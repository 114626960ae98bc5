package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is tried again and what is not: every kind has its row here. */
class FailureKindTest {
    private static final TransferUrl URL = TransferUrl.ofPath(Path.of("/data/x"));

    private static final Set<FailureKind> PERMANENT =
            EnumSet.of(
                    FailureKind.NOT_FOUND,
                    FailureKind.ACCESS_DENIED,
                    FailureKind.BAD_CREDENTIALS,
                    FailureKind.UNTRUSTED,
                    FailureKind.ALREADY_EXISTS,
                    FailureKind.BAD_REQUEST,
                    FailureKind.UNSUPPORTED,
                    FailureKind.NO_SPACE,
                    FailureKind.WRONG_CONTENT,
                    FailureKind.UNVERIFIABLE,
                    FailureKind.INTERNAL);

    private static final Set<FailureKind> PASSING =
            EnumSet.of(
                    FailureKind.CONNECTION,
                    FailureKind.TIMED_OUT,
                    FailureKind.THROTTLED,
                    FailureKind.UNAVAILABLE,
                    FailureKind.TRUNCATED,
                    FailureKind.CHECKSUM_MISMATCH,
                    FailureKind.CHANGED,
                    FailureKind.UNEXPECTED);

    @ParameterizedTest
    @EnumSource
    void everyKindIsEitherTriedAgainOrNot(FailureKind kind) {
        assertTrue(PERMANENT.contains(kind) != PASSING.contains(kind), "no row for " + kind);
        assertEquals(PASSING.contains(kind), kind.isPassing());
    }

    // what a disk says, and whether it is worth another try
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "No such file or directory: false",
                "Permission denied: false",
                "Read-only file system: false",
                "No space left on device: false",
                "Disk quota exceeded: false",
                "File name too long: false",
                "Is a directory: false",
                "Operation not supported: false",
                "Stale file handle: true",
                "Connection timed out: true",
                "Too many open files: true",
                "Cannot allocate memory: true",
                "Device or resource busy: true",
                "Input/output error: true",
                "Something nobody has seen: true"
            })
    void aDisksFailureIsTriedAgainWhereThatCanHelp(String reason, boolean again) {
        TransferException failure =
                LocalFailures.of(new IOException(reason), URL, "cannot write /data/x");
        assertEquals(again, failure.kind().isPassing());
    }

    @Test
    void aFailureKeepsItsKindWhenItLearnsWhenToComeBack() {
        var failure = new TransferException(FailureKind.THROTTLED, URL, "HTTP 429");
        TransferException later = failure.notBefore(Duration.ofSeconds(7));
        assertEquals(Optional.empty(), failure.notBefore());
        assertEquals(Optional.of(Duration.ofSeconds(7)), later.notBefore());
        assertEquals(FailureKind.THROTTLED, later.kind());
        assertEquals(URL, later.url());
        assertEquals("HTTP 429", later.getMessage());
    }
}
