package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.Operation;

/** {@code --receipts} and {@code transfer verify}. */
class ReceiptsProgramTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    private static final String HELLO_SHA256 =
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    @TempDir Path folder;
    private Harness program;
    private Path receipts;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
        for (String name : new String[] {"a", "b", "c"}) {
            program.store.put("mem://h/" + name, HELLO);
        }
        receipts = folder.resolve("receipts");
    }

    private Path in(String name) {
        return folder.resolve("in").resolve(name);
    }

    private Harness.Ended fetch(String... more) {
        StringBuilder list = new StringBuilder();
        for (String name : new String[] {"a", "b", "c"}) {
            list.append("mem://h/" + name + " " + in(name) + "\n");
        }
        return run(list.toString(), more);
    }

    private Harness.Ended run(String list, String... more) {
        String[] arguments = java.util.Arrays.copyOf(more, more.length + 2);
        arguments[more.length] = "--receipts";
        arguments[more.length + 1] = receipts.toString();
        return program.input(list).transfer(arguments);
    }

    private Harness.Ended verify(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "verify";
        System.arraycopy(more, 0, arguments, 1, more.length);
        arguments[more.length + 1] = receipts.toString();
        return program.transfer(arguments);
    }

    private Path key(String name) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path secret = folder.resolve(name);
        pem(secret, "PRIVATE KEY", pair.getPrivate().getEncoded());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        pem(folder.resolve(name + ".pub"), "PUBLIC KEY", pair.getPublic().getEncoded());
        return secret;
    }

    private static void pem(Path file, String label, byte[] key) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(label, Base64.getEncoder().encodeToString(key), label));
    }

    private static String sha256(String line) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest((line + "\n").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    @Test
    void filesThatAreAsTheyArrivedAreRight() {
        fetch().exited(ExitCode.DONE);
        Harness.Ended ended = verify("--deep");
        ended.exited(ExitCode.DONE)
                .says("3 of 3 files are as their receipts say; 5 lines, none changed, not signed");
        assertEquals("", ended.out());
    }

    @Test
    void aReceiptNamesProgramUserAndHost() throws IOException {
        program.with("USER", "joe");
        fetch().exited(ExitCode.DONE);
        String line = Files.readAllLines(receipts).get(1);
        assertTrue(line.contains("\"program\":\"transfer unpackaged\",\"user\":\"joe\""), line);
        assertTrue(line.contains("\"attempts\":1,"), line);
    }

    @Test
    void everyDiscrepancyIsALine() throws IOException {
        fetch().exited(ExitCode.DONE);
        Files.delete(in("a"));
        Files.writeString(in("b"), "hell");
        Harness.Ended ended = verify().exited(ExitCode.FAILED_FOR_GOOD);
        assertEquals(
                List.of(in("a") + ": is not there", in("b") + ": has 4 bytes, not 6"),
                ended.out().lines().sorted().toList());
        ended.says("1 of 3 files are as their receipts say");
    }

    @Test
    void onlyALookIntoItFindsOtherContentOfTheSameSize() throws IOException {
        fetch().exited(ExitCode.DONE);
        Files.writeString(in("b"), "jello\n");
        verify().exited(ExitCode.DONE);
        verify("--deep")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints(in("b") + ": has sha-256:")
                .prints(", not sha-256:5891b5b5");
    }

    @Test
    void aDirectoryInPlaceOfAFileIsNotIt() throws IOException {
        fetch().exited(ExitCode.DONE);
        Files.delete(in("a"));
        Files.createDirectory(in("a"));
        verify().exited(ExitCode.FAILED_FOR_GOOD).prints("is a directory, not a file");
    }

    @Test
    void jsonHasALineForEveryFileAndFinding() throws IOException {
        fetch().exited(ExitCode.DONE);
        Files.delete(in("a"));
        List<String> lines = Files.readAllLines(receipts);
        Files.writeString(receipts, String.join("\n", lines.subList(0, 4)) + "\n");
        Harness.Ended ended = verify("--json").exited(ExitCode.FAILED_FOR_GOOD);
        List<String> printed = ended.out().lines().toList();
        assertEquals(4, printed.size(), ended::toString);
        assertTrue(printed.getFirst().contains("\"line\":4,\"outcome\":\"chain\""));
        assertEquals(2, printed.stream().filter(l -> l.contains("\"outcome\":\"right\"")).count());
        assertTrue(ended.out().contains("\"outcome\":\"missing\",\"message\":\"is not there\""));
    }

    @Test
    void filesMayHaveComeToAnotherPlace() throws IOException {
        fetch().exited(ExitCode.DONE);
        Path elsewhere = Files.createDirectories(folder.resolve("else" + folder));
        Files.move(folder.resolve("in"), elsewhere.resolve("in"));
        verify().exited(ExitCode.FAILED_FOR_GOOD);
        verify("--deep", "--root", folder + "/else").exited(ExitCode.DONE);
        verify("--deep", "--map", folder + "=" + elsewhere).exited(ExitCode.DONE);
    }

    @Test
    void filesOnServersAreAskedThere() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.write(in("x"), HELLO);
        run(in("x") + " mem://h/up\n").exited(ExitCode.DONE);
        verify("--deep").exited(ExitCode.DONE);
        program.store.put("mem://h/up", "jello\n".getBytes(StandardCharsets.UTF_8));
        verify("--deep").exited(ExitCode.FAILED_FOR_GOOD).prints("mem://h/up: has ");
        verify("--map", "mem://h=mem://h/nowhere")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints("mem://h/nowhere/up: is not there");
    }

    @Test
    void aPlaceWithASecretIsNotGuessed() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.write(in("x"), HELLO);
        run(in("x") + " mem://h/up?token=abcdef123\n");
        assertFalse(Files.readString(receipts).contains("abcdef123"));
        verify().exited(ExitCode.FAILED_FOR_GOOD).prints("has a part that is not told (***)");
    }

    @Test
    void linksDirectoriesAndMovesAreLookedAtAsWhatTheyAre() throws IOException {
        Files.createDirectories(in("d/e"));
        Files.write(in("d/e/x"), HELLO);
        Files.write(in("y"), HELLO);
        run("file://"
                        + in("d")
                        + " "
                        + in("copy")
                        + "\n"
                        + "ln "
                        + in("d/e/x")
                        + " "
                        + in("link")
                        + "\n"
                        + in("y")
                        + " moveto://"
                        + in("z")
                        + "\n")
                .exited(ExitCode.DONE);
        verify().exited(ExitCode.DONE);
        Files.delete(in("link"));
        Files.write(in("z"), new byte[1]);
        verify().exited(ExitCode.FAILED_FOR_GOOD)
                .prints(in("link") + ": is not there as a link")
                .prints(in("z") + ": has 1 bytes, not 6");
    }

    @Test
    void whatTheListRemovedAtItsEndIsNotMissed() {
        run("mem://h/a " + in("a") + "\nrm " + in("a") + "\n").exited(ExitCode.DONE);
        verify().exited(ExitCode.DONE).says("0 of 0 files");
    }

    @Test
    void signedReceiptsAreCheckedWithTheKey() throws Exception {
        Path key = key("key");
        key("other");
        fetch("--sign-with", key.toString()).exited(ExitCode.DONE);
        verify().exited(ExitCode.DONE).says(", which only --key checks");
        verify("--key", key + ".pub").exited(ExitCode.DONE).says("compared with the keys given");
        verify("--key", folder + "/other.pub")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints("which is none of those given");
        verify("--key", folder + "/other.pub", "--key", key + ".pub").exited(ExitCode.DONE);
    }

    @Test
    void aKeyThatCannotBeUsedStopsTheRunBeforeItBegins() throws Exception {
        Path key = key("key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        fetch("--sign-with", key.toString())
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("chmod 600 " + key);
        fetch("--sign-with", folder + "/none").exited(ExitCode.BAD_CONFIGURATION);
        program.input("").transfer("--sign-with", key.toString()).exited(ExitCode.BAD_USAGE);
        assertEquals(0, program.store.record().count(Operation.READ));
    }

    @Test
    void receiptsOfAnythingElseAreRefused() throws IOException {
        Files.writeString(receipts, "precious\n");
        fetch().exited(ExitCode.BAD_CONFIGURATION).says("holds no receipts");
        verify().exited(ExitCode.BAD_USAGE).says("these are no receipts");
        Files.delete(receipts);
        verify().exited(ExitCode.BAD_USAGE).says("the receipts cannot be read");
        verify("--key", folder + "/none").exited(ExitCode.BAD_CONFIGURATION);
    }

    @Test
    void aRunThatGoesOnAddsToTheSameReceipts() {
        String journal = folder.resolve("journal").toString();
        String list = "mem://h/a " + in("a") + "\nmem://h/late " + in("late") + "\n";
        run(list, "--journal", journal).exited(ExitCode.FAILED_FOR_GOOD);
        program.store.put("mem://h/late", HELLO);
        run(list, "--journal", journal).exited(ExitCode.DONE);
        verify("--deep").exited(ExitCode.DONE).says("2 of 2 files");
    }

    @Test
    void copiesHaveReceiptsToo() throws IOException {
        program.transfer("cp", "--receipts", receipts.toString(), "mem://h/a", in("a").toString())
                .exited(ExitCode.DONE);
        verify().exited(ExitCode.DONE).says("1 of 1 files");
    }

    @Test
    void aLinkWhoseContentWasComparedIsALink() throws IOException {
        Path source = Files.write(folder.resolve("source"), HELLO);
        run(source + " symlink://" + in("link") + " sha256:" + HELLO_SHA256 + "\n")
                .exited(ExitCode.DONE);
        String line = Files.readAllLines(receipts).get(1);
        assertTrue(line.contains("\"form\":\"link\",\"size\":0,\"digests\":{}"), line);
        verify("--deep").exited(ExitCode.DONE);
    }

    @Test
    void aFileThatWasThereAlreadyHasItsSize() throws IOException {
        Path source = Files.write(folder.resolve("source"), HELLO);
        run(source + " " + source + " sha256:" + HELLO_SHA256 + "\n").exited(ExitCode.DONE);
        String line = Files.readAllLines(receipts).get(1);
        assertTrue(line.contains("\"form\":\"file\",\"size\":6,"), line);
        verify("--deep").exited(ExitCode.DONE);
    }

    @Test
    void aRunDoesNotSignWhatSomebodyElseMadeOfSignedReceipts() throws Exception {
        Path key = key("key");
        fetch("--sign-with", key.toString()).exited(ExitCode.DONE);
        List<String> lines = Files.readAllLines(receipts);
        lines.set(1, lines.get(1).replaceFirst("/in/[abc]", "/in/x"));
        for (int i = 2; i < lines.size(); i++) {
            String follows =
                    lines.get(i)
                            .replaceFirst(
                                    "(\"previous\":\")[^\"]*", "$1" + sha256(lines.get(i - 1)));
            lines.set(i, follows);
        }
        Files.write(receipts, lines);
        verify().exited(ExitCode.FAILED_FOR_GOOD); // in/x is not there, and the chain is whole
        fetch("--sign-with", key.toString())
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("line 6 has a signature that is not that of the key");
        assertEquals(lines, Files.readAllLines(receipts));
    }

    @Test
    void aPlaceThatNobodyHereKnowsDoesNotHideTheOthers() throws IOException {
        fetch().exited(ExitCode.DONE);
        Files.delete(in("b"));
        Harness.Ended ended = verify("--map", in("a") + "=odd://h/a");
        ended.exited(ExitCode.FAILED_FOR_GOOD)
                .prints("odd://h/a: has the unknown scheme 'odd'")
                .prints(in("b") + ": is not there");
    }
}
