package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A file that is there and may not be read. */
@Needs({Ability.READ, Ability.UNREADABLE})
abstract class UnreadableChecks extends Checks {
    @Test
    protected void unreadableFileIsDenied() throws Exception {
        TransferUrl url = fixture().unreadable();

        TransferException failure =
                trial().failure(
                                Set.of(FailureKind.ACCESS_DENIED),
                                Set.of(Phase.REQUEST, Phase.LOGIN, Phase.LOCAL),
                                () -> trial().read(url));

        if (failure.phase().orElseThrow() == Phase.LOCAL) {
            assertTrue(
                    Set.of("EACCES", "EPERM").contains(failure.errno().orElse("")),
                    failure::toString);
        }
    }
}
