package transfer.protocol.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.Trial;

/** The size of what gzip packed is known at its end only, so nothing tells it in advance. */
class GzConformanceTest extends VfsConformance {
    @Override
    protected Fixture fixture() throws IOException {
        return new VfsSingleFixture("gz");
    }

    @Nested
    class Stating extends StatGroup {
        private void assertFileOfUnknownSize(String name) throws Exception {
            FileStat stat = stat(name);
            assertEquals(FileStat.Kind.FILE, stat.kind());
            assertEquals(OptionalLong.empty(), stat.size());
        }

        @Test
        @Override
        protected void fileHasItsSize() throws Exception {
            fixture().put("file", Trial.bytes(Trial.SOME_SIZE));
            assertFileOfUnknownSize("file");
        }

        @Test
        @Override
        protected void emptyFileHasSizeZero() throws Exception {
            fixture().put("empty", new byte[0]);
            assertFileOfUnknownSize("empty");
        }

        @TestFactory
        @Override
        protected Stream<DynamicTest> fileOfAnyNameIsFound() {
            return Stream.of("with two  spaces", "%41", "a#b?c", "Gr\uDCFC\uDCDFe", "wow!/x")
                    .map(name ->
                            DynamicTest.dynamicTest(
                                    Integer.toHexString(name.hashCode()),
                                    () -> {
                                        fixture().put(name, Trial.bytes(9));
                                        assertFileOfUnknownSize(name);
                                    }));
        }

        @Test
        @Override
        protected void oneEndpointAnswersAgainAfterAFailure() throws Exception {
            fixture().put("file", Trial.bytes(99));
            Inspector inspector = trial().open(Inspector.class, url("file"));
            trial().failure(Set.of(FailureKind.NOT_FOUND), () -> inspector.stat(url("missing")));
            assertTrue(inspector.stat(url("file")).identity().isPresent());
        }
    }

    @Nested
    class Fetching extends ReadGroup {
        @Test
        @Override
        protected void readingTellsTheSizeAndBeginsAtZero() throws Exception {
            fixture().put("file", Trial.bytes(99));
            try (Reading reading = source("file").read(url("file"), ReadRequest.WHOLE)) {
                assertEquals(OptionalLong.empty(), reading.stat().size());
                assertEquals(0, reading.offset());
            }
        }
    }
}
