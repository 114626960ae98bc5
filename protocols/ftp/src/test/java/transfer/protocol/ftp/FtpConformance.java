package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.Inspector;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.Trial;

/** What every FTP server has in common, and what some have. */
abstract class FtpConformance extends EndpointConformance {
    private static final int SPACE = 100_000;

    private final AtomicInteger places = new AtomicInteger();
    private FtpServer server;

    abstract FtpServer startServer();

    @BeforeAll
    final void start() {
        server = startServer();
    }

    @AfterAll
    final void stop() {
        server.close();
    }

    /** Not names of any bytes: line breaks are none of FTP's. */
    @Override
    protected Set<Ability> abilities() {
        return EnumSet.of(
                Ability.STAT,
                Ability.READ,
                Ability.WRITE,
                Ability.DIGEST,
                Ability.DIRECTORIES,
                Ability.REMOVE,
                Ability.RANGES,
                Ability.IDENTITY,
                Ability.ATOMIC_PUBLISH,
                Ability.LINKS,
                Ability.UNREADABLE,
                Ability.UNWRITABLE,
                Ability.FULL,
                Ability.PASSWORD,
                Ability.RESUME,
                Ability.NETWORK);
    }

    @Override
    protected final Fixture fixture() throws IOException {
        return fixture(server, "place" + places.incrementAndGet());
    }

    /** The server as these tests see it, in a folder of their own. */
    Fixture fixture(FtpServer running, String place) throws IOException {
        return new FtpFixture(running, place);
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
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class WritingBeside extends DirectoryWriteGroup {}

    @Nested
    class Links extends LinkGroup {}

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class Unreadable extends UnreadableGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class Passwords extends PasswordGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    @Nested
    class Resources extends ResourceGroup {}

    @Nested
    class Resuming extends ResumeGroup {}

    @Nested
    class ResumeFaults extends ResumeFaultGroup {}

    @Nested
    class Network extends NetworkGroup {}

    @Nested
    class UploadFaults extends UploadFaultGroup {}

    /** Neither server says what its disk's trouble is: the answer is 451 to all of them. */
    @Nested
    class Full extends FullGroup {
        @Test
        @Override
        protected void fileThatDoesNotFitHasNoSpaceAndDoesNotAppear() throws Exception {
            TransferUrl url = fixture().withSpaceFor(SPACE);

            TransferException failure = writeTooMuch(url);

            assertEquals(OptionalInt.of(451), failure.status());
            assertTrue(failure.getMessage().contains("disk is full"), failure::getMessage);
            trial().failure(
                            Set.of(FailureKind.NOT_FOUND),
                            () -> trial().open(Inspector.class, url).stat(url));
        }

        @Test
        @Override
        protected void spaceOfAnAbortedFileIsFreeAgain() throws Exception {
            TransferUrl url = fixture().withSpaceFor(SPACE);
            writeTooMuch(url);
            writeTooMuch(url);

            trial().write(url, Trial.bytes(SPACE / 2));
        }

        private TransferException writeTooMuch(TransferUrl url) {
            return trial().failure(
                            Set.of(FailureKind.UNAVAILABLE),
                            () -> trial().write(url, Trial.bytes(10 * SPACE)));
        }
    }

    /** Of a server that has none. */
    abstract class NoDigests extends DigestGroup {
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

    /** Of a server that makes no directory whose name holds a star, and says so. */
    abstract class ListingWithoutStars extends DirectoryGroup {
        @Test
        @Override
        protected void directoryOfAnyNameIsMade() throws Exception {
            for (String name :
                    List.of("with two  spaces", " leading", "-dash", "per%cent", "a#b")) {
                make(name);
                assertTrue(fixture().exists(name), name);
            }
            trial().failure(Set.of(FailureKind.ACCESS_DENIED), () -> make("star*"));
        }
    }
}
