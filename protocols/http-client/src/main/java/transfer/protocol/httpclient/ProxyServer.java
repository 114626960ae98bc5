package transfer.protocol.httpclient;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Optional;
import okhttp3.HttpUrl;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * An HTTP proxy.
 *
 * @param authorization the value of {@code Proxy-Authorization}, where the setting named a user
 */
record ProxyServer(String host, int port, Optional<Secret> authorization) {

    /**
     * Reads a setting: {@code http://user:password@host:port}, of which only the host must be
     * there; the port is 80 otherwise.
     *
     * @param url what is to be fetched through it, for the message
     */
    static ProxyServer parse(String setting, TransferUrl url) throws TransferException {
        String text = setting.contains("://") ? setting : "http://" + setting;
        HttpUrl parsed = text.startsWith("http://") ? HttpUrl.parse(text) : null;
        if (parsed == null) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST,
                            url,
                            url
                                    + ": the proxy that is set for it is not of the form"
                                    + " http://[user:password@]host:port")
                    .during(Phase.CONNECT);
        }
        Optional<Secret> authorization =
                parsed.username().isEmpty()
                        ? Optional.empty()
                        : Optional.of(basic(parsed.username(), parsed.password()));
        return new ProxyServer(parsed.host(), parsed.port(), authorization);
    }

    private static Secret basic(String user, String password) {
        return new Secret(
                okhttp3.Credentials.basic(user, password, java.nio.charset.StandardCharsets.UTF_8));
    }

    Proxy address() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
