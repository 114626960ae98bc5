package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worker package, on a node that has nothing but what a job brings along. Jobs of Pegasus
 * unpack it in their folder, take the first folder's name from the list of its content, give that
 * folder the system's name, and put its {@code bin} in front of the path.
 */
class WorkerPackageIT {
    private static final String LIKE_PEGASUS_LITE =
            """
            set -e
            tar xzf "$START"/pegasus-worker-*.tar.gz
            folder=$(tar tzf "$START"/pegasus-worker-*.tar.gz 2> /dev/null | head | sed 's;/.*;;' | sort | uniq)
            mv $folder $folder-$SYSTEM
            PATH=$PWD/$folder-$SYSTEM/bin:/usr/bin:/bin
            export PATH
            exec >&2
            """;

    @TempDir Path folder;
    private Path start;
    private String system;

    @BeforeEach
    void nameTheSystem() throws Exception {
        start = Files.createDirectory(folder.resolve("start"));
        system = Packed.run(Packed.ROOT.resolve("bundle/system").toString()).strip();
        Files.writeString(folder.resolve("a"), "content");
    }

    private Ended onTheNode(String commands) throws Exception {
        return Program.transfer(folder)
                .with("START", start.toString())
                .with("SYSTEM", system)
                .through("sh", "-c", LIKE_PEGASUS_LITE + commands, "sh")
                .run();
    }

    @Test
    void aJobUnpacksItAndFindsTheToolsOnThePath() throws Exception {
        Path made = Packed.make("--worker", "--to", folder.resolve("made").toString());
        assertTrue(
                made.getFileName().toString().matches("pegasus-worker-.*-" + system + ".tar.gz"),
                made::toString);
        Files.move(made, start.resolve(made.getFileName()));
        Files.writeString(
                folder.resolve("list"),
                Json.list(Json.transfer("file://" + folder + "/a", "file://" + folder + "/b")));
        onTheNode(
                        "pegasus-transfer -f list && pegasus-integrity --generate=b && command -v transfer")
                .exited(0)
                .says("/bin/transfer");
        assertEquals("content", Files.readString(folder.resolve("b")));
    }

    /** A package with what ours has not: the program that starts jobs, and libraries. */
    private Path original() throws Exception {
        Path root = folder.resolve("pegasus-5.1.0");
        Files.createDirectories(root.resolve("lib/pegasus"));
        for (String name : List.of("kickstart", "transfer", "integrity")) {
            Path tool = Files.createDirectories(root.resolve("bin")).resolve("pegasus-" + name);
            Files.writeString(tool, "#!/bin/sh\necho the original " + name + "\n");
            assertTrue(tool.toFile().setExecutable(true));
        }
        Path archive = folder.resolve("pegasus-worker-5.1.0-" + system + ".tar.gz");
        Packed.run("tar", "-C", folder.toString(), "-czf", archive.toString(), "pegasus-5.1.0");
        Packed.run("rm", "-r", root.toString());
        return archive;
    }

    private static Path into(Path original, Path to) throws Exception {
        return Packed.make("--worker", "--into", original.toString(), "--to", to.toString());
    }

    @Test
    void intoAnOriginalItReplacesTheToolsAndNothingElse() throws Exception {
        Path original = original();
        Path made = into(original, start);
        assertEquals(original.getFileName(), made.getFileName());
        onTheNode(
                        "pegasus-kickstart; pegasus-transfer -h; pegasus-transfer.orig;"
                                + " pegasus-integrity.orig; echo pegasus-5.1.0-$SYSTEM/lib/*")
                .exited(0)
                .says("the original kickstart")
                .says("Usage: pegasus-transfer [options]")
                .says("the original transfer")
                .says("the original integrity")
                .says("/lib/pegasus ")
                .says("/lib/transfer");

        refuses(made, "holds this program already");
    }

    @Test
    void whatIsNoOriginalIsRefusedInOneSentence() throws Exception {
        refuses(folder.resolve("a"), "no archive packed with gzip");
        Path other = folder.resolve("other.tar.gz");
        Packed.run("tar", "-C", folder.toString(), "-czf", other.toString(), "a");
        refuses(other, "no worker package: it does not hold one folder with bin/pegasus-transfer");
    }

    private void refuses(Path original, String words) throws IOException, InterruptedException {
        Packed.refuses(
                1,
                words,
                "--worker",
                "--into",
                original.toString(),
                "--to",
                folder.resolve("refused").toString());
        try (Stream<Path> left = Files.list(folder.resolve("refused"))) {
            assertTrue(left.noneMatch(file -> file.toString().contains("worker")));
        }
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefusedBeforeAnythingIsMade() throws Exception {
        Packed.refuses(2, "--into and --system go with --worker", "--system", "x86_64_rhel_9");
        Packed.refuses(2, "a name such as x86_64_rhel_9", "--worker", "--system", "../up");
        Packed.refuses(2, "--anew goes with --to", "--anew");
        Packed.refuses(2, "--to wants a value", "--to");
        Packed.refuses(2, "usage: ./package", "--bogus");
    }
}
