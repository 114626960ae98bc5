package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings.HostKeyChecking;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** {@code transfer} running a list, from its arguments to its exit code. */
class ListCommandTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
        program.store.put("mem://h/a", HELLO);
        program.store.put("mem://h/b", HELLO);
    }

    private String fetch(String... names) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append("mem://h/").append(name).append(' ').append(folder).append("/in/");
            list.append(name).append('\n');
        }
        return list.toString();
    }

    private Path in(String name) {
        return folder.resolve("in").resolve(name);
    }

    @Test
    void aListOnStandardInputIsDone() throws IOException {
        program.input(fetch("a", "b")).transfer().exited(ExitCode.DONE).says("2 transfers loaded");
        assertArrayEquals(HELLO, Files.readAllBytes(in("a")));
        assertArrayEquals(HELLO, Files.readAllBytes(in("b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f", "--file"})
    void aListInAFileIsDone(String option) throws IOException {
        Path list = Files.writeString(folder.resolve("list"), fetch("a"));
        program.transfer(option, list.toString()).exited(ExitCode.DONE);
        assertTrue(Files.exists(in("a")));
    }

    @Test
    void aHyphenIsStandardInput() {
        program.input(fetch("a")).transfer("-f", "-").exited(ExitCode.DONE);
        assertTrue(Files.exists(in("a")));
    }

    @Test
    void ofARepeatedOptionTheLastCounts() {
        Harness.Ended ended =
                program.input(fetch("a")).transfer("-f", "none", "-n", "2", "-f", "-", "-n", "1");
        ended.exited(ExitCode.DONE).saysNot("picocli");
    }

    @Test
    void somebodyAtATerminalIsToldThatAListIsExpected() {
        program.input(fetch("a"))
                .atTerminal()
                .transfer()
                .says("reading the list from the terminal");
        program.input(fetch("a")).transfer("-f", folder + "/none").saysNot("from the terminal");
    }

    @Test
    void aListThatIsNotThereIsBadUsage() {
        program.transfer("-f", folder + "/none")
                .exited(ExitCode.BAD_USAGE)
                .says("the list cannot be read from " + folder + "/none: ")
                .says("No such file or directory");
    }

    @Test
    void everyDefectIsNamedAndNothingMoves() {
        program.input("[{\"type\": \"transfer\"},\n{\"type\": \"nonsense\"}]")
                .transfer()
                .exited(ExitCode.BAD_USAGE)
                .says("3 defects found, nothing was moved:\n")
                .says("\n  line 1, item 1, field src_urls: 'src_urls' is missing\n")
                .says("\n  line 1, item 1, field dest_urls: 'dest_urls' is missing\n")
                .says("\n  line 2, item 2, field type: Unknown JSON entry: ");
        assertFalse(Files.exists(folder.resolve("in")));
    }

    @Test
    void whatTheProgramCannotDoIsNamedTogetherWithWhatTheListSaysWrongly() throws IOException {
        program.input("oras://h/x /tmp/x\n\"unclosed\n")
                .transfer()
                .exited(ExitCode.BAD_USAGE)
                .says("2 defects found, nothing was moved:\n  line 1, item 1, field source 1: ")
                .says("\n  line 2, item 2");
    }

    @Test
    void anUnknownSchemeIsNamedBeforeAnythingMoves() {
        program.input(fetch("a") + "nosuch://h/x " + folder + "/x\n")
                .transfer()
                .exited(ExitCode.BAD_USAGE)
                .says("line 2, item 2")
                .says("'nosuch' is unknown; there are file, mem, moveto, other, ro, symlink");
        assertFalse(Files.exists(in("a")));
    }

    @Test
    void aFailureForGoodIsTold() {
        program.input(fetch("a", "missing"))
                .transfer()
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("ERROR:  item 2 (line 2): mem://h/missing -> " + in("missing") + ": failed: ")
                .says("1 of 2 done (1 verified), 1 not: 6 B in ");
    }

    @Test
    void aFailureForNowHasACodeOfItsOwn() {
        program.store.always(
                "mem://h/b", MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        program.input(fetch("a", "b"))
                .transfer("-m", "1")
                .exited(ExitCode.FAILED_FOR_NOW)
                .says(": failed for now: ");
    }

    @Test
    void aFailureForGoodWeighsMoreThanOneForNow() {
        program.store.always(
                "mem://h/b", MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        program.input(fetch("missing", "b")).transfer("-m", "1").exited(ExitCode.FAILED_FOR_GOOD);
    }

    @ParameterizedTest
    @CsvSource({"-m, 2", "--max-attempts, 2"})
    void roundsAreLimited(String option, int rounds) {
        program.store.always("mem://h/a", MemoryFault.fails(Operation.READ, FailureKind.CHANGED));
        program.input(fetch("a"))
                .transfer(option, Integer.toString(rounds))
                .exited(ExitCode.FAILED_FOR_NOW);
        assertEquals(rounds, program.store.record().count(Operation.READ, "mem://h/a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-m 0|invalid value for option '--max-attempts': at least 1, not 0",
                "-m -1|invalid value for option '--max-attempts': at least 1, not -1",
                "-m x|invalid value for option '--max-attempts': 'x' is not a whole number",
                "-n -1|invalid value for option '--threads': at least 0, not -1",
                "--host-limit 0|invalid value for option '--host-limit': at least 1, not 0",
                "--timeout soon|'soon' is no duration (write 90s, 10m, 2h or 1h30m)",
                "--rate-limit fast|'fast' is no rate in bytes a second",
                "--verify maybe|'maybe' is none of prefer, require, off",
                "--progress maybe|'maybe' is none of auto, always, never",
                "--bogus|unknown option: '--bogus'",
                "stray|unmatched argument at index 0: 'stray'",
                "-f|missing required parameter for option '--file' (FILE)",
                "-d cp|unmatched argument at index 1: 'cp'"
            })
    void badArgumentsAreBadUsage(String arguments, String words) {
        program.input(fetch("a"))
                .transfer(arguments.split(" "))
                .exited(ExitCode.BAD_USAGE)
                .says(words)
                .says("Try 'transfer --help'.");
        assertFalse(Files.exists(in("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "-3", "1.5"})
    void aBadNumberOfThreadsInTheEnvironmentIsBadConfiguration(String value) {
        program.with("PEGASUS_TRANSFER_THREADS", value)
                .input(fetch("a"))
                .transfer()
                .exited(ExitCode.BAD_CONFIGURATION)
                .says(value);
        program.input(fetch("a")).transfer("-n", "2").exited(ExitCode.DONE);
    }

    @Test
    void aBadCredentialsFileIsBadConfigurationWhenTheListNeedsANetwork() throws IOException {
        program.with("PEGASUS_CREDENTIALS", folder + "/none")
                .input(fetch("a"))
                .transfer()
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("Credentials file does not exist: " + folder + "/none");
        Files.write(folder.resolve("local"), HELLO);
        program.input(folder + "/local " + folder + "/copy\n").transfer().exited(ExitCode.DONE);
    }

    @Test
    void aLinkIsMadeOnlyWithinASiteUnlessToldOtherwise() throws IOException {
        Files.write(folder.resolve("local"), HELLO);
        String list =
                """
                [{"type": "transfer",
                  "src_urls": [{"site_label": "a", "url": "%1$s/local"}],
                  "dest_urls": [{"site_label": "a", "url": "%1$s/same"}]},
                 {"type": "transfer",
                  "src_urls": [{"site_label": "a", "url": "%1$s/local"}],
                  "dest_urls": [{"site_label": "b", "url": "%1$s/other"}]}]
                """
                        .formatted(folder);
        Path same = folder.resolve("same");
        Path other = folder.resolve("other");
        program.input(list).transfer().exited(ExitCode.DONE);
        assertFalse(Files.isSymbolicLink(same) || Files.isSymbolicLink(other));
        program.input(list).transfer("-s").exited(ExitCode.DONE);
        assertTrue(Files.isSymbolicLink(same) && !Files.isSymbolicLink(other));
        Files.delete(same);
        Files.delete(other);
        program.input(list).transfer("--symlink-any-site").exited(ExitCode.DONE);
        assertTrue(Files.isSymbolicLink(same) && Files.isSymbolicLink(other));
    }

    @Test
    void proofCanBeRequiredOrLeftOut() {
        program.input(fetch("a"))
                .transfer("--verify", "require")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("cannot be verified");
        program.store.tellDigests(java.util.Set.of(transfer.checksum.DigestAlgorithm.SHA_256));
        Path results = folder.resolve("results");
        program.input(fetch("a"))
                .transfer("--verify", "off", "--json", "-")
                .prints("\"unchecked\"");
        program.input(fetch("a"))
                .transfer("--verify=REQUIRE", "--json", results.toString())
                .exited(ExitCode.DONE);
    }

    @Test
    void theNetworkIsSetUpAsAsked() {
        program.input(fetch("a"))
                .transfer(
                        "--insecure",
                        "one.example",
                        "--insecure=two.example:8443",
                        "--ca-dir",
                        folder.toString(),
                        "--connect-timeout",
                        "500ms",
                        "--idle-timeout=2m",
                        "--allow-html")
                .exited(ExitCode.DONE)
                .says("WARNING:  the certificate of one.example is not checked")
                .says("WARNING:  the certificate of two.example:8443 is not checked");
        assertEquals(
                java.util.Set.of("one.example", "two.example:8443"),
                program.network().insecureHosts());
        assertEquals(folder, program.network().extraCertificates().orElseThrow());
        assertTrue(program.network().allowHtml());
        assertEquals(Duration.ofMillis(500), program.network().connectTimeout());
        assertEquals(Duration.ofMinutes(2), program.network().idleTimeout());
    }

    @Test
    void hostKeysAreTreatedAsAskedAndNotCheckingThemWarns() {
        program.input(fetch("a"))
                .transfer("--ssh-host-keys", "no")
                .exited(ExitCode.DONE)
                .says("WARNING:  host keys of SSH are not checked");
        assertEquals(java.util.Optional.of(HostKeyChecking.NO), program.network().ssh().hostKeys());
        program.input(fetch("a"))
                .transfer("--ssh-host-keys=accept-new")
                .exited(ExitCode.DONE)
                .saysNot("host keys");
        assertEquals(
                java.util.Optional.of(HostKeyChecking.ACCEPT_NEW),
                program.network().ssh().hostKeys());
        program.input(fetch("a"))
                .transfer("--ssh-host-keys", "ask")
                .exited(ExitCode.BAD_USAGE)
                .says("'ask' is none of yes, accept-new, no");
    }

    @Test
    void theUserHasAHomeForSshAlsoWhereTheVariableIsMissing() {
        program.input(fetch("a")).transfer().exited(ExitCode.DONE);
        assertTrue(program.network().ssh().home().isPresent());
        assertTrue(program.network().ssh().user().isPresent());
    }

    @Test
    void withoutOptionsEveryCertificateIsChecked() {
        program.input(fetch("a")).transfer().exited(ExitCode.DONE);
        assertEquals(java.util.Optional.empty(), program.network().ssh().hostKeys());
        assertTrue(program.network().insecureHosts().isEmpty());
        assertFalse(program.network().allowHtml());
    }

    @Test
    void theOtherOptionsAreTaken() {
        program.input(fetch("a"))
                .transfer(
                        "-n",
                        "4",
                        "--host-limit",
                        "2",
                        "--timeout",
                        "1m",
                        "--rate-limit",
                        "50M",
                        "--durable",
                        "--progress",
                        "never",
                        "-d")
                .exited(ExitCode.DONE);
    }

    @Test
    void anEmptyListIsDone() {
        program.input("[]").transfer().exited(ExitCode.DONE).says("0 of 0 done");
    }

    @Test
    void helpNamesEverythingAndGoesToStandardOutput() {
        Harness.Ended ended = program.transfer("--help");
        ended.exited(ExitCode.DONE)
                .prints("Usage: transfer [OPTION]... [-f LIST]")
                .prints("--retry-from")
                .prints("checksum")
                .prints("70  a program error");
        assertEquals("", ended.err());
        program.transfer("-h").exited(ExitCode.DONE).prints("Usage:");
    }

    @Test
    void theVersionGoesToStandardOutput() {
        assertTrue(
                program.transfer("--version").exited(ExitCode.DONE).out().startsWith("transfer "));
        assertTrue(
                program.transfer("--version", "-d")
                        .exited(ExitCode.DONE)
                        .out()
                        .startsWith("transfer "));
    }
}
