package transfer.protocol.webdav;

import org.junit.jupiter.api.Tag;

/** XRootD's HTTP, plain. */
@Tag("container")
class XrootdConformanceTest extends WebdavConformance {
    @Override
    WebdavServer startServer() {
        return XrootdServer.start().first("webdav");
    }
}
