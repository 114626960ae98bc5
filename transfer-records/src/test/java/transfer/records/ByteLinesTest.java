package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteLinesTest {
    private static List<String> read(String text) throws IOException {
        ByteLines lines =
                new ByteLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        List<String> found = new ArrayList<>();
        while (lines.next()) {
            found.add(
                    lines.offset()
                            + "-"
                            + lines.end()
                            + (lines.isWhole() ? " " : " torn ")
                            + new String(lines.line(), StandardCharsets.ISO_8859_1));
        }
        return found;
    }

    @Test
    void anEmptyStreamHasNoLine() throws IOException {
        assertEquals(List.of(), read(""));
    }

    @Test
    void linesHaveOffsets() throws IOException {
        assertEquals(List.of("0-3 ab", "3-4 ", "4-6 c"), read("ab\n\nc\n"));
    }

    @Test
    void aLastLineWithoutAnEndIsTorn() throws IOException {
        assertEquals(List.of("0-3 ab", "3-4 torn c"), read("ab\nc"));
    }

    /** The buffer has 65,536 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_072})
    void linesMayBeLongerThanTheBuffer(int length) throws IOException {
        String longLine = "x".repeat(length);
        assertEquals(
                List.of(
                        "0-" + (length + 1) + " " + longLine,
                        (length + 1) + "-" + (length + 3) + " y"),
                read(longLine + "\ny\n"));
    }
}
