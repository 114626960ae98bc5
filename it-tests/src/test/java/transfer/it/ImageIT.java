package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image: the program on files of the machine, and on what the network has. */
@Tag("container")
class ImageIT {
    private static String image;

    @TempDir Path folder;

    @BeforeAll
    static void makeIt() throws Exception {
        List<String> said =
                Packed.run(Packed.ROOT.resolve("package").toString(), "--built", "--image")
                        .lines()
                        .toList();
        image = said.getLast();
    }

    @BeforeEach
    void layAFile() throws Exception {
        Files.writeString(folder.resolve("a"), "content");
        // whoever the image runs as
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private String[] docker(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("docker", "run", "--rm", "--network", "host"));
        command.addAll(List.of("-v", folder + ":/data"));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    @Test
    void itCopiesAMountedFileAsNobodySpecial() throws Exception {
        Packed.run(docker(image, "cp", "a", "b"));
        assertEquals("content", Files.readString(folder.resolve("b")));
        assertEquals("1000", Packed.run(docker("--entrypoint", "id", image, "-u")).strip());
    }

    /** Who runs images for others wants to see, without running it, that it is not root. */
    @Test
    void itsUserIsANumber() throws Exception {
        String user = Packed.run("docker", "inspect", "--format", "{{.Config.User}}", image);
        assertEquals("1000:1000", user.strip());
    }

    @Test
    void itFetchesByHttpAndTellsByItsStatusWhatBecameOfIt() throws Exception {
        try (Web web = Web.open()) {
            web.file("/here", "from the web".getBytes(StandardCharsets.UTF_8));
            Packed.run(docker(image, "cp", web.url("/here"), "c"));
            assertEquals("from the web", Files.readString(folder.resolve("c")));
            Packed.exits(1, docker(image, "cp", "-m", "1", web.url("/missing"), "d"));
        }
        Packed.exits(2, docker(image, "cp", "--bogus"));
    }

    @Test
    void theDropInNamesAreOnThePath() throws Exception {
        Packed.run(docker("--entrypoint", "pegasus-integrity", image, "--generate=a"));
        Packed.exits(2, docker("--entrypoint", "pegasus-transfer", image, "--bogus"));
    }
}
