package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Listings that are long, have no end, or lead deeper and deeper. */
class FtpListingTest {
    private static final int MILLION = 1_000_000;

    private final FtpScriptedServer server = new FtpScriptedServer();
    private final FtpRig rig = new FtpRig();
    private final TransferUrl top = server.url("");

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    private FtpScriptedServer listing(String text) {
        return server.content(text.getBytes(StandardCharsets.ISO_8859_1)).answer("SIZE", "550 no");
    }

    private void machineReadable() {
        server.answer("FEAT", "211-x\r\n MLST type*;size*;\r\n211 End");
    }

    private List<String> names() throws Exception {
        server.answer("CWD", "250 there");
        return rig.open(top).list(top).stream().map(TransferUrl::path).toList();
    }

    private TransferException failure() {
        return rig.failure(FailureKind.UNSUPPORTED, this::names);
    }

    @Test
    void everyLineCountsWhereverThePiecesOfTheListingEnd() throws Exception {
        machineReadable();
        List<String> all = IntStream.range(0, 20_000).mapToObj(i -> "/file" + i).toList();
        listing(
                all.stream()
                        .map(path -> "type=file; " + path.substring(1))
                        .collect(Collectors.joining("\r\n\r\n")));

        assertEquals(all, names());
    }

    @Test
    void firstLineTellsTheFormOfAMainframesOthers() throws Exception {
        server.answer("SYST", "215 MVS is the operating system of this server.");
        listing(
                "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname\r\n"
                        + "B10142 3390   2006/03/20  2   31  F       80    80  PS   ONE.DATASET\r\n"
                        + "B10142 3390   2006/03/20  2   31  F       80    80  PS   OTHER.DATASET\r\n");

        assertEquals(List.of("/ONE.DATASET", "/OTHER.DATASET"), names());
    }

    @Test
    void lineThatDoesNotEndIsRefused() {
        listing("x".repeat(MILLION));

        String message = failure().getMessage();

        assertTrue(message.contains("the listing has a line that does not end"), message);
    }

    @Test
    void moreNamesThanAnybodyCanUseAreRefused() {
        machineReadable();
        listing("type=file; a\r\n".repeat(MILLION + 1));

        String message = failure().getMessage();

        assertTrue(message.contains("the directory has more than 1000000 names"), message);
    }

    @Test
    void oneNameIsFoundAmongMoreThanThat() throws Exception {
        machineReadable();
        listing("type=file; a\r\n".repeat(MILLION + 1) + "type=file;size=7; file\r\n");
        TransferUrl url = server.url("file");

        assertEquals(OptionalLong.of(7), rig.open(url).stat(url).size());
    }

    @Test
    void treeIsRemovedFromItsLeavesUp() throws Exception {
        server.answer("CWD", "250 there").answer("DELE", "550 no");
        server.next("RMD", "550 not empty").answer("RMD", "250 gone");
        listing(
                "drwxr-xr-x 2 root root 4096 Nov 22 12:00 one\r\n"
                        + "drwxr-xr-x 2 root root 4096 Nov 22 12:00 two\r\n");
        TransferUrl url = server.url("tree");

        assertTrue(rig.open(url).remove(url, true));

        assertEquals(
                List.of("RMD tree", "RMD tree/one", "RMD tree/two", "RMD tree"),
                server.commands().stream().filter(c -> c.startsWith("RMD")).toList());
    }

    @Test
    void treeWithoutABottomIsGivenUp() {
        server.answer("CWD", "250 there").answer("DELE", "550 no").answer("RMD", "550 no");
        listing("drwxr-xr-x 2 root root 4096 Nov 22 12:00 d\r\n");
        TransferUrl url = server.url("tree");

        String message =
                rig.failure(FailureKind.UNSUPPORTED, () -> rig.open(url).remove(url, true))
                        .getMessage();

        assertTrue(message.contains("more than 2048"), message);
        assertFalse(server.commands().contains("RMD tree" + "/d".repeat(2048)));
    }
}
