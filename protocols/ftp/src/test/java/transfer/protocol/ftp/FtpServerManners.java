package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import transfer.credentials.Credentials;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Trial;

/** What is asked of real servers beyond what every family is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FtpServerManners {
    private static final int MANY = 32;

    /** So many log-ins at once take a busy server some time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final byte[] CONTENT = Trial.bytes(10_000);

    private FtpServer server;
    private FtpRig rig;

    abstract FtpServer startServer();

    @BeforeAll
    final void start() {
        server = startServer();
    }

    @AfterAll
    final void stop() {
        server.close();
    }

    @BeforeEach
    final void makeRig() {
        rig = new FtpRig(PATIENCE);
    }

    @AfterEach
    final void closeRig() {
        rig.close();
    }

    FtpServer server() {
        return server;
    }

    FtpRig rig() {
        return rig;
    }

    TransferUrl url(String path) {
        return FtpServer.url(server.port(), path);
    }

    private void open(String folder) throws IOException {
        Path made = Files.createDirectory(server.files().resolve(folder));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Test
    void manyWhoMakeOneDeepNewTreeAtOnceAllSucceed() throws Exception {
        open("deep");
        String tree = "deep/a/b/c/d/e/f/g/h";
        List<Callable<Void>> actions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            TransferUrl file = url(tree + "/" + i);
            actions.add(() -> {
                rig.write(file, CONTENT);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> each : threads.invokeAll(actions)) {
                each.get();
            }
        }
        try (var names = Files.list(server.files().resolve(tree))) {
            assertEquals(MANY, names.count());
        }
    }

    @Test
    void nameGoesThereAndBackByteForByte() throws Exception {
        open("names");
        // as it stands in a list, and on the server's disk
        Map<String, String> names =
                Map.of(
                        "%E9t%E9", "\uDCE9t\uDCE9",
                        "%FF", "\uDCFF",
                        "%80%FE", "\uDC80\uDCFE",
                        "with%20space", "with space",
                        "100%25", "100%",
                        "a%23b%3Fc", "a#b?c",
                        "'single'%22double%22", "'single'\"double\"");
        for (String escaped : names.keySet()) {
            TransferUrl url = url("names/" + escaped);
            String file = "file://" + server.files() + "/names/" + names.get(escaped);

            rig.write(url, CONTENT);

            assertTrue(Files.isRegularFile(TransferUrl.parse(file).toPath()), escaped);
            List<Directories.Entry> listed = rig.open(url("names")).list(url("names"));
            assertEquals(1, listed.size(), escaped);
            assertArrayEquals(CONTENT, rig.read(listed.getFirst().url()), escaped);
            assertTrue(rig.open(url).remove(url, false), escaped);
        }
    }

    @Test
    void nameWithALineBreakIsRefusedAndNothingIsSent() throws Exception {
        rig.failure(FailureKind.BAD_REQUEST, () -> rig.write(url("line%0Abreak"), CONTENT));
        rig.failure(FailureKind.BAD_REQUEST, () -> rig.read(url("line%0D%0ADELE%20x")));
    }

    @Test
    void whoHasNoNameIsLetInAsAnonymousAndMayNotWrite() throws Exception {
        TransferUrl ready = FtpServer.url(server.anonymousPort(), "ready");
        byte[] expected =
                Files.readAllBytes(server.container().data().resolve("anonymous").resolve("ready"));

        assertArrayEquals(
                expected,
                Trial.read(rig.open(ready, Credentials.none()), ready, ReadRequest.WHOLE));

        TransferUrl other = FtpServer.url(server.anonymousPort(), "other");
        rig.failure(
                FailureKind.ACCESS_DENIED,
                () -> Trial.write(rig.open(other, Credentials.none()), other, CONTENT));
    }
}
