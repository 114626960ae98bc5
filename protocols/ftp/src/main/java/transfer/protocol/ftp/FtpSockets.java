package transfer.protocol.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.commons.net.ftp.FTPClient;
import transfer.protocol.NetworkSettings;

/** Makes the connections of both kinds; the one place that knows how they are secured. */
final class FtpSockets {
    private final NetworkSettings network;

    FtpSockets(NetworkSettings network) {
        this.network = network;
    }

    /** How long a server may stay silent. */
    Duration patience() {
        return network.idleTimeout();
    }

    /** A control connection, once the server has greeted. */
    FTPClient control(InetAddress address, int port) throws IOException {
        FTPClient client = new FTPClient();
        // one character for each byte, both ways: names have no encoding of their own
        client.setControlEncoding(StandardCharsets.ISO_8859_1);
        client.setConnectTimeout(millis(network.connectTimeout()));
        client.setDefaultTimeout(millis(network.idleTimeout()));
        boolean greeted = false;
        try {
            client.connect(address, port);
            greeted = true;
            return client;
        } finally {
            if (!greeted) {
                client.disconnect();
            }
        }
    }

    /** A data connection to where the control connection goes. */
    FtpData data(FTPClient control, int port) throws IOException {
        return FtpData.connect(
                new InetSocketAddress(control.getRemoteAddress(), port),
                network.connectTimeout(),
                network.idleTimeout());
    }

    static int millis(Duration time) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.max(1, time.toMillis())));
    }
}
