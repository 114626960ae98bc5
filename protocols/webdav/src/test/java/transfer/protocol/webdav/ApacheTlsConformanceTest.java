package transfer.protocol.webdav;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Apache with TLS, where a digest proves the password. */
@Tag("container")
class ApacheTlsConformanceTest extends WebdavConformance {
    @Override
    WebdavServer startServer() {
        return WebdavServer.apache("webdavs", "put", "digest-put");
    }

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class Folders extends DirectoryGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}
}
