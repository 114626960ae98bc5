package transfer.protocol.ftp;

import java.io.IOException;
import java.net.Socket;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS of one control connection and its data connections.
 *
 * <p>They share a session: servers take a data connection for this client's only if it goes on with
 * the control connection's, and with no other's of the same client. So each control connection has
 * a context of its own, in which the runtime finds the session by host and port, and a data
 * connection is opened under the control connection's.
 */
final class FtpTls {
    /**
     * Compares the certificate's names as HTTPS does (RFC 6125). Hosts whose certificates are not
     * checked have it, too: the runtime goes on with older servers' sessions only then.
     */
    private static final String NAMES = "HTTPS";

    private final SSLContext context;
    private final FtpLogin login;
    private int atFirst = -1;

    /**
     * @param context nobody else's
     */
    FtpTls(SSLContext context, FtpLogin login) {
        this.context = context;
        this.login = login;
    }

    /** Agrees with the server on keys, over its control connection. */
    Socket around(Socket control) throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(control, login.host(), control.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(NAMES);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** The same for a data connection, in the session of the control connection. */
    FtpChannel around(FtpPlainChannel data) throws IOException {
        if (atFirst < 0) {
            atFirst = sessions();
        }
        SSLEngine engine = context.createSSLEngine(login.host(), login.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(NAMES);
        engine.setSSLParameters(parameters);
        return FtpTlsChannel.over(data, engine);
    }

    /**
     * Whether one more data connection can be in the session. With TLS 1.3 each takes a ticket (RFC
     * 8446, C.4), and ProFTPD gives no new ones on uploads; beside the tickets the runtime counts
     * the session itself, with which nobody can go on. A server that gave none at all wants none.
     */
    boolean canGoOn() {
        return atFirst <= 1 || sessions() > 1;
    }

    private int sessions() {
        return Collections.list(context.getClientSessionContext().getIds()).size();
    }
}
