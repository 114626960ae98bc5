package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventsAheadErrorTest {
    @Test
    void aParserWithoutMemoryDoesNotLeaveItsTakerWaiting() {
        OutOfMemoryError error = new OutOfMemoryError("none left");
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    try (EventsAhead events =
                            new EventsAhead(() -> {
                                throw error;
                            })) {
                        assertSame(error, assertThrows(OutOfMemoryError.class, events::hasNext));
                    }
                });
    }
}
