package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.testkit.Trial;

/** The suite against s3rver. */
@Tag("container")
class S3rverConformanceTest extends S3Conformance {
    S3rverConformanceTest() {
        super(S3TestServers.S3RVER);
    }

    /** It reads an original's name as a URL once more; of some names it finds nothing then. */
    @Override
    protected List<String> copiedNames() {
        return List.of("a", "b c", "A", "Grüße");
    }

    @Nested
    class Ranges extends S3Conformance.Ranges {
        /** It takes the last byte's number for none where it is 0, and gives everything. */
        @Test
        @Override
        protected void singleBytesAreRead() throws Exception {
            byte[] content = Trial.bytes(1000);
            fixture().put("file", content);

            assertArrayEquals(content, trial().read(url("file"), one(0)));
            for (int at : List.of(1, 500, 999)) {
                assertArrayEquals(
                        new byte[] {content[at]},
                        trial().read(url("file"), one(at)),
                        () -> "" + at);
            }
        }

        private static ReadRequest one(long at) {
            return new ReadRequest(at, OptionalLong.of(1), Optional.empty(), true);
        }
    }

    @Nested
    class Identities extends S3Conformance.Identities {
        /**
         * It writes new content into the file that is being read. That the connection may end for
         * it is luck; that it is noticed is due to the digest that was told at the beginning.
         */
        @Test
        @Override
        protected void fileReplacedWhileItIsReadIsNeverMixed() throws Exception {
            byte[] content = Trial.bytes(Trial.SOME_SIZE);
            fixture().put("file", content);
            ByteBuffer read = ByteBuffer.allocate(content.length);

            try (Reading reading = source().read(url("file"), ReadRequest.WHOLE)) {
                while (read.position() < 1000 && reading.read(read) >= 0) {
                    // the first bytes
                }
                fixture().put("file", Trial.bytes(content.length, 2));
                while (read.hasRemaining() && reading.read(read) >= 0) {
                    // the others
                }
                Checksum told = reading.stat().digest(DigestAlgorithm.MD5).orElseThrow();
                if (!Arrays.equals(content, read.array())) {
                    assertNotEquals(Trial.digest(DigestAlgorithm.MD5, read.array()), told);
                }
            } catch (TransferException e) {
                trial().inspect(e);
                assertEquals(FailureKind.TRUNCATED, e.kind());
            }
        }
    }

    /** It fails with several at random, so that it is asked for one at a time: none go together. */
    @Nested
    class RemovingTogether extends S3Conformance.RemovingTogether {
        private void noneGoTogether() throws Exception {
            List<String> names = List.of("f0", "f1", "f2", "f3");
            for (String name : names) {
                fixture().put(name, Trial.bytes(10));
            }
            assertEquals(Set.of(), removeTogether(names));
            assertEquals(names.size(), fixture().names().size());
        }

        @Test
        @Override
        protected void filesGoAndTheirNeighboursStay() throws Exception {
            noneGoTogether();
        }

        @Test
        @Override
        protected void whatIsMissingIsNotToldToBeRemoved() throws Exception {
            noneGoTogether();
        }

        @Test
        @Override
        protected void directoryIsLeftAlone() throws Exception {
            noneGoTogether();
        }
    }

    /** It cannot list the parts that it has, so that every upload begins again. */
    @Override
    protected int keptAfterACut() {
        return 0;
    }

    @Nested
    class Going extends S3Conformance.Going {
        private void beginsAgain() throws Exception {
            leave("file", "k3v-1", some());

            assertEquals(0, complete("file", "k3v-1"));
            assertWhole();
        }

        @Test
        @Override
        protected void leftWritingGoesOnBehindWhatHadArrived() throws Exception {
            beginsAgain();
        }

        @Test
        @Override
        protected void leftTwiceItGoesOnTwice() throws Exception {
            beginsAgain();
        }

        @Test
        @Override
        protected void otherMarkIsAnotherFile() throws Exception {
            beginsAgain();
        }

        @Test
        @Override
        protected void plainWritingTakesNoNoticeOfWhatIsLeft() throws Exception {
            beginsAgain();
        }

        @Test
        @Override
        protected void writingThatIsLeftTwiceOrClosedAfterwardsStays() throws Exception {
            beginsAgain();
        }

        @Test
        @Override
        protected void finishedWritingThatWasNotPublishedOnlyHasToBe() throws Exception {
            beginsAgain();
        }

        @Test
        @Override
        protected void whatIsThereCanBeLookedAtBeforeTheFirstByte() throws Exception {
            beginsAgain();
        }

        @Test
        @Override
        void partsOfOtherBytesAreFound() throws Exception {
            beginsAgain();
        }
    }
}
