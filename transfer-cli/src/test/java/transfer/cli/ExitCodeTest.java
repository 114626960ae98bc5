package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.engine.RunSummary;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "9, 0, 0, 0, DONE",
        "0, 0, 0, 0, DONE",
        "9, 1, 0, 0, FAILED_FOR_GOOD",
        "9, 0, 1, 0, FAILED_FOR_NOW",
        "9, 1, 1, 0, FAILED_FOR_GOOD",
        "9, 1, 1, 1, INTERNAL_ERROR"
    })
    void theWorstWins(int done, int forGood, int forNow, int internal, ExitCode code) {
        assertEquals(code, ExitCode.of(new RunSummary(done, forGood, forNow, internal)));
    }

    @Test
    void theNumbersAreAPromise() {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 70),
                Arrays.stream(ExitCode.values()).map(ExitCode::number).toList());
    }

    @Test
    void everyCodeHasASentence() {
        for (ExitCode code : ExitCode.values()) {
            assertTrue(code.sentence().length() > 10, code::name);
        }
    }
}
