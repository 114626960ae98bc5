package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {
    private static final SecretScan SCAN =
            new SecretScan(List.of("open sesame/now", "alice:open sesame/now"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the password open sesame/now was refused",
                "GET /?p=open+sesame%2Fnow",
                "GET /?p=open%20sesame%2Fnow",
                "GET /?p=open%20sesame/now",
                "Authorization: Basic YWxpY2U6b3BlbiBzZXNhbWUvbm93",
                "{\"password\":\"open sesame\\/now\"}"
            })
    void secretIsFoundHoweverItIsWritten(String text) {
        AssertionError found = assertThrows(AssertionError.class, () -> SCAN.check(text));
        assertFalse(found.getMessage().contains("sesame"), found.getMessage());
        assertFalse(found.getMessage().contains("YWxp"), found.getMessage());
        assertTrue(found.getMessage().contains("secret "), found.getMessage());
    }

    @Test
    void secretIsFoundInCausesAndWhatWasSuppressed() {
        IOException cause = new IOException("open sesame/now");
        IOException suppressing = new IOException("failed");
        suppressing.addSuppressed(cause);

        assertThrows(
                AssertionError.class,
                () -> SCAN.check(new IllegalStateException(new IOException("x", cause))));
        assertThrows(AssertionError.class, () -> SCAN.check(suppressing));
    }

    @Test
    void otherTextsPass() {
        assertDoesNotThrow(() -> SCAN.check("open ***, alice:***"));
        assertDoesNotThrow(() -> SCAN.check(new IOException("refused")));
        assertDoesNotThrow(() -> new SecretScan(List.of()).check("anything"));
    }

    @Test
    void secretsThatAreFoundByChanceAreNotLookedFor() {
        assertThrows(IllegalArgumentException.class, () -> new SecretScan(List.of("short")));
    }
}
