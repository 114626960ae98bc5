package transfer.protocol.testkit;

import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferUrl;

/** A place that may not be written to. */
@Needs({Ability.WRITE, Ability.UNWRITABLE})
abstract class UnwritableChecks extends Checks {
    @Test
    protected void unwritablePlaceIsDenied() throws Exception {
        TransferUrl url = fixture().unwritable();

        trial().failure(
                        Set.of(FailureKind.ACCESS_DENIED),
                        () -> trial().write(url, Trial.bytes(Trial.SOME_SIZE)));
    }
}
