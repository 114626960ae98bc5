package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/** Looking, listing and removing at a scripted server. */
class FtpLookTest {
    private static final String SHA_256 = "0123456789abcdef".repeat(4);

    private final FtpScriptedServer server = new FtpScriptedServer();
    private final FtpRig rig = new FtpRig();
    private final TransferUrl url = server.url("file");

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    private FtpScriptedServer listing(String... lines) {
        return server.content(
                        (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8))
                .answer("SIZE", "550 no");
    }

    private List<String> names() throws Exception {
        server.answer("CWD", "250 there");
        return rig.open(url).list(server.url("")).stream()
                .map(entry -> entry.url().path())
                .toList();
    }

    @Test
    void forbiddenFileIsToldFromAMissingOneByTheListing() {
        listing("-rw------- 1 root root 7 Nov 22 12:00 file");

        assertEquals(
                FailureKind.NOT_FOUND,
                rig.failure(FailureKind.NOT_FOUND, () -> rig.read(server.url("other"))).kind());
        server.answer("RETR", "550 no");
        rig.failure(FailureKind.ACCESS_DENIED, () -> rig.read(url));
    }

    @Test
    void sizeComesFromTheListingWhereNothingElseTellsIt() throws Exception {
        listing("-rw------- 1 root root 7 Nov 22 12:00 file");

        assertEquals(OptionalLong.of(7), rig.open(url).stat(url).size());
    }

    @Test
    void fileThatChangedJustNowHasNoIdentity() throws Exception {
        server.answer("SIZE", "213 5").answer("MDTM", "213 20200101000000");
        assertTrue(rig.open(url).stat(url).identity().isPresent());

        server.answer("MDTM", "213 29990101000000");

        assertEquals(Optional.empty(), rig.open(url).stat(url).identity());
    }

    @Test
    void listsOfUnixAreReadWithBlanksInNames() throws Exception {
        listing(
                "total 8",
                "drwxr-xr-x 2 root root 4096 Nov 22 12:00 .",
                "drwxr-xr-x 2 root root 4096 Nov 22 12:00 ..",
                "-rw-r--r-- 1 root root 5 Nov 22 12:00   two  blanks ",
                "-rw-r--r-- 1 root root 5 Nov 22  2020 -dash",
                "lrwxrwxrwx 1 root root 5 Nov 22 12:00 link -> /etc/passwd");

        assertEquals(List.of("/%20%20two%20%20blanks%20", "/-dash", "/link"), names());
    }

    @Test
    void listsOfWindowsAreRead() throws Exception {
        listing(
                "11-22-26  12:00PM       <DIR>          folder",
                "11-22-26  12:00PM                  512 a file.txt");
        server.answer("SYST", "215 Windows_NT");

        assertEquals(List.of("/folder", "/a%20file.txt"), names());
    }

    @Test
    void serverWithoutOptionsForListsIsAskedWithoutThem() throws Exception {
        listing("-rw-r--r-- 1 root root 5 Nov 22 12:00 a").next("LIST", "501 no options");

        assertEquals(List.of("/a"), names());
    }

    @Test
    void nameThatLeadsOutOfTheDirectoryIsNotListed() throws Exception {
        server.answer("FEAT", "211-x\r\n MLST type*;size*;\r\n211 End");
        listing("type=file;size=1; ../../etc/passwd", "type=cdir; /home", "type=file;size=1; a");

        assertEquals(List.of("/a"), names());
    }

    @Test
    void topIsNeverRemoved() throws Exception {
        for (String path : List.of("", "/", "a/..", "a/.")) {
            TransferUrl top = server.url(path);
            rig.failure(FailureKind.BAD_REQUEST, () -> rig.open(top).remove(top, true));
        }

        assertFalse(server.commands().stream().anyMatch(c -> c.matches("(DELE|RMD).*")));
    }

    @Test
    void linkThatMayNotBeRemovedIsNotFollowed() throws Exception {
        server.answer("FEAT", "211-x\r\n MLST type*;\r\n211 End");
        server.answer("MLST", "250-x\r\n type=dir; file\r\n250 x");
        server.answer("CWD", "250 there").answer("DELE", "550 no").answer("RMD", "550 no");
        listing("lrwxrwxrwx 1 root root 5 Nov 22 12:00 file -> /precious");

        rig.failure(FailureKind.ACCESS_DENIED, () -> rig.open(url).remove(url, true));

        assertFalse(server.commands().stream().anyMatch(c -> c.startsWith("RMD")));
    }

    @Test
    void digestIsAskedForByTheOlderCommandWhereThereIsNoHash() throws Exception {
        server.answer("FEAT", "211-x\r\n XSHA256 filename\r\n XMD5\r\n211 End");
        server.answer("XSHA256", "250 " + SHA_256.toUpperCase(java.util.Locale.ROOT));

        assertEquals(
                Optional.of(Checksum.sha256(SHA_256)),
                rig.open(url).digest(url, Set.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256)));
    }

    @Test
    void hashIsToldItsAlgorithmFirst() throws Exception {
        server.answer("FEAT", "211-x\r\n HASH SHA-1*;SHA-256;CRC32\r\n211 End");
        server.answer("OPTS", "200 SHA-256").answer("HASH", "213 SHA-256 0-9 " + SHA_256 + " file");

        assertEquals(
                Optional.of(Checksum.sha256(SHA_256)),
                rig.open(url).digest(url, Set.of(DigestAlgorithm.SHA_256)));
        assertTrue(server.commands().contains("OPTS HASH SHA-256"));
    }

    @Test
    void answerThatHoldsNoDigestIsNone() throws Exception {
        server.answer("FEAT", "211-x\r\n XMD5\r\n211 End").answer("XMD5", "250 done");

        assertEquals(Optional.empty(), rig.open(url).digest(url, Set.of(DigestAlgorithm.MD5)));
    }

    /** Large files take longer than a server may otherwise be silent, each time anew. */
    @Test
    void digestThatDoesNotComeInTimeIsNone() throws Exception {
        server.answer("FEAT", "211-x\r\n XMD5\r\n211 End").answer("XMD5", "250-patience");

        try (FtpProtocol hasty =
                FtpFixture.waiting(Duration.ofSeconds(10), Duration.ofMillis(500))) {
            FtpEndpoint endpoint =
                    (FtpEndpoint) hasty.open(new Place(url, Site.UNNAMED), FtpServer.lab());
            assertEquals(Optional.empty(), endpoint.digest(url, Set.of(DigestAlgorithm.MD5)));
        }
    }

    /** What a server names relative to another directory than we think is somebody else's file. */
    @Test
    void nothingIsDoneWhereTheServerDoesNotLeadBack() throws Exception {
        server.answer("PWD", "502 no").answer("CWD", "250 there").answer("DELE", "550 no");
        server.answer("SIZE", "550 no").answer("RMD", "250 gone");

        rig.failure(FailureKind.UNEXPECTED, () -> rig.open(url).remove(url, true));

        assertFalse(server.commands().stream().anyMatch(c -> c.startsWith("RMD")));
    }

    @Test
    void directoryIsOneThatCanBeEntered() throws Exception {
        server.answer("SIZE", "550 no").answer("CWD", "250 there");

        assertEquals(FileStat.Kind.DIRECTORY, rig.open(url).stat(url).kind());
        assertEquals(
                List.of("CWD file", "CWD /home"),
                server.commands().stream().filter(c -> c.startsWith("CWD")).toList());
    }
}
