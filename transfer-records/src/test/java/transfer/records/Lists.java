package transfer.records;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.credentials.Site;
import transfer.engine.Evidence;
import transfer.engine.ListPosition;
import transfer.engine.TransferOutcome;
import transfer.engine.TransferTerms;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/** Items and outcomes for tests of what is kept of them. */
final class Lists {
    /** Of {@code hello} and a line end. */
    static final String HELLO_SHA256 =
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    private Lists() {}

    static Place place(String url) {
        try {
            return new Place(TransferUrl.parse(url), new Site("local"));
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static WorkItem.Transfer transfer(int number, String source, String target) {
        return new WorkItem.Transfer(
                new ListPosition(number, 0),
                List.of(place(source)),
                place(target),
                TransferTerms.PLAIN);
    }

    static WorkItem.Transfer fetch(int number, Path target) {
        return transfer(number, "http://h/" + number, target.toString());
    }

    static WorkItem.Remove remove(int number, String target) {
        return new WorkItem.Remove(new ListPosition(number, 0), place(target), true);
    }

    static TransferOutcome.Done done(WorkItem item) {
        return new TransferOutcome.Done(
                item,
                List.of(),
                new Verdict.Verified(Evidence.SOURCE_DIGEST),
                6,
                Optional.of(Checksum.sha256(HELLO_SHA256)),
                "");
    }

    static TransferOutcome.Failed failed(WorkItem item) {
        return new TransferOutcome.Failed(item, List.of(), FailureKind.NOT_FOUND, "gone");
    }
}
