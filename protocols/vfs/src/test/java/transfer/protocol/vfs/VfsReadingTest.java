package transfer.protocol.vfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Trial;

/** Archives as other programs make them, and as they get when something happens to them. */
class VfsReadingTest {
    private static final byte[] CONTENT = Trial.bytes(300_000);

    @TempDir Path folder;

    private final VfsProtocol protocol = new VfsProtocol();

    @AfterEach
    void close() {
        protocol.close();
    }

    private TransferUrl url(String scheme, String rest) {
        return VfsFixture.parse(scheme + ":" + folder + "/" + rest);
    }

    private Source open(TransferUrl url) throws TransferException {
        return (Source) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
    }

    private byte[] read(String scheme, String rest) throws Exception {
        TransferUrl url = url(scheme, rest);
        return Trial.read(open(url), url, ReadRequest.WHOLE);
    }

    private FileStat stat(String scheme, String rest) throws Exception {
        TransferUrl url = url(scheme, rest);
        return open(url).stat(url);
    }

    private TransferException failure(String scheme, String rest) {
        TransferException failure = assertThrows(TransferException.class, () -> read(scheme, rest));
        assertTrue(failure.getMessage().contains(scheme + ":"), failure::getMessage);
        return failure;
    }

    private void run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    private Path put(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    @ParameterizedTest
    @CsvSource({
        "zip, zip -q -r archive in",
        "zip, zip -q -0 -r archive in",
        "tar, tar cf archive in",
        "tar, tar --format=pax -cf archive in",
        "tar, tar --format=v7 -cf archive in",
        "tgz, tar czf archive ./in",
        "tbz2, tar cjf archive in",
    })
    void archivesOfTheSystemsProgramsAreRead(String scheme, String command) throws Exception {
        put("in/sub/d\u00e9j\u00e0 vu", CONTENT);
        put("in/empty", new byte[0]);
        run((command + (scheme.equals("zip") ? " -i *" : "")).split(" "));
        Path made = folder.resolve(scheme.equals("zip") ? "archive.zip" : "archive");
        String name = made.getFileName() + "!/in/";

        assertArrayEquals(CONTENT, read(scheme, name + "sub/d\u00e9j\u00e0 vu"));
        assertArrayEquals(new byte[0], read(scheme, name + "empty"));
        assertEquals(FileStat.Kind.DIRECTORY, stat(scheme, name + "sub").kind());
        assertEquals(FileStat.Kind.DIRECTORY, stat(scheme, name).kind());
        assertEquals(
                Files.getLastModifiedTime(folder.resolve("in/empty")).toInstant().getEpochSecond(),
                stat(scheme, name + "empty").modified().orElseThrow().getEpochSecond(),
                1);
        assertEquals(OptionalInt.of(0644), stat(scheme, name + "empty").mode());
    }

    @ParameterizedTest
    @CsvSource({"gz, gzip, TRUNCATED", "bz2, bzip2, WRONG_CONTENT"})
    void filesThatWerePackedTogetherAreUnpackedTogether(
            String scheme, String program, FailureKind cut) throws Exception {
        put("a", CONTENT);
        run(program, "a");
        Path packed = folder.resolve("a." + scheme);
        byte[] once = Files.readAllBytes(packed);
        try (OutputStream out = Files.newOutputStream(folder.resolve("twice"))) {
            out.write(once);
            out.write(once);
        }

        assertArrayEquals(CONTENT, read(scheme, "a." + scheme));
        assertArrayEquals(
                CONTENT, Arrays.copyOfRange(read(scheme, "twice"), CONTENT.length, 600_000));
        Files.write(packed, Arrays.copyOf(once, once.length / 2));
        assertEquals(cut, failure(scheme, "a." + scheme).kind());
    }

    @Test
    void everyCutOfAGzipIsNoticed() throws Exception {
        VfsArchives.write("gz", folder.resolve("whole"), Map.of("", Trial.bytes(2000)));
        byte[] whole = Files.readAllBytes(folder.resolve("whole"));
        for (int length = 0; length < whole.length; length += 7) {
            put("cut", Arrays.copyOf(whole, length));
            TransferException failure = failure("gz", "cut");
            assertEquals(Optional.of(Phase.BODY), failure.phase(), "after " + length);
        }
    }

    /** Whatever bit is wrong, what comes out is right or nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"zip", "tgz", "tbz2", "gz", "bz2"})
    void noDamageGoesUnnoticed(String scheme) throws Exception {
        byte[] content = Trial.bytes(3000);
        VfsArchives.write(scheme, folder.resolve("whole"), Map.of("a", content));
        byte[] whole = Files.readAllBytes(folder.resolve("whole"));
        String name =
                scheme.endsWith("z") && !scheme.equals("tgz") || scheme.equals("bz2") ? "" : "!/a";
        for (int at = 0; at < whole.length; at += 61) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            put("damaged", damaged);
            TransferUrl url = url(scheme, "damaged" + name);
            try {
                FileStat stat = open(url).stat(url);
                byte[] read = Trial.read(open(url), url, ReadRequest.WHOLE);
                boolean proven =
                        stat.digest(DigestAlgorithm.CRC32)
                                .map(Trial.digest(DigestAlgorithm.CRC32, read)::equals)
                                .orElse(true);
                assertTrue(!proven || Arrays.equals(content, read), "at " + at);
            } catch (TransferException e) {
                assertTrue(e.phase().isPresent(), "at " + at);
            }
        }
    }

    @Test
    void theCheckOfAZipsEntryIsItsDigest() throws Exception {
        VfsArchives.write("zip", folder.resolve("a.zip"), Map.of("a", CONTENT));
        assertEquals(
                Optional.of(Trial.digest(DigestAlgorithm.CRC32, CONTENT)),
                stat("zip", "a.zip!/a").digest(DigestAlgorithm.CRC32));
    }

    @Test
    void encryptedEntriesAreRefused() throws Exception {
        put("a", CONTENT);
        run("zip", "-q", "-P", "sesame", "a.zip", "a");
        TransferException failure = failure("zip", "a.zip!/a");
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertTrue(failure.getMessage().contains("encrypted"), failure::getMessage);
    }

    @Test
    void linksAndDevicesAreRefused() throws Exception {
        put("a", CONTENT);
        run("ln", "-s", "/etc/passwd", "soft");
        run("ln", "a", "hard");
        run("mkfifo", "pipe");
        run("tar", "czf", "a.tgz", "a", "soft", "hard", "pipe");
        run("zip", "-q", "--symlinks", "a.zip", "a", "soft");
        for (String name : new String[] {"soft", "hard", "pipe"}) {
            assertEquals(FailureKind.BAD_REQUEST, failure("tgz", "a.tgz!/" + name).kind());
            assertEquals(FileStat.Kind.OTHER, stat("tgz", "a.tgz!/" + name).kind());
        }
        assertTrue(failure("tgz", "a.tgz!/hard").getMessage().contains("a link to a;"));
        assertTrue(failure("zip", "a.zip!/soft").getMessage().contains("is a link"));
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        VfsArchives.write("zip", folder.resolve("a.zip"), Map.of("a/b", CONTENT));
        assertEquals(FailureKind.NOT_FOUND, failure("zip", "a.zip!/b").kind());
        assertEquals(Optional.of(Phase.REQUEST), failure("zip", "a.zip!/b").phase());
        assertEquals(Optional.of("ENOENT"), failure("zip", "b.zip!/a/b").errno());
        assertEquals(FailureKind.NOT_FOUND, failure("zip", "a.zip!/../a.zip").kind());
        assertEquals(Optional.of("EISDIR"), failure("zip", "a.zip!/a").errno());
        assertEquals(FailureKind.BAD_REQUEST, failure("zip", "a.zip").kind());
        assertEquals(FailureKind.BAD_REQUEST, failure("gz", "").kind());
    }

    @ParameterizedTest
    @CsvSource({"zip, tar", "tar, zip", "tgz, zip", "tbz2, zip", "gz, zip", "bz2, tgz"})
    void archivesOfAnotherKindAreRefused(String scheme, String made) throws Exception {
        VfsArchives.write(made, folder.resolve("a"), Map.of("a", CONTENT));
        TransferException failure = failure(scheme, "a!/a");
        assertTrue(!failure.kind().isPassing(), failure::getMessage);
    }

    @Test
    void namesWithExclamationMarksAreFound() throws Exception {
        Files.createDirectory(folder.resolve("wow!"));
        VfsArchives.write("tar", folder.resolve("wow!/a.tar"), Map.of("b!/c", CONTENT));
        assertArrayEquals(CONTENT, read("tar", "wow!/a.tar!/b!/c"));
        assertEquals(FileStat.Kind.DIRECTORY, stat("tar", "wow!/a.tar").kind());
    }

    @Test
    void archivesAreNamedAsPathsAndAsUrls() throws Exception {
        VfsArchives.write("zip", folder.resolve("a b%41.zip"), Map.of("c", CONTENT));
        for (String start : new String[] {"zip:", "jar:", "zip://", "zip:file:", "zip:FILE://"}) {
            TransferUrl url = VfsFixture.parse(start + folder + "/a b%41.zip!/c");
            assertArrayEquals(CONTENT, Trial.read(open(url), url, ReadRequest.WHOLE), start);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zip:https://joe:sesame@h/a.zip!/b",
                "zip:sftp://h/a.zip!/b",
                "tar:gz:/a.tar.gz!/a.tar!/b"
            })
    void archivesElsewhereHaveToBeFetchedFirst(String text) {
        TransferUrl url = VfsFixture.parse(text);
        TransferException failure = assertThrows(TransferException.class, () -> open(url));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertTrue(failure.getMessage().contains("fetch it first"), failure::getMessage);
        assertTrue(!failure.getMessage().contains("sesame"), failure::getMessage);
    }

    @Test
    void theLaterOfTwoEntriesCounts() throws Exception {
        put("a", Trial.bytes(10));
        run("tar", "cf", "a.tar", "a");
        put("a", CONTENT);
        run("tar", "rf", "a.tar", "a");
        assertArrayEquals(CONTENT, read("tar", "a.tar!/a"));
    }

    @Test
    void sparseFilesAreReadWithTheirHoles() throws Exception {
        byte[] sparse = new byte[3 << 20];
        sparse[2 << 20] = 1;
        put("a", sparse);
        run("cp", "--sparse=always", "a", "b");
        run("tar", "cSf", "a.tar", "b");
        assertTrue(Files.size(folder.resolve("a.tar")) < 1 << 20);
        assertArrayEquals(sparse, read("tar", "a.tar!/b"));
    }

    @Test
    void archiveThatIsRewrittenWhileItIsReadIsNoticed() throws Exception {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("a", Trial.bytes(2_000_000));
        VfsArchives.write("tar", folder.resolve("a.tar"), all);
        TransferUrl url = url("tar", "a.tar!/a");
        try (var reading = open(url).read(url, ReadRequest.WHOLE)) {
            Files.setLastModifiedTime(folder.resolve("a.tar"), FileTime.fromMillis(0));
            TransferException failure =
                    assertThrows(TransferException.class, () -> Trial.rest(reading));
            assertEquals(FailureKind.CHANGED, failure.kind());
        }
    }
}
