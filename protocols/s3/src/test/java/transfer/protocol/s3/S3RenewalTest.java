package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.ContainerServer;

/** Keys that change while we run, at Ceph's object gateway. */
@Tag("container")
class S3RenewalTest {
    private static final String URL = "s3://lab@ceph/bucket/renewed";

    private static ContainerServer server;

    @TempDir private Path home;

    @BeforeAll
    static void start() {
        server =
                ContainerServer.start(
                        "ceph", List.of("HTTP_PORT", "HTTPS_PORT", "MON_PORT"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void keysThatChangedInTheFileAreTakenUpOnTheWay() throws Exception {
        // to the store, a key that is gone and one that never was are the same
        var rig = new LoginRig(home).withFile("keys", file("gonekey", "labsecret"));
        Credentials credentials = credentials();
        try (var protocol = new S3Protocol(NetworkSettings.standard())) {
            TransferException failure = refusal(protocol, credentials);
            assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
            rig.withFile("keys", file("labkey", "labsecret"));
            put(protocol, credentials, "three");
            // what works is not read again
            rig.withFile("keys", file("gonekey", "labsecret"));
            assertEquals(5, size(protocol, credentials, URL));
        }
    }

    @Test
    void aSecretThatChangedInTheFileIsTakenUpByAHead() throws Exception {
        var rig = new LoginRig(home).withFile("keys", file("labkey", "oldsecret"));
        Credentials credentials = credentials();
        try (var protocol = new S3Protocol(NetworkSettings.standard())) {
            assertThrows(
                    TransferException.class, () -> size(protocol, credentials, URL + "-never"));
            rig.withFile("keys", file("labkey", "labsecret"));
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> size(protocol, credentials, URL + "-never"));
            // the keys are taken, and the object was never made
            assertEquals(FailureKind.NOT_FOUND, failure.kind());
        }
    }

    private Credentials credentials() {
        return Credentials.standard(Map.of("PEGASUS_CREDENTIALS", home.resolve("keys").toString()));
    }

    private TransferException refusal(S3Protocol protocol, Credentials credentials) {
        TransferException failure =
                assertThrows(TransferException.class, () -> put(protocol, credentials, "two"));
        assertTrue(failure.getMessage().contains("InvalidAccessKeyId"), failure.getMessage());
        assertTrue(
                failure.getMessage().contains("section [lab@ceph] of " + home.resolve("keys")),
                failure.getMessage());
        return failure;
    }

    private static void put(S3Protocol protocol, Credentials credentials, String text)
            throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TransferUrl url = TransferUrl.parse(URL);
        try (var endpoint = (Sink) protocol.open(new Place(url, Site.UNNAMED), credentials);
                Writing writing =
                        endpoint.write(
                                url,
                                new WriteRequest(
                                        OptionalLong.of(bytes.length), OptionalInt.empty()))) {
            writing.write(ByteBuffer.wrap(bytes));
            writing.finish(List.of());
            writing.publish();
        }
    }

    private static long size(S3Protocol protocol, Credentials credentials, String text)
            throws Exception {
        TransferUrl url = TransferUrl.parse(text);
        try (var endpoint = (Source) protocol.open(new Place(url, Site.UNNAMED), credentials)) {
            return endpoint.stat(url).size().orElseThrow();
        }
    }

    private static String file(String key, String secret) {
        return "[ceph]\nendpoint = http://127.0.0.1:%s\n[lab@ceph]\naccess_key = %s\nsecret_key = %s\n"
                .formatted(server.settings().get("HTTP_PORT"), key, secret);
    }
}
