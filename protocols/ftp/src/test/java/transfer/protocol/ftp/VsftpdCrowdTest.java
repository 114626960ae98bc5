package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Trial;

/** As {@link FtpCrowdTest}, of a real server that takes one client at a time. */
@Tag("container")
class VsftpdCrowdTest {
    private static final byte[] CONTENT = Trial.bytes(100_000);

    /** vsftpd notices a moment after it has closed that it has room again. */
    private static final int TRIES = 1000;

    private static FtpServer server;

    private FtpFixture plain;
    private FtpsFixture secured;

    @BeforeAll
    static void start() {
        server = FtpServer.vsftpd(Map.of("MAX_CLIENTS", "1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void stand() throws Exception {
        plain = new FtpFixture(server, "plain" + System.nanoTime());
        secured = new FtpsFixture(server, "FTP_PORT", "secured" + System.nanoTime());
    }

    @AfterEach
    void leave() throws Exception {
        plain.close();
        secured.close();
    }

    private static FtpEndpoint endpoint(Protocol protocol, TransferUrl url) throws Exception {
        return (FtpEndpoint) protocol.open(new Place(url, Site.UNNAMED), FtpServer.lab());
    }

    private static Writing begun(FtpEndpoint endpoint, TransferUrl url) throws Exception {
        for (int i = 1; ; i++) {
            try {
                return endpoint.write(url, Trial.requestFor(CONTENT));
            } catch (TransferException e) {
                if (e.kind() != FailureKind.THROTTLED || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void othersAreTurnedAway(Protocol protocol, TransferUrl url) throws Exception {
        FtpEndpoint other = endpoint(protocol, url);
        try (Writing _ = other.write(url, Trial.requestFor(CONTENT))) {
            throw new AssertionError("somebody else is there, too");
        } catch (TransferException e) {
            assertEquals(FailureKind.THROTTLED, e.kind(), e::toString);
        }
    }

    @Test
    void whoHasTheOnlyPlaceVerifiesAndPublishesFromThere() throws Exception {
        TransferUrl url = plain.url("file");
        FtpEndpoint endpoint = endpoint(plain.protocol(), url);
        try (Writing writing = begun(endpoint, url)) {
            writing.write(ByteBuffer.wrap(CONTENT));
            writing.finish(List.of());
            othersAreTurnedAway(plain.protocol(), plain.url("other"));

            assertEquals(CONTENT.length, endpoint.stat(writing.location()).size().orElseThrow());
            assertEquals(
                    Optional.empty(),
                    endpoint.digest(writing.location(), Set.of(DigestAlgorithm.SHA_256)));
            assertArrayEquals(CONTENT, Trial.read(endpoint, writing.location(), ReadRequest.WHOLE));
            writing.publish();
        }
        assertEquals(List.of("file"), plain.names());
        assertArrayEquals(CONTENT, plain.get("file").orElseThrow());
    }

    @Test
    void fileThatTurnsOutToBeWrongIsTakenAwayFromTheSamePlace() throws Exception {
        TransferUrl url = plain.url("file");
        try (Writing writing = begun(endpoint(plain.protocol(), url), url)) {
            writing.write(ByteBuffer.wrap(CONTENT));
            writing.finish(List.of());
            assertEquals(1, plain.names().size());
            othersAreTurnedAway(plain.protocol(), plain.url("other"));
        }
        assertEquals(List.of(), plain.names());
    }

    /** With TLS the connection is good for no other transfer then, but for a removal it is. */
    @Test
    void fileThatIsBrokenOffIsTakenAwayWithTlsToo() throws Exception {
        TransferUrl url = secured.url("file");
        try (Writing writing = begun(endpoint(secured.protocol(), url), url)) {
            writing.write(ByteBuffer.wrap(CONTENT, 0, 1000));
            assertEquals(1, secured.names().size());
            othersAreTurnedAway(secured.protocol(), secured.url("other"));
        }
        assertEquals(List.of(), secured.names());
    }

    @Test
    void whoIsIdleMakesRoomForAnotherLogIn() throws Exception {
        TransferUrl url = plain.url("file");
        begun(endpoint(plain.protocol(), url), url).close();
        TransferUrl named =
                TransferUrl.parse(
                        url.toString().replace("://", "://lab:" + FtpServer.PASSWORD + "@"));
        FtpEndpoint other =
                (FtpEndpoint)
                        plain.protocol().open(new Place(named, Site.UNNAMED), Credentials.none());

        try (Writing writing = begun(other, named)) {
            writing.write(ByteBuffer.wrap(CONTENT));
            writing.finish(List.of());
            writing.publish();
        }
        assertTrue(plain.get("file").isPresent());
    }
}
