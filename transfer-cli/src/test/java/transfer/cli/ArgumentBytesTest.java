package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.ByteText;

class ArgumentBytesTest {
    private static final String NAME = ByteText.decode(new byte[] {'a', (byte) 0xFF, 'b'});

    @TempDir Path folder;

    private Path kernel(String... arguments) throws IOException {
        byte[] text = (String.join("\0", arguments) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return Files.write(folder.resolve("cmdline"), text);
    }

    @Test
    void bytesThatAreNoTextComeBack() throws IOException {
        assertArrayEquals(
                new String[] {"cp", NAME, "", "b"},
                ArgumentBytes.of(
                        new String[] {"cp", "a\uFFFDb", "", "b"},
                        kernel("java", "-cp", "x", "Main", "cp", "a\u00FFb", "", "b")));
    }

    @Test
    void textIsNotReadTwice() throws IOException {
        String[] arguments = {"cp", "é", "b"};
        assertArrayEquals(arguments, ArgumentBytes.of(arguments, kernel("other")));
    }

    @Test
    void aSystemThatDoesNotTellKeepsTheText() {
        String[] arguments = {"\uFFFD"};
        assertArrayEquals(arguments, ArgumentBytes.of(arguments, folder.resolve("missing")));
    }
}
