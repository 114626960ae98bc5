package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Failure FAILURE =
            new Failure("timed_out", "Broke OFF after 5 bytes", "body", 503, "ETIMEDOUT", 30);

    private static Symptom symptom(Failure failure, long bytes) {
        Attempt attempt =
                new Attempt(
                        "https://h/a?sig=x",
                        "",
                        "file:///d/a",
                        "",
                        "https://h",
                        "https",
                        "",
                        0,
                        bytes,
                        failure,
                        Attempt.Way.UNKNOWN,
                        Damage.NONE);
        return Symptom.of(
                new Result(1, "", "failed", List.of(), "", failure, "", "", "", List.of(attempt)));
    }

    @ParameterizedTest
    @CsvSource({
        "kind=timed_out, true",
        "kind=connection|timed_out, true",
        "kind=connection, false",
        "kind=*, true",
        "phase=body, true",
        "phase=tls|request, false",
        "status=503, true",
        "status=500-599, true",
        "status=404|500-502, false",
        "status=404|503, true",
        "errno=ETIMEDOUT, true",
        "errno=ENOSPC, false",
        "scheme=http|https, true",
        "scheme=ftp, false",
        "'words=\"broke off\"', true",
        "'words=\"nothing|off after\"', true",
        "'words=\"nothing\"', false",
        "url=?sig=, true",
        "url=signature=, false",
        "bytes=some, true",
        "bytes=none, false",
        "pause=told, true",
        "pause=untold, false",
        "type=writing, true",
        "type=reading, false",
        "'kind=timed_out status=503 words=\"broke\" words=\"5 bytes\"', true",
        "'kind=timed_out status=404 words=\"broke\"', false",
        "'words=\"broke\" words=\"6 bytes\"', false",
    })
    void aConditionHoldsWhenAllItsTestsDo(String condition, boolean holds) {
        assertEquals(holds, Condition.parse(condition).holds(symptom(FAILURE, 5)));
    }

    @Test
    void whatIsNotToldIsNotThere() {
        Symptom bare = symptom(new Failure("timed_out", "", "", -1, "", -1), -1);
        assertEquals(true, Condition.parse("bytes=none pause=untold").holds(bare));
        assertEquals(false, Condition.parse("status=0-999").holds(bare));
        assertEquals(false, Condition.parse("phase=body").holds(bare));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind",
                "kind=",
                "kind=a b",
                "kond=a",
                "status=x",
                "words=\"open",
                "a b=c"
            })
    void whatIsNoConditionIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Condition.parse(text));
    }
}
