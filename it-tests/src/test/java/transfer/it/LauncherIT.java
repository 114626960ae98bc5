package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script: names, links, folders with blanks, and what it says when there is no Java. */
class LauncherIT {
    @TempDir Path folder;

    /** Starts a script by the name it was found under. */
    private Ended start(Path script, String arguments) throws IOException, InterruptedException {
        return Program.transfer(folder)
                .with("SCRIPT", script.toString())
                .through("sh", "-c", "exec \"$SCRIPT\" " + arguments)
                .run();
    }

    private Path link(String name, Path target) throws IOException {
        return Files.createSymbolicLink(folder.resolve(name), target);
    }

    @Test
    void aLinkWithTheDropInNameIsTheDropInTool() throws Exception {
        Path link = link("pegasus-transfer", Program.script("transfer"));
        start(link, "--bogus").exited(2).says("error: no such option: --bogus");
    }

    @Test
    void aLinkToTheDropInNameIsTheDropInTool() throws Exception {
        Path link = link("pt", Program.script("pegasus-transfer"));
        start(link, "--bogus").exited(2).says("error: no such option: --bogus");
    }

    @Test
    void aLinkWithAnotherNameIsTheProgram() throws Exception {
        Path first = link("first", Program.script("transfer"));
        Path second = link("second link", Path.of(first.getFileName().toString()));
        Files.writeString(folder.resolve("a"), "a");
        start(second, "cp a b").exited(0);
        assertEquals("a", Files.readString(folder.resolve("b")));
    }

    @Test
    void itIsFoundOnThePath() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        Program.transfer(folder)
                .with("PATH", Program.script("").toString() + ":/usr/bin:/bin")
                .through("sh", "-c", "transfer cp a 'b c'")
                .run()
                .exited(0);
        assertEquals("a", Files.readString(folder.resolve("b c")));
    }

    @Test
    void itIsFoundByAnEmptyPartOfThePath() throws Exception {
        String inItsFolder = "cd \"$HERE\" && PATH=:/usr/bin:/bin && transfer --version";
        Program.transfer(folder)
                .with("HERE", Program.script("").toString())
                .through("sh", "-c", inItsFolder)
                .run()
                .exited(0);
    }

    @Test
    void aFolderInWhichJavaDoesNotStartIsTold() throws Exception {
        Path lone = Files.createDirectory(folder.resolve("12:30"));
        Files.copy(Program.script("transfer"), lone.resolve("transfer"));
        assertTrue(lone.resolve("transfer").toFile().setExecutable(true));
        start(lone.resolve("transfer"), "--version")
                .exited(4)
                .says("transfer: Java does not start from a folder with a colon in its name: ");
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        // its own namespace, in which nothing is where Java could be; the runtime beside the jars
        // is left out
        Path lone = Files.createDirectories(folder.resolve("lone/scripts")).getParent();
        Files.copy(Program.script("transfer"), lone.resolve("transfer"));
        Files.copy(Program.script("scripts/find-java.sh"), lone.resolve("scripts/find-java.sh"));
        lone.resolve("transfer").toFile().setExecutable(true);
        String hide =
                "for d in /usr/lib/jvm /opt; do [ ! -d $d ] || mount -t tmpfs none $d; done; exec \"$SCRIPT\"";
        Ended ended =
                Program.transfer(folder)
                        .with("PATH", "/usr/bin:/bin")
                        .with("SCRIPT", lone.resolve("transfer").toString())
                        .through("unshare", "--map-root-user", "--mount", "sh", "-c", hide)
                        .run()
                        .exited(4)
                        .says("transfer: needs Java 25: ");
        assertEquals(1, ended.err().lines().count());
    }
}
