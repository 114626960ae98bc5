package transfer.protocol.http;

import org.junit.jupiter.api.Tag;

/** Apache, plain. */
@Tag("container")
class ApacheHttpConformanceTest extends ApacheConformance {
    @Override
    HttpServer startServer() {
        return HttpServer.apache("http");
    }
}
