package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Source;
import transfer.protocol.TransferException;

/** A place that wants a password. */
@Needs({Ability.READ, Ability.PASSWORD})
abstract class PasswordChecks extends Checks {
    private byte[] read(Fixture.Locked locked, Credentials credentials)
            throws TransferException, InterruptedException {
        Source source = trial().open(Source.class, locked.url(), fixture().protocol(), credentials);
        return Trial.read(source, locked.url(), ReadRequest.WHOLE);
    }

    @Test
    protected void rightPasswordLetsIn() throws Exception {
        Fixture.Locked locked = fixture().locked();

        assertEquals(locked.size(), read(locked, locked.right()).length);
    }

    @Test
    protected void wrongPasswordIsRefused() throws Exception {
        Fixture.Locked locked = fixture().locked();

        trial().failure(
                        Set.of(FailureKind.BAD_CREDENTIALS),
                        Set.of(Phase.LOGIN, Phase.REQUEST),
                        () -> read(locked, locked.wrong()));
    }

    @Test
    protected void missingPasswordIsMissed() throws Exception {
        Fixture.Locked locked = fixture().locked();

        trial().failure(
                        Set.of(FailureKind.BAD_CREDENTIALS),
                        () -> read(locked, Credentials.none()));
    }

    @Test
    protected void onePersonsWayInIsNotTheNextOnes() throws Exception {
        Fixture.Locked locked = fixture().locked();

        read(locked, locked.right());

        trial().failure(Set.of(FailureKind.BAD_CREDENTIALS), () -> read(locked, locked.wrong()));
        assertEquals(locked.size(), read(locked, locked.right()).length);
    }
}
