package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** {@code cp}, {@code mkdir}, {@code rm}, {@code stat} and {@code checksum}. */
class CommandsTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void prepare() throws IOException {
        program = new Harness(folder);
        program.store.put("mem://h/d/a", HELLO);
        program.store.put("mem://h/d/e/b", HELLO);
        Files.write(folder.resolve("local"), HELLO);
        Files.createDirectories(folder.resolve("tree/empty"));
        Files.write(folder.resolve("tree/one"), HELLO);
    }

    private void assertLocal(String name) throws IOException {
        assertArrayEquals(HELLO, Files.readAllBytes(folder.resolve(name)));
    }

    private void assertStored(String url) {
        assertArrayEquals(HELLO, program.store.content(url).orElseThrow());
    }

    @Test
    void oneFileIsCopiedToAName() throws IOException {
        program.transfer("cp", "mem://h/d/a", folder + "/x").exited(ExitCode.DONE);
        assertLocal("x");
    }

    @Test
    void whatAListTellsIsNotAskedForOnceMore() throws IOException {
        program.store.put("mem://h/d/c", HELLO);
        program.store.put("mem://h/d/f", HELLO);
        program.store.listInPagesOf(2);
        program.transfer("cp", "-r", "mem://h/d", folder + "/copy").exited(ExitCode.DONE);
        assertLocal("copy/a");
        assertLocal("copy/f");
        assertLocal("copy/e/b");
        assertEquals(0, program.store.record().count(Operation.STAT, "mem://h/d/a"));
        assertEquals(0, program.store.record().count(Operation.STAT, "mem://h/d/e"));
    }

    @Test
    void aSlashAtTheEndMeansInto() throws IOException {
        program.transfer("cp", "mem://h/d/a", folder + "/new/").exited(ExitCode.DONE);
        assertLocal("new/a");
        program.transfer("cp", folder + "/local", "mem://h/new/").exited(ExitCode.DONE);
        assertStored("mem://h/new/local");
    }

    @Test
    void anExistingDirectoryMeansInto() throws IOException {
        program.transfer("cp", "mem://h/d/a", folder + "/tree").exited(ExitCode.DONE);
        assertLocal("tree/a");
    }

    @Test
    void severalSourcesGoInto() throws IOException {
        program.transfer("cp", "mem://h/d/a", "mem://h/d/e/b", folder + "/new")
                .exited(ExitCode.DONE);
        assertLocal("new/a");
        assertLocal("new/b");
    }

    @Test
    void aNameIsWhatAServerWithFoldersTakesForOne() throws IOException {
        program.store.put("mem://h/d/what?#1 %41", HELLO);
        Files.write(folder.resolve("here?#2"), HELLO);
        program.transfer("cp", "mem://h/d/what?#1 %41", folder + "/here?#2", folder + "/new")
                .exited(ExitCode.DONE);
        assertLocal("new/what?#1 %41");
        assertLocal("new/here?#2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem://h/", "mem://h/d/.."})
    void aSourceWithoutANameCannotGoInto(String url) {
        program.transfer("cp", url, folder + "/new/")
                .exited(ExitCode.BAD_USAGE)
                .says(url + " names no file");
    }

    @Test
    void anUnknownSchemeIsStillSaidToBeOneWhereItGoesInto() {
        program.transfer("cp", "nothing://h/a", folder + "/new/")
                .exited(ExitCode.BAD_USAGE)
                .says("the scheme 'nothing' is unknown");
    }

    @Test
    void oneArgumentIsNotEnough() {
        program.transfer("cp", "mem://h/d/a")
                .exited(ExitCode.BAD_USAGE)
                .says("Try 'transfer cp --help'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp", "mkdir", "rm", "ls", "stat", "checksum", "explain", "diagnose"})
    void withoutArgumentsACommandIsBadUsage(String command) {
        program.transfer(command)
                .exited(ExitCode.BAD_USAGE)
                .says("parameter")
                .says("Try 'transfer " + command + " --help'.");
    }

    @Test
    void aDirectoryIsCopiedOnlyWhenAsked() {
        program.transfer("cp", folder + "/tree", "mem://h/copy")
                .exited(ExitCode.BAD_USAGE)
                .says(folder + "/tree is a directory; -r copies directories");
    }

    @Test
    void aDirectoryIsCopiedWithEverythingInIt() throws IOException {
        program.transfer("cp", "-r", "mem://h/d", folder + "/copy").exited(ExitCode.DONE);
        assertLocal("copy/a");
        assertLocal("copy/e/b");
        program.transfer("cp", "-r", folder + "/tree", "mem://h/copy").exited(ExitCode.DONE);
        assertStored("mem://h/copy/one");
        assertTrue(program.store.exists("mem://h/copy/empty"));
    }

    @Test
    void aDirectoryIsCopiedIntoAnExistingOne() throws IOException {
        Files.createDirectory(folder.resolve("there"));
        program.transfer("cp", "-r", "mem://h/d/", folder + "/there").exited(ExitCode.DONE);
        assertLocal("there/d/a");
    }

    @Test
    void aFileIsCopiedRecursivelyToo() throws IOException {
        program.transfer("cp", "-r", "mem://h/d/a", folder + "/x").exited(ExitCode.DONE);
        assertLocal("x");
    }

    @Test
    void aLoopOfLinksIsRefusedBeforeAnythingMoves() throws IOException {
        Files.createSymbolicLink(folder.resolve("tree/loop"), folder.resolve("tree"));
        program.transfer("cp", "-r", folder + "/tree", "mem://h/copy")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("leads back into itself through a link");
        assertFalse(program.store.exists("mem://h/copy"));
    }

    @Test
    void twoFilesThatWouldBecomeOneAreRefusedBeforeAnythingMoves() throws IOException {
        program.store.put("mem://h/other/one", HELLO);
        Files.write(folder.resolve("a"), HELLO);
        program.transfer("cp", "-r", "mem://h/d/a", folder + "/a", "mem://h/copy/")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("mem://h/d/a and file://" + folder + "/a would both become mem://h/copy/a");
        assertFalse(program.store.exists("mem://h/copy"));
    }

    @Test
    void twoFilesOfOneNameAreNotCopiedIntoOneDirectory() {
        program.store.put("mem://h/x/f", HELLO);
        program.store.put("mem://h/y/f", HELLO);
        program.transfer("cp", "mem://h/x/f", "mem://h/y/f", folder + "/copy/")
                .exited(ExitCode.BAD_USAGE)
                .says("mem://h/x/f and mem://h/y/f would both become file://" + folder + "/copy/f");
        assertFalse(Files.exists(folder.resolve("copy")));
    }

    @Test
    void twoFilesDeepInTreesThatWouldBecomeOneAreRefusedToo() {
        program.store.put("mem://h/x/t/sub/f", HELLO);
        program.store.put("mem://h/y/t/sub/f", HELLO);
        program.transfer("cp", "-r", "mem://h/x/t", "mem://h/y/t", folder + "/copy/")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("would both become file://" + folder + "/copy/t/sub/f");
        assertFalse(Files.exists(folder.resolve("copy")));
    }

    @Test
    void aFileAndADirectoryThatWouldBecomeOneAreRefused() {
        program.store.put("mem://h/x/t", HELLO);
        program.store.put("mem://h/y/t/f", HELLO);
        program.transfer("cp", "-r", "mem://h/x/t", "mem://h/y/t", folder + "/copy/")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("would both become file://" + folder + "/copy/t");
        assertFalse(Files.exists(folder.resolve("copy")));
    }

    @Test
    void treesOfOneNameBecomeOneWhereTheirFilesDiffer() throws IOException {
        program.store.put("mem://h/x/t/sub/f", HELLO);
        program.store.put("mem://h/y/t/sub/g", HELLO);
        program.transfer("cp", "-r", "mem://h/x/t", "mem://h/y/t", folder + "/copy/")
                .exited(ExitCode.DONE);
        assertLocal("copy/t/sub/f");
        assertLocal("copy/t/sub/g");
    }

    @Test
    void aMissingTreeIsAFailureForGood() {
        program.transfer("cp", "-r", "mem://h/none", folder + "/x")
                .exited(ExitCode.FAILED_FOR_GOOD);
    }

    @Test
    void theSameWarningIsNotGivenTwice() {
        String said =
                program.transfer("cp", "-r", "--insecure", "h", "mem://h/d", folder + "/x").err();
        assertEquals(said.indexOf("not checked"), said.lastIndexOf("not checked"), said);
    }

    @Test
    void anUnknownSchemeIsBadUsage() {
        for (String command : new String[] {"cp", "mkdir", "rm", "ls", "stat", "checksum"}) {
            program.transfer(command, "nosuch://h/x", "nosuch://h/y")
                    .exited(ExitCode.BAD_USAGE)
                    .says("'nosuch' is unknown; there are file, ");
        }
        program.transfer("cp", "-r", "nosuch://h/x", "mem://h/y")
                .exited(ExitCode.BAD_USAGE)
                .says("'nosuch' is unknown");
    }

    @Test
    void whatIsNoUrlIsBadUsage() {
        program.transfer("stat", "what:ever")
                .exited(ExitCode.BAD_USAGE)
                .says("'what:ever' cannot be read as a URL");
    }

    @Test
    void directoriesAreMadeAndRemoved() {
        program.transfer("mkdir", folder + "/x/y", "mem://h/x/y").exited(ExitCode.DONE);
        assertTrue(Files.isDirectory(folder.resolve("x/y")));
        assertTrue(program.store.exists("mem://h/x/y"));
        program.transfer("rm", folder + "/x").exited(ExitCode.FAILED_FOR_GOOD);
        program.transfer("rm", "-r", folder + "/x", "mem://h/x").exited(ExitCode.DONE);
        assertFalse(Files.exists(folder.resolve("x")));
        assertFalse(program.store.exists("mem://h/x"));
    }

    @Test
    void whatIsMissingCountsAsRemoved() {
        program.transfer("rm", folder + "/none").exited(ExitCode.DONE);
    }

    @Test
    void targetsAreRefusedWhereAProtocolCannotDoIt() {
        program.transfer("mkdir", "ro://h/x")
                .exited(ExitCode.BAD_USAGE)
                .says("ro has no directories to make");
    }

    @Test
    void statPrintsWhatIsKnown() {
        Harness.Ended ended = program.transfer("stat", "mem://h/d/a", "mem://h/d");
        ended.exited(ExitCode.DONE)
                .prints("mem://h/d/a\n  kind      file\n  size      6\n")
                .prints("mem://h/d\n  kind      directory\n");
        assertEquals("", ended.err());
    }

    @Test
    void statPrintsJson() {
        Harness.Ended ended = program.transfer("stat", "--json", "mem://h/d/a", "mem://h/d");
        assertEquals(2, ended.exited(ExitCode.DONE).out().lines().count());
        ended.prints("{\"url\":\"mem://h/d/a\",\"kind\":\"file\",\"size\":6,");
    }

    @Test
    void statGoesOnAfterAFailure() {
        program.transfer("stat", "mem://h/none", "mem://h/d/a")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints("mem://h/d/a\n")
                .says("mem://h/none");
    }

    @Test
    void aQuestionIsAskedAgainWhenThatMayHelp() {
        program.store.next(1, MemoryFault.fails(Operation.STAT, FailureKind.CONNECTION));
        program.transfer("stat", "mem://h/d/a").exited(ExitCode.DONE).prints("size      6");
        program.store.always(MemoryFault.fails(Operation.STAT, FailureKind.CONNECTION));
        program.transfer("stat", "-m", "1", "mem://h/d/a").exited(ExitCode.FAILED_FOR_NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "sha256, 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
        "SHA-1, f572d396fae9206628714fb2ce00f72e94f2258f",
        "md5, b1946ac92492d2347c6235b4d2611184",
        "crc32, 363a3020"
    })
    void checksumPrintsWhatTheCoreutilsPrint(String algorithm, String hex) {
        for (String url : new String[] {folder + "/local", "mem://h/d/a", "ro://h/d/a"}) {
            Harness.Ended ended = program.transfer("checksum", "-a", algorithm, url);
            assertEquals(hex + "  " + url + "\n", ended.exited(ExitCode.DONE).out());
        }
    }

    @Test
    void checksumIsSha256UnlessSaid() {
        program.transfer("checksum", folder + "/local")
                .prints(Examples.HELLO_SHA256 + "  " + folder + "/local\n");
    }

    @Test
    void theServersOwnDigestIsUsedAndElseTheFileIsRead() {
        program.transfer("checksum", "mem://h/d/a").exited(ExitCode.DONE);
        assertEquals(0, program.store.record().count(Operation.READ));
        program.store.always(new MemoryFault.NoDigest());
        program.transfer("checksum", "mem://h/d/a").prints(Examples.HELLO_SHA256);
        assertEquals(1, program.store.record().count(Operation.READ));
    }

    @Test
    void anUnknownAlgorithmIsBadUsage() {
        program.transfer("checksum", "-a", "rot13", "mem://h/d/a")
                .exited(ExitCode.BAD_USAGE)
                .says("'rot13' is none of sha256, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"plain name|h  plain name", "a\\b|\\h  a\\\\b"})
    void namesAreEscapedAsTheCoreutilsDo(String name, String line) {
        assertEquals(line + "\n", ChecksumCommand.line("h", name));
    }

    @Test
    void aNameWithALineEndIsOneLine() {
        assertEquals("\\h  a\\nb\\r\n", ChecksumCommand.line("h", "a\nb\r"));
    }

    @Test
    void passwordsInUrlsAreNotPrinted() {
        String url = "mem://joe:hunter2hunter2@h/d/a?token=0123456789";
        program.store.put("mem://h/d/a?token=0123456789", HELLO);
        for (String command : new String[] {"stat", "checksum", "rm"}) {
            Harness.Ended ended = program.transfer(command, "-d", url);
            assertFalse(
                    (ended.out() + ended.err()).matches("(?s).*(hunter2|0123456789).*"),
                    ended::toString);
        }
    }

    @Test
    void helpOfACommandShowsHowItIsCalled() {
        program.transfer("cp", "--help")
                .exited(ExitCode.DONE)
                .prints("Usage: transfer cp [OPTION]... SRC... DST");
    }

    @Test
    void aDryRunOfACommandDoesNothing() {
        program.transfer("rm", "--dry-run", "-r", "mem://h/d").exited(ExitCode.DONE);
        assertEquals(Optional.of(6), program.store.content("mem://h/d/a").map(b -> b.length));
    }
}
