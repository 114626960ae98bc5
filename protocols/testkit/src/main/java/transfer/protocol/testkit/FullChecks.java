package transfer.protocol.testkit;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Inspector;
import transfer.protocol.TransferUrl;

/** A disk or quota that is full. */
@Needs({Ability.WRITE, Ability.FULL})
abstract class FullChecks extends Checks {
    private static final int SPACE = 100_000;

    @Test
    protected void fileThatDoesNotFitHasNoSpaceAndDoesNotAppear() throws Exception {
        TransferUrl url = fixture().withSpaceFor(SPACE);

        trial().failure(
                        Set.of(FailureKind.NO_SPACE),
                        () -> trial().write(url, Trial.bytes(Trial.SOME_SIZE)));

        trial().failure(
                        Set.of(FailureKind.NOT_FOUND),
                        () -> trial().open(Inspector.class, url).stat(url));
    }

    @Test
    protected void spaceOfAnAbortedFileIsFreeAgain() throws Exception {
        TransferUrl url = fixture().withSpaceFor(SPACE);
        for (byte[] content : List.of(Trial.bytes(Trial.SOME_SIZE), Trial.bytes(Trial.SOME_SIZE))) {
            trial().failure(Set.of(FailureKind.NO_SPACE), () -> trial().write(url, content));
        }

        trial().write(url, Trial.bytes(SPACE / 2));
    }
}
