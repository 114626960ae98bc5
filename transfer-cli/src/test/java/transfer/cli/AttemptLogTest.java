package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;

class AttemptLogTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T06:28:09.900Z"), ZoneOffset.UTC);
    private static final long NOW = CLOCK.instant().getEpochSecond();

    @TempDir Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static WorkItem.Transfer item(String source, String lfn) {
        return Examples.transfer(1, source, "file:///tmp/b.txt", Examples.terms(lfn, false, false));
    }

    @Test
    void aSuccessfulAttemptHasEveryField() {
        WorkItem.Transfer item = item("file:///tmp/a.txt", "b.txt");
        assertEquals(
                """
                  - src_url: "file:///tmp/a.txt"
                    src_label: "my_site"
                    dst_url: "file:///tmp/b.txt"
                    dst_label: "local"
                    success: True
                    start: 1795328886
                    duration: 1.3
                    lfn: "b.txt"
                    bytes: 6
                """,
                AttemptLog.entry(item, Examples.success(1, item)));
    }

    @Test
    void aFailedAttemptWithoutBytesAndNameLeavesThemOut() {
        WorkItem.Transfer item = item("http://h/a", "");
        assertEquals(
                """
                  - src_url: "http://h/a"
                    src_label: "my_site"
                    dst_url: "file:///tmp/b.txt"
                    dst_label: "local"
                    success: False
                    start: 1795328886
                    duration: 0.0
                """,
                AttemptLog.entry(item, Examples.failure(1, item, FailureKind.CONNECTION)));
    }

    @Test
    void secretsInUrlsAreBlanked() {
        WorkItem.Transfer item = item("http://joe:hunter2@h/a?token=abcdef", "");
        String entry = AttemptLog.entry(item, Examples.success(1, item));
        assertEquals(
                "  - src_url: \"http://joe:***@h/a?token=***\"",
                entry.lines().findFirst().orElse(""));
    }

    @Test
    void namesCannotBreakTheFile() {
        WorkItem.Transfer item = item("/tmp/a\"b\\c\nd", "");
        String entry = AttemptLog.entry(item, Examples.success(1, item));
        assertEquals(
                "  - src_url: \"file:///tmp/a\\\"b\\\\c\\nd\"",
                entry.lines().findFirst().orElse(""));
    }

    @Test
    void nobodySeesItBeforeItIsWhole() throws IOException {
        WorkItem.Transfer item = item("http://h/a", "a");
        try (AttemptLog log = AttemptLog.open(folder)) {
            log.attempted(item, Examples.failure(1, item, FailureKind.CONNECTION));
            log.attempted(item, Examples.success(2, item));
            assertEquals(1, names().size());
            assertEquals('.', names().getFirst().charAt(0));
            log.publish(CLOCK);
        }
        assertEquals(List.of(NOW + "-transfer"), names());
        assertEquals(
                "- transfer_attempts:\n"
                        + AttemptLog.entry(item, Examples.failure(1, item, FailureKind.CONNECTION))
                        + AttemptLog.entry(item, Examples.success(2, item)),
                Files.readString(folder.resolve(NOW + "-transfer")));
    }

    @Test
    void withoutAttemptsThereIsTheFirstLineOnly() throws IOException {
        try (AttemptLog log = AttemptLog.open(folder)) {
            log.publish(CLOCK);
        }
        assertEquals("- transfer_attempts:\n", Files.readString(folder.resolve(NOW + "-transfer")));
    }

    @Test
    void aRunInTheSameSecondTakesTheNextFreeOne() throws IOException {
        Files.writeString(folder.resolve(NOW + "-transfer"), "theirs");
        Files.writeString(folder.resolve(NOW + 1 + "-transfer"), "theirs too");
        try (AttemptLog log = AttemptLog.open(folder)) {
            log.publish(CLOCK);
        }
        assertEquals("theirs", Files.readString(folder.resolve(NOW + "-transfer")));
        assertEquals(
                "- transfer_attempts:\n", Files.readString(folder.resolve(NOW + 2 + "-transfer")));
    }

    @Test
    void whatIsNotPublishedGoesAway() throws IOException {
        AttemptLog.open(folder).close();
        assertEquals(List.of(), names());
    }

    @Test
    void aMissingDirectoryIsAFailure() {
        assertThrows(IOException.class, () -> AttemptLog.open(folder.resolve("nowhere")));
    }
}
