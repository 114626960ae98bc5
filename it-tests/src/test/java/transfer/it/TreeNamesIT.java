package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.it.Remote.Kind;

/** Folders whose files have names that mean something else in a URL. */
@Tag("container")
class TreeNamesIT {
    /** Several of them would be one file where URLs are cut or unescaped. */
    private static final String[] NAMES = {
        "a#1",
        "a#2",
        "a?1",
        "a?2",
        "aA",
        "a%41",
        "a%2541",
        "100%",
        "a b",
        "a+b",
        "a;type=i",
        "a;type=a",
        "-rf",
        "~",
        "a:b",
        "it's \"quoted\"",
        "back\\slash",
        "\u00e9\u65e5",
        "sub#1/a",
        "sub#2/a",
    };

    @TempDir Path folder;

    private static String content(String name) {
        return "this is " + name;
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (String name : NAMES) {
            expected.put(name, content(name));
        }
        return expected;
    }

    private void makeTree() throws IOException {
        for (String name : NAMES) {
            Path file = folder.resolve("tree").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content(name));
        }
    }

    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return found;
    }

    private Program program(String root) throws IOException {
        String server = root.replaceFirst("(//[^/]*)/.*", "$1");
        Path credentials =
                Secrets.file(
                        folder.resolve("credentials"),
                        "[%s]\nusername = %s\npassword = %s\n"
                                .formatted(server, Remote.USER, Remote.PASSWORD));
        return Program.transfer(folder)
                .with("LANG", "C.UTF-8")
                .with("PEGASUS_CREDENTIALS", credentials.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBDAV", "FTP", "SFTP"})
    void treeGoesToAServerAndComesBackWithEveryName(Kind kind) throws Exception {
        makeTree();
        try (Remote remote = kind.start()) {
            Files.createDirectories(folder.resolve("home/.ssh"));
            Path hosts = remote.container().data().resolve("known_hosts");
            if (Files.exists(hosts)) {
                Files.copy(hosts, folder.resolve("home/.ssh/known_hosts"));
            }
            program(remote.root()).run("cp", "-r", "tree", remote.url("copy")).exited(0);
            assertEquals(expected(), tree(remote.file("copy")));

            program(remote.root()).run("cp", "-r", remote.url("copy"), "back").exited(0);
            assertEquals(expected(), tree(folder.resolve("back")));
        }
    }

    @Test
    void treeGoesToAPlainWebServerWithEveryName() throws Exception {
        makeTree();
        try (Remote remote = Kind.WEBDAV.start()) {
            for (String made : new String[] {"copy", "copy/sub#1", "copy/sub#2"}) {
                Files.createDirectories(remote.file(made));
                remote.file(made).toFile().setWritable(true, false);
            }
            String root = remote.root().replaceFirst("^webdav:", "http:");
            program(root).run("cp", "-r", "tree", root + "/copy").exited(0);
            assertEquals(expected(), tree(remote.file("copy")));
        }
    }

    @Test
    void namesIntoAFolderAreKeptToo() throws Exception {
        makeTree();
        try (Remote remote = Kind.WEBDAV.start()) {
            program(remote.root())
                    .run("cp", "tree/a#1", "tree/a#2", "tree/a%41", remote.url("into/"))
                    .exited(0);
            Map<String, String> three = new TreeMap<>();
            for (String name : new String[] {"a#1", "a#2", "a%41"}) {
                three.put(name, content(name));
            }
            assertEquals(three, tree(remote.file("into")));
        }
    }

    @Test
    void treeGoesToAnotherFolderOfThisMachineWithEveryName() throws Exception {
        makeTree();
        Program.transfer(folder).with("LANG", "C.UTF-8").run("cp", "-r", "tree", "copy").exited(0);
        assertEquals(expected(), tree(folder.resolve("copy")));
    }
}
