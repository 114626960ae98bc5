package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFieldsTest {
    private static String text(HttpFields fields) {
        StringBuilder text = new StringBuilder();
        fields.appendTo(text);
        return text.toString().replace("\r\n", "|");
    }

    @Test
    void fieldsStandInTheirOrderAndANewValueAtTheEnd() {
        HttpFields fields = HttpFields.NONE.with("A", "1").with("B", "2").with("a", "3");

        assertEquals("B: 2|a: 3|", text(fields));
        assertEquals("B: 2|a: 3|A: 4|", text(fields.and("A", "4")));
        assertEquals("B: 2|", text(fields.and("A", "4").without("A")));
        assertEquals(Optional.of("4"), fields.and("A", "4").get("a"));
        assertEquals(Optional.empty(), fields.get("C"));
    }

    @Test
    void whatWasMadeStaysAsItIs() {
        HttpFields fields = HttpFields.NONE.with("A", "1");
        fields.with("A", "2").and("B", "3").without("A");

        assertEquals("A: 1|", text(fields));
        assertEquals("", text(HttpFields.NONE));
    }

    @Test
    void theLibraryHasTheSame() {
        HttpFields fields = HttpFields.NONE.with("A", "1").and("B", "\u00e4").and("a", "2");
        Headers headers = fields.library();

        assertEquals("A: 1\nB: \u00e4\na: 2\n", headers.toString());
        assertEquals(text(fields), text(HttpFields.of(headers)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nEvil: 1", "x\n", "\r", "x\0"})
    void noValueEndsItsLine(String value) {
        assertThrows(IllegalArgumentException.class, () -> HttpFields.NONE.and("A", value));
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class, () -> HttpFields.NONE.with("A", value));
        assertFalse(refusal.getMessage().contains("Evil"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4", "\u007f", "\u001b"})
    void onlyWhatWasConfiguredMayHoldMoreThanAscii(String value) {
        assertThrows(IllegalArgumentException.class, () -> HttpFields.NONE.with("A", value));
        assertEquals("A: " + value + "|", text(HttpFields.NONE.and("A", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "A:", "A\r\n", "\u00e4"})
    void noNameIsMoreThanOne(String name) {
        assertThrows(IllegalArgumentException.class, () -> HttpFields.NONE.and(name, "1"));
    }
}
