package transfer.protocol.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HeldCertificate;

/** A server in this process, with a certificate of the test's, that shakes hands and no more. */
final class Handshakes implements AutoCloseable {
    private static final char[] NO_PASSWORD = "none".toCharArray();

    private final SSLServerSocket listener;

    Handshakes(HeldCertificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server",
                    certificate.keyPair().getPrivate(),
                    NO_PASSWORD,
                    new java.security.cert.Certificate[] {certificate.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            listener =
                    (SSLServerSocket)
                            context.getServerSocketFactory()
                                    .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(new FutureTask<>(this::serve));
    }

    private Void serve() throws IOException {
        while (true) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.startHandshake();
                socket.getInputStream().read();
            } catch (javax.net.ssl.SSLException _) {
                // the client wanted no more of it
            }
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Shakes hands as a family does that leaves the comparing of names to the runtime. */
    void with(SSLContext context, String host) throws IOException {
        Socket plain = new Socket(listener.getInetAddress(), port());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
