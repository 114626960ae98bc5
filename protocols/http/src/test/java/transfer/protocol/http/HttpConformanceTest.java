package transfer.protocol.http;

import org.junit.jupiter.api.Tag;

/** nginx, plain. */
@Tag("container")
class HttpConformanceTest extends NginxConformance {
    @Override
    HttpServer startServer() {
        return HttpServer.nginx("http");
    }
}
