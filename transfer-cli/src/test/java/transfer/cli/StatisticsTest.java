package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;

class StatisticsTest {
    private static final WorkItem.Transfer FETCH =
            Examples.transfer(1, "http://h/a", "file:///tmp/a");
    private static final WorkItem.Transfer REMOTE =
            Examples.transfer(2, "http://h/a", "http://i/a");

    private final Statistics statistics = new Statistics();

    @Test
    void withoutAttemptsThereIsNothingToTell() {
        assertEquals(
                List.of("Stats: no local files in the transfer set"),
                statistics.lines(Duration.ofSeconds(2)));
    }

    @Test
    void attemptsCountInAllAndForEachPairOfSites() {
        statistics.attempted(FETCH, Examples.failure(1, FETCH, FailureKind.CONNECTION));
        statistics.attempted(FETCH, Examples.success(2, FETCH));
        assertEquals(
                List.of(
                        "Stats: Total 2 transfers, 6.0 B transferred in 2 seconds. Rate: 3.0 B/s (24.0 b/s)",
                        "       Between sites my_site->local : 2 transfers, 6.0 B transferred in 2 seconds. Rate: 3.0 B/s (24.0 b/s)"),
                statistics.lines(Duration.ofSeconds(2)));
    }

    @Test
    void oneAttemptBetweenTwoServersHidesTheFigures() {
        statistics.attempted(FETCH, Examples.success(1, FETCH));
        statistics.attempted(REMOTE, Examples.success(1, REMOTE));
        assertEquals(
                List.of("Unable to provide stats for third party gsiftp/srm transfers"),
                statistics.lines(Duration.ofSeconds(2)));
    }
}
