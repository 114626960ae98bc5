package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static transfer.cli.ReferenceList.item;
import static transfer.cli.ReferenceList.list;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.cli.Harness.Ended;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;
import transfer.protocol.testkit.SecretScan;

/** What {@code pegasus-transfer} leaves behind for others, and that no secret is in it. */
class PegasusRecordsTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
        program.store.put("mem://h/a", HELLO);
        program.store.put("mem://h/b", HELLO);
    }

    private String fetch(String name, String... fields) {
        return item("mem://h/" + name, "file://" + folder + "/in/" + name, fields);
    }

    private Path credentials(String text, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("credentials"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        program.with("PEGASUS_CREDENTIALS", file.toString());
        return file;
    }

    // ---- the log of attempts

    private List<String> multipart() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("multipart"))) {
            return files.map(
                            file -> {
                                try {
                                    return Files.readString(file);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            })
                    .toList();
        }
    }

    @Test
    void attemptsAreLoggedAlsoWhenTheyFail() throws IOException {
        Files.createDirectory(folder.resolve("multipart"));
        program.store.next(
                1, "mem://h/a", MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        program.with("PEGASUS_MULTIPART_DIR", folder + "/multipart")
                .input(list(fetch("a"), fetch("none")))
                .pegasus("-m", "2")
                .exited(1);
        String log = multipart().getFirst();
        assertEquals(3, log.lines().filter(line -> line.startsWith("  - src_url: ")).count(), log);
        assertEquals(2, log.lines().filter(line -> line.equals("    success: False")).count(), log);
    }

    @Test
    void aListWithoutTransfersLeavesTheFirstLine() throws IOException {
        Files.createDirectory(folder.resolve("multipart"));
        program.with("PEGASUS_MULTIPART_DIR", folder + "/multipart")
                .input("[]")
                .pegasus()
                .exited(0);
        assertEquals(List.of("- transfer_attempts:\n"), multipart());
    }

    @Test
    void badInputLeavesNoLog() throws IOException {
        Files.createDirectory(folder.resolve("multipart"));
        program.with("PEGASUS_MULTIPART_DIR", folder + "/multipart").input("[").pegasus().exited(1);
        assertEquals(List.of(), multipart());
    }

    @Test
    void aDirectoryThatIsNotThereIsWarnedOfAndCostsNothingElse() {
        program.with("PEGASUS_MULTIPART_DIR", folder + "/none")
                .input(list(fetch("a")))
                .pegasus()
                .exited(0)
                .says("WARNING:  The log of attempts is left out: ");
    }

    // ---- secrets

    @Test
    void nothingPrintedHoldsASecret() throws IOException {
        String password = "correct-horse";
        String token = "battery-staple";
        credentials("[h]\nusername = joe\npassword = " + password + "\n", "rw-------");
        Files.createDirectory(folder.resolve("multipart"));
        program.with("PEGASUS_MULTIPART_DIR", folder + "/multipart")
                .with("KICKSTART_INTEGRITY_DATA", folder + "/records");
        program.store.put("mem://h/a?token=" + token, HELLO);
        program.store.always(
                "mem://h/b", MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        String list =
                list(
                        item(
                                "mem://h/a?token=" + token,
                                "other://h/c?sig=" + token,
                                "\"lfn\": \"f\"",
                                "\"generate_checksum\": true"),
                        item("mem://joe:" + password + "@h/b", "file://" + folder + "/in/b"),
                        item("mem://h/none?token=" + token, "file://" + folder + "/in/c"));
        SecretScan scan = new SecretScan(List.of(password, token, "joe:" + password));
        Ended drop = program.input(list).pegasus("-d", "-m", "1").exited(1);
        Ended own = program.input(list).transfer("-d", "-m", "1", "--json", "-");
        Ended dry = program.input(list).transfer("--dry-run");
        Ended bad =
                program.input(list(item("nosuch://joe:" + password + "@h/?token=" + token, "/x")))
                        .pegasus();
        for (Ended ended : List.of(drop, own, dry, bad)) {
            assertFalse((ended.out() + ended.err()).isEmpty());
            scan.check(ended.toString());
        }
        for (String log : multipart()) {
            scan.check(log);
        }
        scan.check(Files.readString(folder.resolve("records")));
    }
}
