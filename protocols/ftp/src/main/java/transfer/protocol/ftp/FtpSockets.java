package transfer.protocol.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import transfer.protocol.NetworkSettings;
import transfer.protocol.tls.TlsClient;

/** Makes the connections of both kinds; the one place that knows how they are secured. */
final class FtpSockets {
    private final NetworkSettings network;
    private final TlsClient tls;
    private final int securedPort;

    /**
     * @param securedPort where servers expect TLS from the first byte on
     */
    FtpSockets(NetworkSettings network, int securedPort) {
        this.network = network;
        this.securedPort = securedPort;
        this.tls = new TlsClient(network, InstantSource.system());
    }

    /** How long a server may stay silent. */
    Duration patience() {
        return network.idleTimeout();
    }

    /** What is known of servers' certificates, and of ours. */
    TlsClient tls() {
        return tls;
    }

    /**
     * A control connection, once the server has greeted; TLS begins before that or is to be asked
     * for, as the log-in says.
     */
    FtpControl control(InetAddress address, FtpLogin login) throws IOException {
        FtpControl client = new FtpControl(tls(login), login.port() == securedPort);
        client.setConnectTimeout(millis(network.connectTimeout()));
        client.setDefaultTimeout(millis(network.idleTimeout()));
        boolean greeted = false;
        try {
            client.connect(address, login.port());
            greeted = true;
            return client;
        } finally {
            if (!greeted) {
                client.disconnect();
            }
        }
    }

    private Optional<FtpTls> tls(FtpLogin login) {
        if (!login.isSecured()) {
            return Optional.empty();
        }
        boolean checked = tls.isChecked(login.host(), login.port());
        if (!checked) {
            tls.warnUnchecked(login.host(), login.port());
        }
        return Optional.of(new FtpTls(tls.context(checked, login.certificate()), login));
    }

    /** A data connection to where the control connection goes. */
    FtpPlainChannel data(FtpControl control, int port) throws IOException {
        return FtpPlainChannel.connect(
                new InetSocketAddress(control.getRemoteAddress(), port),
                network.connectTimeout(),
                network.idleTimeout());
    }

    static int millis(Duration time) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.max(1, time.toMillis())));
    }
}
