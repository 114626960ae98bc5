package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails, how often it is tried, and what the exit code says of it. */
class FailuresIT {
    private static final byte[] CONTENT = "content\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private Web web;

    @BeforeEach
    void prepare() throws IOException {
        web = Web.open();
        web.status("/missing", 404);
        web.status("/forbidden", 403);
        web.status("/busy", 503);
        web.file("/good", CONTENT);
    }

    @AfterEach
    void close() {
        web.close();
    }

    private String list(String path, String name) {
        return Json.list(Json.transfer(web.url(path), folder + "/" + name));
    }

    @Test
    void aMissingFileIsAskedForOnce() throws Exception {
        // a second try would come after the first pause; there is none
        Program.transfer(folder).input(list("/missing", "a")).run("-m", "3").exited(1).says("404");
        assertEquals(1, web.gets("/missing"));
    }

    @Test
    void aMissingFileIsAskedForOnceUnderTheDropInName() throws Exception {
        Program.pegasusTransfer(folder).input(list("/missing", "a")).run("-m", "3").exited(1);
        assertEquals(1, web.gets("/missing"));
    }

    @Test
    void aForbiddenFileIsAskedForOnce() throws Exception {
        Program.transfer(folder).input(list("/forbidden", "a")).run("-m", "3").exited(1);
        assertEquals(1, web.gets("/forbidden"));
    }

    @Test
    void whatMayPassIsTriedAgainAndToldApart() throws Exception {
        Program.transfer(folder).input(list("/busy", "a")).run("-m", "2").exited(3);
        assertEquals(2, web.gets("/busy"));
    }

    /** As where the kernel has no IPv6. */
    @Test
    void anAddressOfAnotherKindThanThisMachineHasIsNoProgramError() throws Exception {
        Program.transfer(folder)
                .with("JDK_JAVA_OPTIONS", "-Djava.net.preferIPv4Stack=true")
                .input(Json.list(Json.transfer("http://[::1]:9/x", folder + "/a")))
                .run("-m", "1")
                .exited(3)
                .says("does not speak to addresses such as");
    }

    @Test
    void aFailureForGoodWeighsMore() throws Exception {
        String both =
                Json.list(
                        Json.transfer(web.url("/busy"), folder + "/a"),
                        Json.transfer(web.url("/missing"), folder + "/b"));
        Program.transfer(folder).input(both).run("-m", "1").exited(1);
    }

    @Test
    void oneFailureDoesNotHoldUpTheOthers() throws Exception {
        String list =
                Json.list(
                        Json.transfer(web.url("/missing"), folder + "/a"),
                        Json.transfer(web.url("/good"), folder + "/b"),
                        Json.transfer(folder + "/nowhere", folder + "/c"));
        Program.pegasusTransfer(folder).input(list).run("-m", "1").exited(1);
        assertFalse(Files.exists(folder.resolve("a")));
        assertEquals("content\n", Files.readString(folder.resolve("b")));
        assertFalse(Files.exists(folder.resolve("c")));
    }

    @Test
    void aFailedDownloadLeavesTheGoodFileThatWasThere() throws Exception {
        Files.writeString(folder.resolve("a"), "good");
        Program.transfer(folder).input(list("/missing", "a")).run("-m", "1").exited(1);
        assertEquals("good", Files.readString(folder.resolve("a")));
    }

    @Test
    void anAlternativeIsTriedBeforeAFailureCounts() throws Exception {
        String list =
                """
                [{"type": "transfer",
                  "src_urls": [{"site_label": "a", "url": "%s", "priority": 2},
                               {"site_label": "b", "url": "%s", "priority": 1}],
                  "dest_urls": [{"site_label": "local", "url": "%s"}]}]
                """
                        .formatted(web.url("/missing"), web.url("/good"), folder + "/a");
        Program.transfer(folder).input(list).run("-m", "1").exited(0);
        assertEquals("content\n", Files.readString(folder.resolve("a")));
    }

    @Test
    void aFileThatStopsHalfWayHasNoFinalName() throws Exception {
        web.cutting("/cut", new byte[1 << 20], 1 << 19);
        Program.transfer(folder).input(list("/cut", "a")).run("-m", "1").exited(3);
        assertFalse(Files.exists(folder.resolve("a")));
    }

    @Test
    void onlyWhatFailedIsTriedAgain() throws Exception {
        Path results = folder.resolve("results");
        String both =
                Json.list(
                        Json.transfer(web.url("/good"), folder + "/a"),
                        Json.transfer(web.url("/late"), folder + "/b"));
        Program.transfer(folder).input(both).run("-m", "1", "--json", results.toString()).exited(1);
        web.file("/late", CONTENT);
        Program.transfer(folder).input(both).run("--retry-from", results.toString()).exited(0);
        assertEquals(1, web.gets("/good"));
        assertEquals("content\n", Files.readString(folder.resolve("b")));
    }

    @Test
    void everyDefectOfAListIsNamedAndNothingMoves() throws Exception {
        String list =
                Json.list(
                        Json.transfer(web.url("/good"), folder + "/a"),
                        "{\"type\": \"transfer\", \"src_urls\": []}",
                        "{\"type\": \"copy\"}",
                        Json.transfer("gopher://h/x", folder + "/b"));
        Ended ended = Program.transfer(folder).input(list).run().exited(2);
        ended.says("item 2").says("src_urls").says("dest_urls").says("item 3").says("copy");
        assertFalse(Files.exists(folder.resolve("a")));
        assertEquals(0, web.asked().size());
    }

    @Test
    void anUnknownSchemeIsNamedWithThoseThatExist() throws Exception {
        String list = Json.list(Json.transfer("gopher://h/x", folder + "/b"));
        Program.transfer(folder).input(list).run().exited(2).says("gopher").says("https");
    }

    @Test
    void aDryRunMovesNothing() throws Exception {
        Ended ended = Program.transfer(folder).input(list("/good", "a")).run("--dry-run").exited(0);
        assertTrue((ended.out() + ended.err()).contains("/good"), ended::toString);
        assertFalse(Files.exists(folder.resolve("a")));
        assertEquals(0, web.asked().size());
    }
}
