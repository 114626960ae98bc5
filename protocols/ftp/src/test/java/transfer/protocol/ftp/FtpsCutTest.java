package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Data connections that end without TLS's own end, as anybody on the way can make them end. */
@Tag("container")
class FtpsCutTest {
    private static final int SIZE = 50_000;

    private static FtpServer server;

    private FtpsFixture fixture;
    private FtpsGateway gateway;

    @BeforeAll
    static void start() {
        server = FtpServer.vsftpd(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void stand() throws Exception {
        fixture = new FtpsFixture(server, "FTP_PORT", "place" + System.nanoTime());
        fixture.put("file", new byte[SIZE]);
        gateway = new FtpsGateway(server.port(), server.container().data());
    }

    @AfterEach
    void leave() throws Exception {
        gateway.close();
        fixture.close();
    }

    private FtpEndpoint endpoint(TransferUrl url) throws TransferException {
        return (FtpEndpoint)
                fixture.protocol().open(new Place(url, Site.UNNAMED), fixture.credentials());
    }

    /** How many bytes a file has that comes through a connection which is cut after so many. */
    private int readCutAfter(long bytes) throws Exception {
        TransferUrl url = fixture.url("file", gateway.address().getPort());
        gateway.cutAfter(bytes);
        ByteBuffer content = ByteBuffer.allocate(2 * SIZE);
        try (FtpEndpoint endpoint = endpoint(url);
                Reading reading = endpoint.read(url, ReadRequest.WHOLE)) {
            while (reading.read(content) >= 0) {
                // until it ends
            }
        }
        return content.position();
    }

    @Test
    void aFileThatIsCutIsTruncated() {
        TransferException failure =
                assertThrows(TransferException.class, () -> readCutAfter(SIZE - 1));

        assertEquals(FailureKind.TRUNCATED, failure.kind(), failure::getMessage);
    }

    /** Many servers never say that it was the end. */
    @Test
    void aFileOfWhichNothingIsMissingIsWhole() throws Exception {
        assertEquals(SIZE, readCutAfter(SIZE));
    }

    /** Nothing tells how long a listing is, so its end has to be told. */
    @Test
    void aListingThatIsCutIsNone() throws Exception {
        TransferUrl url = fixture.url("", gateway.address().getPort());
        try (FtpEndpoint endpoint = endpoint(url)) {
            assertEquals(
                    fixture.url("file", gateway.address().getPort()),
                    endpoint.list(url).getFirst().url());

            gateway.cutAfter(10);
            TransferException failure =
                    assertThrows(TransferException.class, () -> endpoint.list(url));

            assertEquals(FailureKind.TRUNCATED, failure.kind(), failure::getMessage);
        }
    }
}
