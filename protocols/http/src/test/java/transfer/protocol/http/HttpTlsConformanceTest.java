package transfer.protocol.http;

import org.junit.jupiter.api.Tag;

/** nginx with TLS, and HTTP/2 for what is small. */
@Tag("container")
class HttpTlsConformanceTest extends NginxConformance {
    @Override
    HttpServer startServer() {
        return HttpServer.nginx("https");
    }
}
