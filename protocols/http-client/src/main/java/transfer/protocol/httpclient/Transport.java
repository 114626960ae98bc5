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
        Optional<Credential.ClientCertificate> certificate) {}
