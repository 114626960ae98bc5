package transfer.protocol.webdav;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Apache with mod_dav, plain. */
@Tag("container")
class ApacheConformanceTest extends WebdavConformance {
    @Override
    WebdavServer startServer() {
        return WebdavServer.apache("webdav", "put", "basic-put");
    }

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class Folders extends DirectoryGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}
}
