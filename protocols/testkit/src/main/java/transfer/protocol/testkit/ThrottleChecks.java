package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A server that asks for a pause. */
@Needs({Ability.READ, Ability.THROTTLE})
abstract class ThrottleChecks extends Checks {
    @Test
    protected void busyServerIsReportedWithThePauseItAsksFor() throws Exception {
        byte[] content = Trial.bytes(1000);
        Duration pause = Duration.ofSeconds(7);
        TransferUrl url = fixture().throttled(content, pause);

        TransferException failure =
                trial().failure(
                                Set.of(FailureKind.THROTTLED, FailureKind.UNAVAILABLE),
                                () -> trial().read(url));

        assertEquals(Optional.of(pause), failure.notBefore());
        assertArrayEquals(content, trial().read(url), "afterwards it serves again");
    }
}
