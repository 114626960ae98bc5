package transfer.protocol.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import transfer.credentials.CredentialException;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.tls.TlsClient;
import transfer.protocol.tls.TlsFault;

/** Makes the connections of both kinds; the one place that knows how they are secured. */
final class FtpSockets {
    private final NetworkSettings network;
    private final TlsClient tls;
    private final int securedPort;
    private final Set<String> withoutExtendedPassive = ConcurrentHashMap.newKeySet();

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

    /**
     * Looks at a certificate that is meant for the server.
     *
     * @throws TransferException when it cannot be used
     */
    void check(FtpLogin login, TransferUrl url) throws TransferException {
        if (login.certificate().isEmpty()) {
            return;
        }
        try {
            tls.check(login.certificate().get());
        } catch (CredentialException e) {
            throw new TransferException(
                            FailureKind.BAD_CREDENTIALS, url, url + ": " + e.getMessage(), e)
                    .during(Phase.LOGIN)
                    .withErrno(TlsFault.CLIENT_CERTIFICATE_UNUSABLE.code());
        }
    }

    /** How often the server has asked for a certificate of ours. */
    int asked(FtpLogin login) {
        return wish(login).times();
    }

    private TlsClient.Asked wish(FtpLogin login) {
        return tls.askedBy(login.host(), login.port(), login.certificate());
    }

    /**
     * A failure to connect, which may be how the server refuses our certificate or our having none:
     * that shows when it has asked for one since.
     *
     * @param before how often it had asked before
     */
    TransferException explained(FtpLogin login, int before, TransferException failure) {
        TlsClient.Asked wish = wish(login);
        boolean refusal =
                wish.times() > before
                        && failure.getCause() instanceof IOException cause
                        && TlsFault.mayBeRefusedCertificate(cause);
        if (!refusal) {
            return failure;
        }
        // one that hangs up without a word may have had other reasons
        boolean told = TlsFault.isAlert((IOException) failure.getCause());
        return new TransferException(
                        told ? FailureKind.BAD_CREDENTIALS : failure.kind(),
                        failure.url(),
                        failure.getMessage() + "; " + wish.outcome(),
                        failure)
                .during(Phase.TLS)
                .withErrno(wish.fault().code())
                .cameBy(failure.provenance());
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
        } catch (IOException e) {
            // Caught by its own name, each start would load that class, and open its jar.
            if (!(e instanceof FTPConnectionClosedException)) {
                throw e;
            }
            // what the library throws for a greeting that turns us away, too
            FtpReply greeting = reply(client);
            throw greeting.code() == FtpConnection.SERVICE_NOT_AVAILABLE
                    ? new FtpRefusal(greeting)
                    : e;
        } finally {
            if (!greeted) {
                client.disconnect();
            }
        }
    }

    /** The last thing that a server said. */
    static FtpReply reply(FtpControl client) {
        String[] lines = client.getReplyStrings();
        return new FtpReply(
                client.getReplyCode(), lines == null ? List.of() : Arrays.asList(lines));
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

    /** Whether data connections are asked for by EPSV (RFC 2428, 3), which needs no address. */
    boolean isExtendedPassive(FtpLogin login) {
        return !withoutExtendedPassive.contains(server(login));
    }

    /** From now on, on all connections to the server: PASV works there, and EPSV did not. */
    void avoidExtendedPassive(FtpLogin login) {
        withoutExtendedPassive.add(server(login));
    }

    private static String server(FtpLogin login) {
        return login.host() + ":" + login.port();
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
