package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.MemoryProtocol;
import transfer.protocol.testkit.Operation;

@Timeout(60)
class LsCommandTest {
    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void prepare() throws IOException {
        program = new Harness(folder);
        for (String name :
                List.of("a.csv", "b.csv", "b.txt", ".hidden", "sub/c.csv", "sub/deep/d.csv")) {
            program.store.put("mem://h/d/" + name, new byte[name.length()]);
        }
    }

    private List<String> lines(String... arguments) {
        return program.transfer(arguments).exited(ExitCode.DONE).out().lines().toList();
    }

    @Test
    void namesInADirectoryAreListedOneALine() {
        assertEquals(
                List.of(".hidden", "a.csv", "b.csv", "b.txt", "sub/"), lines("ls", "mem://h/d"));
        assertEquals(lines("ls", "mem://h/d"), lines("ls", "mem://h/d/"));
    }

    @Test
    void everythingBelowIsListedByPathsFromTheDirectory() {
        assertEquals(
                List.of(
                        ".hidden",
                        "a.csv",
                        "b.csv",
                        "b.txt",
                        "sub/",
                        "sub/c.csv",
                        "sub/deep/",
                        "sub/deep/d.csv"),
                lines("ls", "-r", "mem://h/d"));
    }

    @ParameterizedTest
    @CsvSource({
        "*.csv, a.csv b.csv",
        "[ab].*, a.csv b.csv b.txt",
        "?.txt, b.txt",
        "s*, sub/",
        "*/*.csv, sub/c.csv",
        "s*/deep/*, sub/deep/d.csv",
        "**/*.csv, a.csv b.csv sub/c.csv sub/deep/d.csv",
        "sub/**, c.csv deep/ deep/d.csv",
        "**/deep/*.csv, sub/deep/d.csv",
        "*u*/, sub/"
    })
    void wildcardsStandForNames(String pattern, String found) {
        assertEquals(List.of(found.split(" ")), lines("ls", "mem://h/d/" + pattern));
    }

    @Test
    void directoryThatMatchesComesWithItsContentWhereThatIsWanted() {
        assertEquals(
                List.of("sub/", "sub/c.csv", "sub/deep/", "sub/deep/d.csv"),
                lines("ls", "-r", "mem://h/d/s*"));
    }

    @Test
    void aUrlOfAFileListsThatFile() throws IOException {
        assertEquals(List.of("a.csv"), lines("ls", "mem://h/d/a.csv"));
        Files.write(folder.resolve("local"), new byte[3]);
        assertEquals(List.of("local"), lines("ls", folder + "/local"));
    }

    @Test
    void ofSeveralUrlsTheNamesAreWhole() throws IOException {
        Files.createDirectories(folder.resolve("x/y"));
        assertEquals(
                List.of("mem://h/d/sub/c.csv", "mem://h/d/sub/deep/", folder + "/x/y/"),
                lines("ls", "mem://h/d/sub", folder + "/x"));
    }

    @Test
    void backslashOrOptionTakesAWildcardForAName() {
        program.store.put("mem://h/odd/a*b/file", new byte[1]);
        program.store.put("mem://h/odd/axb/other", new byte[1]);
        assertEquals(List.of("file"), lines("ls", "mem://h/odd/a\\*b"));
        assertEquals(List.of("file"), lines("ls", "--no-wildcards", "mem://h/odd/a*b"));
        assertEquals(List.of("a*b/file"), lines("ls", "mem://h/odd/a\\**/*"));
    }

    @Test
    void whatIsMissingFailsAndTheRestIsListed() {
        program.transfer("ls", "mem://h/none", "mem://h/d/sub/deep")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("mem://h/none")
                .prints("mem://h/d/sub/deep/d.csv\n");
        program.transfer("ls", "mem://h/d/*.nothing")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("nothing in mem://h/d/ matches");
        program.transfer("ls", "mem://h/none/*")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("mem://h/none");
    }

    @Test
    void directoryThatCannotBeEnteredKeepsNothingElseFromBeingListed() {
        program.store.put("mem://h/d/z/last", new byte[1]);
        program.store.always(
                "mem://h/d/sub", MemoryFault.fails(Operation.LIST, FailureKind.ACCESS_DENIED));
        program.transfer("ls", "-r", "mem://h/d")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints("sub/\nz/\nz/last\n")
                .says("mem://h/d/sub");
    }

    @Test
    void whatDoesNotAnswerIsListedByItsNameAndTold() {
        program.store.link("mem://h/d/link", "mem://h/d/sub");
        program.store.link("mem://h/d/lost", "mem://h/nothing");
        MemoryFault refused = MemoryFault.fails(Operation.STAT, FailureKind.ACCESS_DENIED);
        program.store.always("mem://h/d/link", refused);
        program.transfer("ls", "-r", "mem://h/d")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints("\nlink\nlost\nsub/\n")
                .says("mem://h/d/link");

        program.store.heal();
        program.store.delete("mem://h/d/link");
        lines("ls", "-r", "mem://h/d");
    }

    @Test
    void aPageIsAskedForAgainAndNotWhatCameBefore() {
        program.store.listInPagesOf(2);
        program.store.next(
                1, "mem://h/d", MemoryFault.fails(Operation.LIST, FailureKind.CONNECTION));
        assertEquals(
                List.of(".hidden", "a.csv", "b.csv", "b.txt", "sub/"), lines("ls", "mem://h/d"));
        assertEquals(4, program.store.record().count(Operation.LIST, "mem://h/d"));
    }

    @Test
    void whatAListTellsIsNotAskedForOnceMore() {
        lines("ls", "-r", "-l", "mem://h/d");
        assertEquals(0, program.store.record().count(Operation.STAT));
    }

    @Test
    void sizeTimeAndDigestAreListedWhereTheyAreTold() {
        program.store.tellDigests(Set.of(DigestAlgorithm.CRC32C));
        List<String> lines = lines("ls", "-l", "mem://h/d/sub");
        assertTrue(
                lines.getFirst()
                        .matches(" {14}9  1970-01-01T00:00:\\d\\dZ  c\\.csv  crc32c:[0-9a-f]{8}"),
                lines::toString);
        assertTrue(lines.getLast().matches(" {14}-  - {19}  deep/"), lines::toString);
    }

    @Test
    void jsonHasOneObjectALine() {
        List<String> lines = lines("ls", "--json", "-r", "mem://h/d/sub");
        assertEquals(3, lines.size());
        assertEquals(
                "{\"name\":\"deep\",\"url\":\"mem://h/d/sub/deep\",\"kind\":\"directory\""
                        + ",\"digests\":{}}",
                lines.get(1));
        assertTrue(
                lines.get(2)
                        .startsWith(
                                "{\"name\":\"deep/d.csv\",\"url\":\"mem://h/d/sub/deep/d.csv\""
                                        + ",\"kind\":\"file\",\"size\":14,\"modified\":\"1970-"),
                lines::toString);
    }

    @Test
    void namesHaveTheirBytesAndOnATerminalNothingThatMovesItsCursor() throws IOException {
        TransferUrl odd = TransferUrl.ofPath(folder.resolve("odd"));
        Files.createDirectories(odd.toPath());
        Files.createFile(odd.withPath(odd.path() + "/new\nline\u001b[2J").toPath());
        assertEquals("new\nline\u001b[2J\n", program.transfer("ls", odd.path()).out());
        assertEquals("new\\nline\\x1b[2J\n", program.atTerminal().transfer("ls", odd.path()).out());
    }

    @Test
    void linksShowWhatTheyLeadToAndAreNotFollowedInCircles() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/below"));
        Files.write(folder.resolve("tree/file"), new byte[7]);
        Files.setLastModifiedTime(
                folder.resolve("tree/file"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Files.createSymbolicLink(tree.resolve("circle"), folder.resolve("tree"));
        Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("file"));
        Files.createSymbolicLink(folder.resolve("tree/lost"), Path.of("nothing"));
        Harness.Ended ended = program.transfer("ls", "-l", "-r", folder + "/tree");
        ended.exited(ExitCode.FAILED_FOR_GOOD).says("leads back into itself");
        assertEquals(
                List.of("below/", "below/circle/", "file", "link", "lost"),
                ended.out().lines().map(line -> line.substring(39)).toList());
        ended.prints("              7  2026-01-02T03:04:05Z  link\n");
        ended.prints("              -  -                     lost\n");
    }

    @Test
    void whatCannotListSaysSo() {
        program.transfer("ls", "ro://h/d").exited(ExitCode.FAILED_FOR_GOOD).says("cannot list");
        program.transfer("ls", "nosuch://h/d").exited(ExitCode.BAD_USAGE).says("nosuch");
        program.transfer("ls").exited(ExitCode.BAD_USAGE);
    }

    /** As a pipe does whose reader has gone. */
    private static final class Closed extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    @Test
    void whereNobodyReadsOnItEndsQuietlyAndAsksForNoMore() {
        IntStream.range(0, 5000).forEach(i -> program.store.put("mem://h/many/" + i, new byte[0]));
        program.store.listInPagesOf(1000);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(
                        Map.of(),
                        InputStream.nullInputStream(),
                        new PrintStream(new BufferedOutputStream(new Closed()), false),
                        new PrintStream(errors),
                        folder,
                        false,
                        false,
                        false,
                        Clock.systemUTC(),
                        _ -> List.of(new MemoryProtocol(program.store)));
        int code = new Program(surroundings, new Cancellation()).run("ls", "mem://h/many");
        assertEquals(ExitCode.INTERRUPTED.number(), code);
        assertEquals("", errors.toString());
        assertEquals(1, program.store.record().count(Operation.LIST, "mem://h/many"));
    }

    @Test
    void laterPageThatCannotBeHadKeepsNothingElseFromBeingListed() {
        program.store.listInPagesOf(1);
        program.store.put("mem://h/d/z/last", new byte[1]);
        ByteArrayOutputStream printed =
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int from, int length) {
                        super.write(bytes, from, length);
                        if (toString().contains("sub/c.csv")) {
                            program.store.always(
                                    "mem://h/d/sub",
                                    MemoryFault.fails(Operation.LIST, FailureKind.ACCESS_DENIED));
                        }
                    }
                };
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(
                        Map.of(),
                        InputStream.nullInputStream(),
                        new PrintStream(printed, true),
                        new PrintStream(errors),
                        folder,
                        false,
                        false,
                        false,
                        Clock.systemUTC(),
                        _ -> List.of(new MemoryProtocol(program.store)));
        int code = new Program(surroundings, new Cancellation()).run("ls", "-r", "mem://h/d");
        assertEquals(ExitCode.FAILED_FOR_GOOD.number(), code);
        assertTrue(printed.toString().endsWith("sub/c.csv\nz/\nz/last\n"), printed::toString);
        assertTrue(errors.toString().contains("mem://h/d/sub"), errors::toString);
    }

    @Test
    void namesOfAStoreThatPagesAreShownInItsOrder() {
        program.store.listInPagesOf(7);
        List<String> names =
                IntStream.range(100, 130).mapToObj(Integer::toString).collect(Collectors.toList());
        names.forEach(name -> program.store.put("mem://h/many/" + name, new byte[0]));
        assertEquals(names, lines("ls", "mem://h/many"));
    }
}
