package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    private static ProgressBar.State state(int finished, int failed) {
        return new ProgressBar.State(
                finished, 40, failed, 3_650_722_201L, 123_941_683, Duration.ofSeconds(31));
    }

    @Test
    void itShowsFilesBytesRateAndWhatIsLeft() {
        assertEquals(
                "[=======>                      ] 10/40 files  3.4 GiB  118.2 MiB/s  ETA 1:33",
                ProgressBar.render(state(10, 0), 80));
    }

    @Test
    void itShowsFailures() {
        assertEquals(
                "[======>                    ] 10/40 files, 2 failed  3.4 GiB  118.2 MiB/s  ETA 1:33",
                ProgressBar.render(state(10, 2), 84));
    }

    @Test
    void beforeTheFirstFileNobodyKnowsWhatIsLeft() {
        assertTrue(ProgressBar.render(state(0, 0), 80).endsWith("ETA -:--"));
        assertTrue(ProgressBar.render(state(0, 0), 80).startsWith("[>   "));
    }

    @Test
    void atTheEndTheBarIsFull() {
        assertTrue(ProgressBar.render(state(40, 0), 80).matches("\\[=+] 40/40 files .* ETA 0:00"));
    }

    @Test
    void anEmptyListHasAFullBar() {
        ProgressBar.State nothing = new ProgressBar.State(0, 0, 0, 0, 0, Duration.ZERO);
        assertTrue(ProgressBar.render(nothing, 80).startsWith("[==="));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 46, 47, 50, 58, 59, 60, 79, 80, 200})
    void itNeverReachesTheLastColumn(int width) {
        assertTrue(ProgressBar.render(state(10, 0), width).length() < width);
    }

    @Test
    void onANarrowTerminalThereAreFiguresOnly() {
        assertEquals(
                "10/40 files  3.4 GiB  118.2 MiB/s  ETA 1:33",
                ProgressBar.render(state(10, 0), 50));
    }
}
