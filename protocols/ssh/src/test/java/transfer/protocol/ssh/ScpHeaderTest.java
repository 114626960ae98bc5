package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScpHeaderTest {
    @Test
    void headerIsReadAndWritten() {
        ScpHeader header = new ScpHeader(0640, 1234567890123L, "two words ");

        assertEquals("C0640 1234567890123 two words \n", header.line());
        assertEquals(Optional.of(header), ScpHeader.parse("C0640 1234567890123 two words "));
        assertEquals(
                Optional.of(new ScpHeader(0644, 0, "Gr\uDCFC")),
                ScpHeader.parse("C0644 0 Gr\uDCFC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "C",
                "D0755 0 name",
                "C0644 -1 name",
                "C0644 99999999999999999999 name",
                "C0644 1",
                "C0644 1 ",
                "C644 1 name",
                "C0999 1 name",
                "C0644  1 name",
                "T1 0 1 0"
            })
    void anythingElseIsNone(String line) {
        assertEquals(Optional.empty(), ScpHeader.parse(line));
    }
}
