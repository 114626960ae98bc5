package transfer.protocol.ftp;

import java.io.IOException;
import transfer.protocol.testkit.Fixture;

/** What every FTP server that speaks TLS has in common. */
abstract class FtpsConformance extends FtpConformance {
    private final String portName;

    /**
     * @param portName which of the server's ports
     */
    FtpsConformance(String portName) {
        this.portName = portName;
    }

    @Override
    Fixture fixture(FtpServer server, String place) throws IOException {
        return new FtpsFixture(server, portName, place);
    }
}
