package transfer.protocol.testkit;

import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferUrl;

/** A file that is there and may not be read. */
@Needs({Ability.READ, Ability.UNREADABLE})
abstract class UnreadableChecks extends Checks {
    @Test
    protected void unreadableFileIsDenied() throws Exception {
        TransferUrl url = fixture().unreadable();

        trial().failure(Set.of(FailureKind.ACCESS_DENIED), () -> trial().read(url));
    }
}
