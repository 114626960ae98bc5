package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.SecretScan;
import transfer.protocol.testkit.Trial;

/** A family with one user, for tests of single servers. */
final class FtpRig implements AutoCloseable {
    /** A script with a mistake must not keep the build waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FtpProtocol protocol;
    private final SecretScan scan = new SecretScan(List.of(FtpServer.PASSWORD));

    FtpRig() {
        this(PATIENCE);
    }

    FtpRig(Duration patience) {
        this.protocol = FtpFixture.waiting(patience, patience);
    }

    FtpEndpoint open(TransferUrl url) throws TransferException {
        return open(url, FtpServer.lab());
    }

    FtpEndpoint open(TransferUrl url, Credentials credentials) throws TransferException {
        return (FtpEndpoint) protocol.open(new Place(url, Site.UNNAMED), credentials);
    }

    byte[] read(TransferUrl url) throws Exception {
        return Trial.read(open(url), url, ReadRequest.WHOLE);
    }

    void write(TransferUrl url, byte[] content) throws Exception {
        Trial.write(open(url), url, content);
    }

    /** A failure of this kind, which says no secret. */
    TransferException failure(FailureKind kind, Executable action) {
        TransferException failure = assertThrows(TransferException.class, action);
        scan.check(failure);
        assertEquals(kind, failure.kind(), failure::toString);
        assertTrue(failure.phase().isPresent(), failure::toString);
        return failure;
    }

    @Override
    public void close() {
        protocol.close();
    }
}
