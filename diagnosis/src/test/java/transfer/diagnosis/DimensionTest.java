package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimensionTest {
    private static Result result(String source, String target) {
        return new Result(
                1,
                "",
                "done",
                List.of(source),
                target,
                Failure.NONE,
                "",
                "",
                "",
                List.of(Attempt.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/a, h.example",
        "https://h.example:8443/a, h.example:8443",
        "https://joe:***@h.example/a@b, h.example",
        "https://[2001:db8::1]:99/a, [2001:db8::1]:99",
        "https://h.example, h.example",
        "file:///a, ''",
        "file://localhost/a, ''",
        "symlink:///a, ''",
        "moveto:///a, ''",
        "/a, ''",
        "'', ''",
    })
    void hostsAreReadFromUrlsOfOtherMachinesOnly(String url, String host) {
        Result from = result(url, "");
        assertEquals(host, Dimension.SOURCE_HOST.of(from, from.last()));
        Result to = result("", url);
        assertEquals(host, Dimension.DESTINATION_HOST.of(to, to.last()));
    }
}
