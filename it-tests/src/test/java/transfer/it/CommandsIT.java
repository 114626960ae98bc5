package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for people at a terminal. */
class CommandsIT {
    private static final String HELLO_SHA256 =
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    @TempDir Path folder;

    private Path hello() throws Exception {
        return Files.writeString(folder.resolve("hello"), "hello\n");
    }

    @Test
    void copiesOneFile() throws Exception {
        Program.transfer(folder).run("cp", hello().toString(), folder + "/copy").exited(0);
        assertEquals("hello\n", Files.readString(folder.resolve("copy")));
    }

    @Test
    void copiesSeveralIntoADirectory() throws Exception {
        hello();
        Files.writeString(folder.resolve("other"), "other\n");
        Files.createDirectory(folder.resolve("d"));
        Program.transfer(folder).run("cp", "hello", "other", "d/").exited(0);
        assertEquals("hello\n", Files.readString(folder.resolve("d/hello")));
        assertEquals("other\n", Files.readString(folder.resolve("d/other")));
    }

    @Test
    void copiesFromTheWeb() throws Exception {
        try (Web web = Web.open()) {
            web.file("/x", "hello\n".getBytes(StandardCharsets.UTF_8));
            Program.transfer(folder).run("cp", web.url("/x"), folder + "/x").exited(0);
        }
        assertEquals("hello\n", Files.readString(folder.resolve("x")));
    }

    @Test
    void makesAndRemovesDirectories() throws Exception {
        Program.transfer(folder).run("mkdir", folder + "/a/b").exited(0);
        assertTrue(Files.isDirectory(folder.resolve("a/b")));
        Program.transfer(folder).run("rm", folder + "/a").exited(1);
        assertTrue(Files.isDirectory(folder.resolve("a/b")), "only with -r");
        Program.transfer(folder).run("rm", "-r", folder + "/a").exited(0);
        assertFalse(Files.exists(folder.resolve("a")));
    }

    @Test
    void refusesToRemoveWhatMustStay() throws Exception {
        Path work = Files.createDirectories(folder.resolve("above/work"));
        Path home = work.resolve("home");
        String[] precious = {"/", ".", "..", work.toString(), home.toString(), folder + "/above"};
        for (String place : precious) {
            Program.transfer(work).run("rm", "-r", place).exited(1);
        }
        assertTrue(Files.isDirectory(home));
    }

    @Test
    void removesALinkAndNotWhatItPointsTo() throws Exception {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.writeString(kept.resolve("a"), "a");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), kept);
        Program.transfer(folder).run("rm", "-r", tree.toString()).exited(0);
        assertFalse(Files.exists(tree));
        assertEquals("a", Files.readString(kept.resolve("a")));
    }

    @Test
    void tellsSizeAndChecksum() throws Exception {
        hello();
        Program.transfer(folder).run("stat", "hello").exited(0).prints("6");
        Program.transfer(folder).run("checksum", "hello").exited(0).prints(HELLO_SHA256);
    }

    @Test
    void helpGoesToStandardOutput() throws Exception {
        Program.transfer(folder).run("--help").exited(0).prints("--max-attempts").prints("cp");
        Program.pegasusTransfer(folder).run("--help").exited(0).prints("Usage:");
    }

    @Test
    void theReadmeHasTheExitCodesOfTheHelp() throws Exception {
        Ended help = Program.transfer(folder).run("--help").exited(0);
        String codes = help.out().substring(help.out().indexOf("Exit codes:"));
        String table =
                codes.lines()
                        .skip(1)
                        .map(line -> line.strip().replaceFirst("^(\\d+) +(.*)$", "| $1 | $2 |\n"))
                        .collect(Collectors.joining());
        String readme = Files.readString(Path.of("").toAbsolutePath().resolveSibling("README.md"));
        assertTrue(readme.contains("|---|---|\n" + table), () -> "README.md needs:\n" + table);
    }

    @Test
    void aBadOptionIsBadUsage() throws Exception {
        Program.transfer(folder).run("--bogus").exited(2).says("--bogus");
        Program.pegasusTransfer(folder)
                .run("--bogus")
                .exited(2)
                .says("pegasus-transfer: error: no such option: --bogus");
    }

    @Test
    void linksAreCopiesUnlessTheSitesAreTheSame() throws Exception {
        hello();
        String list =
                """
                [{"type": "transfer",
                  "src_urls": [{"site_label": "a", "url": "file://%1$s/hello"}],
                  "dest_urls": [{"site_label": "a", "url": "file://%1$s/same"}]},
                 {"type": "transfer",
                  "src_urls": [{"site_label": "a", "url": "file://%1$s/hello"}],
                  "dest_urls": [{"site_label": "b", "url": "file://%1$s/other"}]}]
                """
                        .formatted(folder);
        Program.transfer(folder).input(list).run("--symlink").exited(0);
        assertTrue(Files.isSymbolicLink(folder.resolve("same")));
        assertFalse(Files.isSymbolicLink(folder.resolve("other")));
    }

    @Test
    void plainPairsAreEnough() throws Exception {
        hello();
        Program.transfer(folder)
                .input(
                        "# a comment\n"
                                + folder
                                + "/hello "
                                + folder
                                + "/copy\n\n'hello' 'with blank'\n")
                .run()
                .exited(0);
        assertEquals("hello\n", Files.readString(folder.resolve("copy")));
        assertEquals("hello\n", Files.readString(folder.resolve("with blank")));
    }

    @Test
    void permissionBitsArriveToo() throws Exception {
        Secrets.file(folder.resolve("run.sh"), "#!/bin/sh\n", "rwxr-xr-x");
        Program.transfer(folder).run("cp", "run.sh", "copy.sh").exited(0);
        assertTrue(Files.isExecutable(folder.resolve("copy.sh")));
    }

    @Test
    void resultsAreTheOnlyThingOnStandardOutput() throws Exception {
        hello();
        Ended ended = Program.transfer(folder).run("cp", "hello", "copy").exited(0);
        assertEquals("", ended.out());
    }
}
