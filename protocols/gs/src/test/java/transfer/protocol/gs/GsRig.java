package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.HandWrittenGcs;

/** The hand-written server with a bucket, and endpoints that find it. */
final class GsRig implements AutoCloseable {
    static final TransferUrl FILE = GsFixture.parse("gs://bucket/file");

    private final Map<String, String> environment = new HashMap<>();
    private final HandWrittenGcs store = HandWrittenGcs.start();
    private final GsAccounts accounts = new GsAccounts(NetworkSettings.standard());

    GsRig() {
        store.makeBucket("bucket");
        environment.put("STORAGE_EMULATOR_HOST", "127.0.0.1:" + store.address().getPort());
    }

    HandWrittenGcs store() {
        return store;
    }

    Map<String, String> environment() {
        return environment;
    }

    GsEndpoint open(TransferUrl url) {
        Place place = new Place(url, Site.UNNAMED);
        return new GsEndpoint(new GsApi(accounts, place, Credentials.standard(environment)));
    }

    /** One of this kind, that says where it happened and does not show the name of an upload. */
    static TransferException failure(FailureKind kind, Executable action) {
        TransferException failure = assertThrows(TransferException.class, action);
        assertEquals(kind, failure.kind(), failure::getMessage);
        assertTrue(failure.phase().isPresent(), failure::toString);
        assertFalse(failure.getMessage().contains("upload_id"), failure::getMessage);
        assertFalse(failure.getMessage().contains("only-its-maker"), failure::getMessage);
        return failure;
    }

    @Override
    public void close() {
        accounts.close();
        store.close();
    }
}
