package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
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
        return rig.open(top).list(top).stream().map(entry -> entry.url().path()).toList();
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

    private List<Optional<FileStat>> told() throws Exception {
        server.answer("CWD", "250 there");
        return rig.open(top).list(top).stream().map(Directories.Entry::stat).toList();
    }

    @Test
    void machineReadableLinesTellWhatThereIs() throws Exception {
        machineReadable();
        listing(
                "type=file;size=7;modify=20250102030405;unix.mode=0640; file\r\n"
                        + "type=dir;size=4096;modify=20250102030405; directory\r\n"
                        + "type=OS.unix=slink:/x;size=9; link\r\n"
                        + "type=file;size=9;unix.mode=0777; perhaps a link\r\n"
                        + "type=OS.unix=chr-1/3; device\r\n");

        List<Optional<FileStat>> told = told();

        FileStat file = told.getFirst().orElseThrow();
        Instant time = Instant.parse("2025-01-02T03:04:05Z");
        assertEquals(FileStat.Kind.FILE, file.kind());
        assertEquals(OptionalLong.of(7), file.size());
        assertEquals(Optional.of(time), file.modified());
        assertEquals(OptionalInt.of(0640), file.mode());
        FileStat directory = told.get(1).orElseThrow();
        assertEquals(FileStat.Kind.DIRECTORY, directory.kind());
        assertEquals(OptionalLong.empty(), directory.size());
        assertEquals(Optional.of(time), directory.modified());
        assertEquals(
                List.of(Optional.empty(), Optional.empty(), Optional.empty()),
                told.subList(2, told.size()));
    }

    @Test
    void linesForPeopleTellKindsAndSizesOfFiles() throws Exception {
        listing(
                "-rw-r--r-- 1 root root 7 Nov 22 12:00 file\r\n"
                        + "drwxr-xr-x 2 root root 4096 Nov 22 12:00 directory\r\n"
                        + "lrwxrwxrwx 1 root root 9 Nov 22 12:00 link -> file\r\n");

        List<Optional<FileStat>> told = told();

        assertEquals(Optional.of(OptionalLong.of(7)), told.getFirst().map(FileStat::size));
        assertEquals(Optional.of(FileStat.Kind.FILE), told.getFirst().map(FileStat::kind));
        assertEquals(Optional.of(FileStat.Kind.DIRECTORY), told.get(1).map(FileStat::kind));
        assertEquals(Optional.of(OptionalLong.empty()), told.get(1).map(FileStat::size));
        assertEquals(Optional.empty(), told.get(2));
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
