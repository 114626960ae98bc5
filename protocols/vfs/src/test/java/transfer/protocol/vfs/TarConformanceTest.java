package transfer.protocol.vfs;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Fixture;

class TarConformanceTest extends VfsConformance {
    @Override
    protected Fixture fixture() throws IOException {
        return VfsFixture.withAnArchive("tar");
    }

    @Nested
    class Stating extends StatGroup {}

    @Nested
    class Fetching extends ReadGroup {}
}
