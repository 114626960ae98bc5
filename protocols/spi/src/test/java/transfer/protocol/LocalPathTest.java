package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names reach the file system byte for byte, wherever and however the program was started. */
class LocalPathTest {
    private static TransferUrl url(String text) {
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "./a", "../a", "a/../b", "..", ".", "../../x/./y", "a b/c"})
    void relativePathIsBelowTheWorkingDirectoryAsWritten(String text) {
        Path path = url("file:" + text).toPath();

        assertEquals(Path.of("").toAbsolutePath() + "/" + text, path.toString());
    }

    @Test
    void slashesAreNoPartsOfNames() {
        assertEquals("/a/b", url("//a//b/").toPath().toString());
        assertEquals(Path.of("").toAbsolutePath() + "/a/b", url("a//b/").toPath().toString());
        assertEquals("/", url("/").toPath().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "", ".", "..", "a b", "?", "\u00ef", "\udcfc", "b/c", "%41#x"})
    void aChildIsWhatBothTextsSayTogether(String name) {
        for (String directory : List.of("/a/", "/", "//a//", "a/", "/\u00ef \udcfc/", "/a", "a")) {
            TransferUrl child = url("file:" + directory).child(name);

            assertEquals(url("file:" + directory + name), child);
            assertEquals(url("file:" + directory + name).toPath(), child.toPath());
            assertEquals(url("file:" + directory + name).path(), child.path());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "", "..", "\udcfc", "b/c", "b/"})
    void aSiblingStandsBehindTheLastSlash(String name) {
        for (String directory : List.of("/a/", "/", "a/")) {
            TransferUrl child = url("file:" + directory).child(name);
            String text = directory + name;
            String expected = text.substring(0, text.lastIndexOf('/') + 1) + "s\udcff";

            assertEquals(url("file:" + expected), child.sibling("s\udcff"));
            assertEquals(url("file:" + expected).toPath(), child.sibling("s\udcff").toPath());
            assertEquals(url("file:" + expected), url("file:" + text).sibling("s\udcff"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem://h/a", "http://h/"})
    void otherUrlsHaveNoPath(String text) {
        assertThrows(IllegalStateException.class, () -> url(text).toPath());
    }

    /** Writes by relative paths in a runtime of its own, started as a site might do it. */
    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8"})
    @EnabledOnOs(OS.LINUX) // elsewhere names have an encoding
    void neitherLocaleNorWorkingDirectoryMatters(String locale, @TempDir Path directory)
            throws Exception {
        String start = directory + "/w\udcfcrk d\u00efr";
        Files.createDirectories(url(start).toPath());
        List<String> names =
                List.of("Gr\u00fc\u00dfe", "Gr\udcfc\udcdfe", "new\nline", "../\udcff \u4e16 %41");

        writeFrom(start, locale, directory, names);

        for (String name : names) {
            byte[] content = Files.readAllBytes(url(start + "/" + name).toPath());
            assertArrayEquals(ByteText.encode(name), content);
        }
    }

    private static void writeFrom(String start, String locale, Path directory, List<String> names)
            throws IOException, InterruptedException {
        // the names of directory and program reach the shell as bytes, which no argument would
        Path script = directory.resolve("script");
        Files.write(script, ByteText.encode("cd '" + start + "' && exec \"$@\"\n"));
        ProcessBuilder command =
                new ProcessBuilder(
                        "sh",
                        script.toString(),
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileWriter.class.getName());
        command.environment().put("LC_ALL", locale);
        command.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = command.redirectErrorStream(true).start();
        try (var input = process.getOutputStream()) {
            input.write(ByteText.encode(String.join("\0", names)));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
    }

    /** The other runtime's program: writes files whose content is their name. */
    static final class FileWriter {
        public static void main(String[] arguments) throws Exception {
            for (String name : ByteText.decode(System.in.readAllBytes()).split("\0")) {
                Files.write(TransferUrl.parse("file:" + name).toPath(), ByteText.encode(name));
            }
        }
    }
}
