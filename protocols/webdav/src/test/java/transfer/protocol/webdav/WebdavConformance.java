package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Directories;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.Trial;

/** What every WebDAV server has in common. */
abstract class WebdavConformance extends EndpointConformance {
    private final AtomicInteger places = new AtomicInteger();
    private WebdavServer server;

    abstract WebdavServer startServer();

    @BeforeAll
    final void start() {
        server = startServer();
    }

    @AfterAll
    final void stop() {
        server.close();
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.of(
                Ability.STAT,
                Ability.READ,
                Ability.WRITE,
                Ability.DIGEST,
                Ability.COPY,
                Ability.DIRECTORIES,
                Ability.REMOVE,
                Ability.RANGES,
                Ability.IDENTITY,
                Ability.ATOMIC_PUBLISH,
                Ability.NAMES_OF_ANY_BYTES,
                Ability.PASSWORD,
                Ability.NETWORK);
    }

    @Override
    protected Fixture fixture() throws IOException {
        return new WebdavFixture(server, "place" + places.incrementAndGet());
    }

    @Nested
    class Opening extends OpeningGroup {}

    @Nested
    class Stating extends StatGroup {}

    @Nested
    class Fetching extends ReadGroup {}

    @Nested
    class Ranges extends RangeGroup {}

    @Nested
    class Identities extends IdentityGroup {}

    @Nested
    class Storing extends WriteGroup {}

    @Nested
    class Copying extends CopyGroup {}

    @Nested
    class FoldersInTheWay extends DirectoryWriteGroup {}

    /** These servers compute no digests, so none is told where one could be. */
    @Nested
    class Digests extends DigestGroup {
        @Test
        @Override
        protected void digestIsThatOfTheContent() throws Exception {
            fixture().put("file", Trial.bytes(10));

            assertEquals(Optional.empty(), digest("file", EnumSet.allOf(DigestAlgorithm.class)));
        }

        @Test
        @Override
        protected void digestIsByAnAlgorithmThatWasWanted() throws Exception {
            digestIsThatOfTheContent();
        }

        @Test
        @Override
        protected void emptyFileHasADigest() throws Exception {
            fixture().put("file", new byte[0]);

            assertEquals(Optional.empty(), digest("file", EnumSet.allOf(DigestAlgorithm.class)));
        }

        @Test
        @Override
        protected void digestIsOfWhatIsStoredNow() throws Exception {
            digestIsThatOfTheContent();
        }
    }

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class Passwords extends PasswordGroup {}

    @Nested
    class Network extends NetworkGroup {}

    @Nested
    class UploadFaults extends UploadFaultGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {
        private static final int THREADS = 32;

        @Test
        void thirtyTwoThreadsMakeOneDeepTreeTogether() throws Exception {
            List<Callable<Void>> makers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                TransferUrl url = url("new/deep/tree/of/folders/" + i % 4 + "/" + i);
                makers.add(() -> {
                    if (url.text().endsWith("1")) {
                        trial().open(Directories.class, url).makeDirectory(url);
                    } else {
                        trial().write(url, Trial.bytes(1000));
                    }
                    return null;
                });
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Void> made : threads.invokeAll(makers)) {
                    made.get();
                }
            }
            for (int i = 0; i < THREADS; i++) {
                assertTrue(fixture().exists("new/deep/tree/of/folders/" + i % 4 + "/" + i));
            }
        }
    }

    @Nested
    class Resources extends ResourceGroup {}
}
