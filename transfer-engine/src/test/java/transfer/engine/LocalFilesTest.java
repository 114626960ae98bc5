package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;

@Timeout(60)
class LocalFilesTest {
    private static final int SIZE = 3 * CopyBuffers.SIZE + 17;
    private static final byte[] CONTENT = EngineBench.content(SIZE);

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put("mem://h/f", CONTENT);
    }

    @Test
    void aLocalCopyKeepsThePermissionBits() throws Exception {
        Files.write(bench.path("tool"), CONTENT);
        Files.setPosixFilePermissions(
                bench.path("tool"), PosixFilePermissions.fromString("rwxr-x---"));
        bench.transfer("copy", "tool");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.LOCAL_BYTES), bench.done(1).verdict());
        assertEquals(
                "rwxr-x---",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.path("copy"))));
    }

    @Test
    void aFileOntoItselfStaysAsItIs() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        Files.createSymbolicLink(bench.path("link"), bench.path("f"));
        bench.transfer("f", "f");
        bench.transfer("link", "f");
        bench.transfer("symlink://./link", "f");
        assertTrue(bench.run().allDone());
        assertEquals("source and destination are the same file", bench.done(1).note());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
        assertTrue(Files.isSymbolicLink(bench.path("link")));
    }

    @Test
    void aDirectoryIsCopiedWithEverythingInIt() throws Exception {
        Files.createDirectories(bench.path("d/sub/empty"));
        Files.write(bench.path("d/sub/f"), CONTENT);
        Files.writeString(bench.path("real"), "real");
        Files.createSymbolicLink(bench.path("d/link"), bench.path("real"));
        bench.transfer("copy", "d");
        assertTrue(bench.run().allDone());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("copy/sub/f")));
        assertEquals("real", Files.readString(bench.path("copy/link")));
        assertFalse(Files.isSymbolicLink(bench.path("copy/link")));
        assertTrue(Files.isDirectory(bench.path("copy/sub/empty")));
    }

    @Test
    void aDirectoryThatLeadsIntoItselfIsRefused() throws Exception {
        Files.createDirectories(bench.path("d/sub"));
        Files.createSymbolicLink(bench.path("d/sub/up"), bench.path("d"));
        bench.transfer("copy", "d");
        bench.run();
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(1).kind(), bench.failed(1).message());
    }

    @Test
    void aRemoteSourceForALinkBecomesAPlainFile() throws Exception {
        bench.transfer("symlink://./f", "mem://h/f");
        bench.run();
        assertFalse(Files.isSymbolicLink(bench.path("f")));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    @Test
    void linksAreMadeWhereTheRuleAllows() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.options(Verification.PREFER, Linking.SAME_SITE, 0);
        bench.transfer("same@a", "f@a");
        bench.transfer("other@b", "f@a");
        bench.run();
        assertTrue(Files.isSymbolicLink(bench.path("same")));
        assertFalse(Files.isSymbolicLink(bench.path("other")));
    }

    @Test
    void withTheCompatibleRuleEveryLocalCopyIsALink() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.options(Verification.PREFER, Linking.ALWAYS, 0);
        bench.transfer("other@b", "f@a");
        bench.transfer("fetched", "mem://h/f");
        bench.run();
        assertTrue(Files.isSymbolicLink(bench.path("other")));
        assertFalse(Files.isSymbolicLink(bench.path("fetched")));
    }

    @Test
    void withoutVerificationNothingIsHashed() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.options(Verification.OFF, Linking.NEVER, 0);
        bench.transfer("copy", "f");
        bench.run();
        assertEquals(new Verdict.Unchecked(), bench.done(1).verdict());
        assertEquals(Optional.empty(), bench.done(1).sha256());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("copy")));
    }

    @Test
    void aSpoiledFileIsNoticedByItemsThatAreVerified() throws Exception {
        bench.options(Verification.PREFER, Linking.NEVER, 100);
        Files.write(bench.path("f"), CONTENT);
        bench.transfer("plain", "f");
        bench.transfer(verified(), "verified", "f");
        bench.run();
        assertTrue(Files.size(bench.path("plain")) > SIZE);
        assertEquals(
                FailureKind.CHECKSUM_MISMATCH, bench.failed(2).kind(), bench.failed(2).message());
    }

    private static UnaryOperator<TransferTerms> verified() {
        return _ -> new TransferTerms("lfn", "output", false, true, true, Optional.empty());
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
