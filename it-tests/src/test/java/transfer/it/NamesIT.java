package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names byte for byte, in the poorest locale there is. The shell makes and reads the files, since a
 * name that is no text has no place in a Java test.
 */
class NamesIT {
    @TempDir Path folder;

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectory(folder.resolve("in"));
        Files.createDirectory(folder.resolve("out"));
    }

    private Program program(String name) throws IOException {
        Program program =
                name.equals("transfer")
                        ? Program.transfer(folder)
                        : Program.pegasusTransfer(folder);
        return program.with("LANG", "C");
    }

    /** Runs a shell script with the bytes of a name as {@code $name}, which may be no text. */
    private String shell(String script, byte[] name) throws IOException, InterruptedException {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name) {
            escaped.append("\\").append(Integer.toOctalString((b & 0xFF) + 01000).substring(1));
        }
        // the dot keeps line ends at the name's end, which $(...) would drop
        String whole = "name=$(printf '" + escaped + ".'); name=${name%.}; " + script;
        Process process =
                new ProcessBuilder("sh", "-c", whole)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private void arrives(String program, byte[] name, byte[] list) throws Exception {
        shell("echo content > \"in/$name\"", name);
        program(program).input(list).run("-m", "1").exited(0);
        assertEquals("content\n", shell("cat \"out/$name\"", name));
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertEquals(1, files.count(), "nothing beside it");
        }
    }

    private byte[] bytes(Object... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            all.write(
                    part instanceof byte[] bytes
                            ? bytes
                            : part.toString().getBytes(StandardCharsets.UTF_8));
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's",
                "a \"quote\"",
                "back\\slash",
                "`id`;#&|$ $( )",
                "-rf",
                "%41 + ?x=1",
                "été",
                "\u65e5\u672c",
                "e\u0301",
                "a:b",
                "*",
                "tab\there",
                ".hidden",
                "..."
            })
    void textInJson(String name) throws Exception {
        String list =
                Json.list(
                        Json.transfer(
                                "file://" + folder + "/in/" + name,
                                "file://" + folder + "/out/" + name));
        arrives(
                "pegasus-transfer",
                name.getBytes(StandardCharsets.UTF_8),
                list.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineEndInANameInJson() throws Exception {
        String name = "two\nlines\n";
        String list = Json.list(Json.transfer(folder + "/in/" + name, folder + "/out/" + name));
        arrives(
                "transfer",
                name.getBytes(StandardCharsets.UTF_8),
                list.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoTextInPlainPairs() throws Exception {
        byte[] name = HexFormat.of().parseHex("61ff62c328");
        byte[] list =
                bytes(
                        "file://" + folder + "/in/",
                        name,
                        "\tfile://" + folder + "/out/",
                        name,
                        "\n");
        arrives("transfer", name, list);
    }

    @Test
    void bytesThatAreNoTextInJson() throws Exception {
        byte[] name = HexFormat.of().parseHex("80fe");
        List<String> parts =
                List.of(Json.list(Json.transfer(folder + "/in/@", folder + "/out/@")).split("@"));
        arrives("transfer", name, bytes(parts.get(0), name, parts.get(1), name, parts.get(2)));
    }

    @Test
    void bytesThatAreNoTextInTheOldFormat() throws Exception {
        byte[] name = HexFormat.of().parseHex("e9");
        byte[] list =
                bytes(
                        "# src 1 local\nfile://" + folder + "/in/",
                        name,
                        "\n# dst 1 local\nfile://" + folder + "/out/",
                        name,
                        "\n");
        arrives("pegasus-transfer", name, list);
    }

    @Test
    void bytesThatAreNoTextBelowACopiedDirectory() throws Exception {
        byte[] name = HexFormat.of().parseHex("e96c");
        shell("mkdir \"in/$name\" && echo content > \"in/$name/$name\"", name);
        program("transfer")
                .input(Json.list(Json.transfer(folder + "/in", folder + "/copy")))
                .run("-m", "1")
                .exited(0);
        assertEquals("content\n", shell("cat \"copy/$name/$name\"", name));
    }

    @Test
    void bytesThatAreNoTextOnTheCommandLine() throws Exception {
        byte[] name = HexFormat.of().parseHex("ff");
        shell("echo content > \"in/$name\"", name);
        // the shell hands the name over: a Java test cannot
        program("transfer")
                .with("IN", folder + "/in")
                .with("OUT", folder + "/out")
                .through(
                        "sh",
                        "-c",
                        "name=$(printf '\\377'); exec \"$0\" cp \"$IN/$name\" \"$OUT/$name\"")
                .run()
                .exited(0);
        assertEquals("content\n", shell("cat \"out/$name\"", name));
    }
}
