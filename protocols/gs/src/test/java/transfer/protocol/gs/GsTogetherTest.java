package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static transfer.protocol.gs.GsRig.failure;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.HandWrittenGcs;

/** Objects that somebody names are removed together. */
class GsTogetherTest {
    @Test
    void whatIsRemovedTogetherIsToldOneByOne() throws Exception {
        try (GsRig rig = new GsRig()) {
            HandWrittenGcs store = rig.store();
            store.put("bucket", "d/a", new byte[1]);
            store.put("bucket", "d/undeletable", new byte[1]);
            List<TransferUrl> urls =
                    Stream.of("d/a", "d", "d/undeletable", "d/missing", "d/", "")
                            .map(name -> GsFixture.parse("gs://bucket/" + name))
                            .toList();
            GsEndpoint endpoint = rig.open(urls.getFirst());

            assertEquals(Set.of(urls.getFirst()), endpoint.removeTogether(urls));

            assertEquals(List.of("d/undeletable"), store.names("bucket"));
            assertEquals(1, store.requests().size());
            store.refuseBatches();
            failure(FailureKind.UNSUPPORTED, () -> endpoint.removeTogether(urls));
        }
    }
}
