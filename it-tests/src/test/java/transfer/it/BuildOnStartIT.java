package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The start script in a clone, where it builds the program when that is not built or older than its
 * sources. What stands for Maven here puts the jars of this build in place and notes each call.
 */
class BuildOnStartIT {
    private static final String BUILD =
            """
            #!/bin/sh
            echo "$@" >> "$CLONE/calls"
            while [ ! -e "$CLONE/gate" ]; do :; done
            [ ! -e "$CLONE/broken" ] || { echo '[ERROR] boom'; exit 1; }
            mkdir -p transfer-cli/target/app && cp -R "$JARS" transfer-cli/target/app/lib
            """;

    @TempDir Path folder;
    private Path clone;
    private Path source;

    @BeforeEach
    void makeAClone() throws IOException {
        clone = Files.createDirectories(folder.resolve("the clone"));
        Files.createDirectories(clone.resolve("scripts"));
        for (String name :
                new String[] {"transfer", "scripts/find-java.sh", "scripts/java.options"}) {
            Files.copy(Program.script(name), clone.resolve(name));
        }
        executable(clone.resolve("transfer"));
        Files.createSymbolicLink(clone.resolve("pegasus-transfer"), Path.of("transfer"));
        Files.writeString(clone.resolve("pom.xml"), "<project/>");
        source = Files.createDirectories(clone.resolve("retry/src/main/java/transfer/retry"));
        Files.writeString(source.resolve("Retry.java"), "class Retry {}");
        Path tools = Files.createDirectory(folder.resolve("tools"));
        executable(Files.writeString(tools.resolve("mvn"), BUILD));
        Files.writeString(clone.resolve("gate"), "open");
        Files.writeString(folder.resolve("a"), "content");
    }

    private static void executable(Path file) {
        assertTrue(file.toFile().setExecutable(true));
    }

    private Program program() throws IOException {
        return Program.transfer(folder)
                .with("CLONE", clone.toString())
                .with("JARS", Program.script("lib").toRealPath().toString())
                .with("JAVA_HOME", Program.script("runtime").toRealPath().toString())
                .with("PATH", folder.resolve("tools") + ":/usr/bin:/bin")
                .through("sh", "-c", "shift; exec \"$CLONE/$NAME\" \"$@\"", "sh")
                .with("NAME", "transfer");
    }

    private Ended copy() throws IOException, InterruptedException {
        return program().run("cp", "a", "b");
    }

    private long builds() throws IOException {
        return Files.readAllLines(clone.resolve("calls")).size();
    }

    private static void makeNewer(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    @Test
    void theFirstStartBuildsAndSaysSoInOneLine() throws Exception {
        copy().exited(0).says("transfer: building (not built yet) ...\n");
        assertEquals("content", Files.readString(folder.resolve("b")));
        copy().exited(0).doesNotSay("building");
        assertEquals(1, builds());
    }

    @Test
    void aSourceThatIsNewerIsBuilt() throws Exception {
        copy().exited(0);
        makeNewer(source.resolve("Retry.java"));
        copy().exited(0).says("transfer: building (the sources are newer) ...\n");
        assertEquals(2, builds());
    }

    @Test
    void aSourceThatIsGoneIsBuiltWithout() throws Exception {
        copy().exited(0);
        Files.delete(source.resolve("Retry.java"));
        makeNewer(source);
        copy().exited(0);
        assertEquals(2, builds());
    }

    @Test
    void twoThatStartAtOnceBuildOnce() throws Exception {
        Files.delete(clone.resolve("gate"));
        Running first = program().start("cp", "a", "b");
        Running second = program().start("cp", "a", "c");
        Files.writeString(clone.resolve("gate"), "open");
        first.end().exited(0);
        second.end().exited(0);
        assertEquals(1, builds());
    }

    @Test
    void theLockOfADeadProcessHoldsUpNobody() throws Exception {
        Files.createDirectories(clone.resolve("target"));
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        Path lock = clone.resolve("target/transfer-build.lock");
        Files.createSymbolicLink(lock, Path.of(host + ":" + Integer.MAX_VALUE));
        copy().exited(0);
        assertFalse(Files.isSymbolicLink(lock));
    }

    @Test
    void aBuildThatFailsIsTold() throws Exception {
        Files.writeString(clone.resolve("broken"), "");
        copy().exited(4).says("[ERROR] boom").says("target/transfer-build.log");
        program().with("NAME", "pegasus-transfer").run("-h").exited(1).says("[ERROR] boom");
        Files.delete(clone.resolve("broken"));
        copy().exited(0);
    }

    @Test
    void aProgramThatRunsKeepsItsJarsWhileTheNextIsBuilt() throws Exception {
        try (Web web = Web.open()) {
            web.stalling("/big", new byte[2 << 20], 1 << 20);
            Running running = program().start("cp", web.url("/big"), "big");
            running.await("it has asked", () -> web.gets("/big") > 0);
            Path jars = Path.of(running.argumentAfter("-cp")).getParent();
            Object before = Files.readAttributes(jars, BasicFileAttributes.class).fileKey();
            makeNewer(source.resolve("Retry.java"));
            copy().exited(0);
            assertEquals(before, Files.readAttributes(jars, BasicFileAttributes.class).fileKey());
            running.signal("TERM").end().exited(5).says("0 of 1 done");
        }
    }
}
