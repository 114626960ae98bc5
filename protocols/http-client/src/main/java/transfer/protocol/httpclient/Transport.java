package transfer.protocol.httpclient;

import java.util.Optional;
import transfer.credentials.Credential;

/**
 * What decides which connections may carry a request. Requests that differ in one of these never
 * share a connection.
 *
 * @param tls whether the server speaks TLS
 * @param checked whether its certificate must be good
 * @param bulk whether only HTTP/1.1 will do
 * @param certificate the client certificate to show if asked
 */
record Transport(
        boolean tls,
        boolean checked,
        boolean bulk,
        Optional<ProxyServer> proxy,
        Optional<Credential.ClientCertificate> certificate) {
    /**
     * Written out, as {@link #equals}: what the runtime makes of a record is not kept in the cache.
     */
    @Override
    public int hashCode() {
        return 31
                        * (31
                                        * (31
                                                        * (31 * Boolean.hashCode(tls)
                                                                + Boolean.hashCode(checked))
                                                + Boolean.hashCode(bulk))
                                + proxy.hashCode())
                + certificate.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Transport transport
                && tls == transport.tls
                && checked == transport.checked
                && bulk == transport.bulk
                && proxy.equals(transport.proxy)
                && certificate.equals(transport.certificate);
    }
}
