package transfer.protocol.vfs;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Fixture;

class TgzConformanceTest extends VfsConformance {
    @Override
    protected Fixture fixture() throws IOException {
        return VfsFixture.withAnArchive("tgz");
    }

    @Nested
    class Stating extends StatGroup {}

    @Nested
    class Fetching extends ReadGroup {}
}
