package transfer.protocol.http;

import org.junit.jupiter.api.Tag;

/** Apache with TLS. */
@Tag("container")
class ApacheHttpTlsConformanceTest extends ApacheConformance {
    @Override
    HttpServer startServer() {
        return HttpServer.apache("https");
    }
}
