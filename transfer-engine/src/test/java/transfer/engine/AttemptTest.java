package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.checksum.Checksum;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** What an attempt, and the item it belongs to, tell of why they failed. */
@Timeout(60)
class AttemptTest {
    private static final byte[] CONTENT = EngineBench.content(1000);

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put("mem://h/f", CONTENT);
    }

    /** The reason of the only item, which is that of its last attempt too. */
    private Attempt.Reason reason() {
        bench.run();
        TransferOutcome.Failed failed = bench.failed(1);
        assertEquals(Optional.of(failed.reason()), failed.attempts().getLast().failure());
        return failed.reason();
    }

    private static void assertReason(
            Attempt.Reason reason, FailureKind kind, Phase phase, String errno) {
        assertEquals(kind, reason.kind(), reason.message());
        assertEquals(Optional.of(phase), reason.phase(), reason.message());
        assertEquals(errno, reason.errno().orElse(""), reason.message());
    }

    @Test
    void aRefusedReadingIsOneOfTheRequest() throws Exception {
        bench.transfer("g", "mem://h/missing");
        assertReason(reason(), FailureKind.NOT_FOUND, Phase.REQUEST, "");
    }

    @Test
    void aReadingThatBreaksIsOneOfTheBody() throws Exception {
        bench.store.always(new MemoryFault.ReadBreaks(10, FailureKind.ACCESS_DENIED));
        bench.transfer("g", "mem://h/f");
        assertReason(reason(), FailureKind.ACCESS_DENIED, Phase.BODY, "");
    }

    @Test
    void aMissingLocalSourceIsOneOfTheDisk() throws Exception {
        bench.transfer("mem://h/g", "missing");
        assertReason(reason(), FailureKind.NOT_FOUND, Phase.LOCAL, "ENOENT");
    }

    @Test
    void aLocalDestinationBelowAFileIsOneOfTheDisk() throws Exception {
        Files.write(bench.path("file"), CONTENT);
        bench.transfer("file/g", "mem://h/f");
        assertEquals(Optional.of(Phase.LOCAL), reason().phase());
    }

    @Test
    void wrongBytesAreFoundWhenTheyAreVerified() throws Exception {
        bench.store.always(new MemoryFault.ReadFlips(7));
        bench.transfer(
                terms -> terms.withExpected(Optional.of(Checksum.sha256("0".repeat(64)))),
                "g",
                "mem://h/f");
        assertReason(reason(), FailureKind.CHECKSUM_MISMATCH, Phase.VERIFY, "");
    }

    @Test
    void aFileThatCannotGetItsNameFailsWhenItIsPublished() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.store.always(MemoryFault.fails(Operation.PUBLISH, FailureKind.ACCESS_DENIED));
        bench.transfer("mem://h/g", "f");
        assertReason(reason(), FailureKind.ACCESS_DENIED, Phase.PUBLISH, "");
    }

    @Test
    void theServersPauseIsKept() throws Exception {
        bench.store.always(
                MemoryFault.fails(Operation.READ, FailureKind.THROTTLED, Duration.ofSeconds(7)));
        bench.transfer("g", "mem://h/f");
        assertEquals(Optional.of(Duration.ofSeconds(7)), reason().retryAfter());
    }

    // ---- what nobody said

    private static TransferException of(String url) throws Exception {
        return new TransferException(FailureKind.UNEXPECTED, TransferUrl.parse(url), "it broke");
    }

    @ParameterizedTest
    @CsvSource({"file:///x, false, LOCAL", "mem://h/x, false, REQUEST", "mem://h/x, true, BODY"})
    void aFailureWithoutAPhaseGetsTheLikeliest(String url, boolean begun, Phase phase)
            throws Exception {
        Meter meter = new Meter();
        if (begun) {
            meter.firstByte();
        }
        assertEquals(Optional.of(phase), meter.placed(of(url)).phase());
        assertEquals(Optional.of(Phase.TLS), meter.placed(of(url).during(Phase.TLS)).phase());
    }

    @Test
    void theWayOfTheFailureCountsForMoreThanThatOfTheAnswerBefore() throws Exception {
        Place place = new Place(TransferUrl.parse("mem://h/x"), Site.UNNAMED);
        Meter meter = new Meter();
        meter.answeredBy(Provenance.of("192.0.2.1:1"));
        TransferException mute = of("mem://h/x").withStatus(503);
        TransferException placed = mute.cameBy(Provenance.of("192.0.2.2:2"));

        Attempt first = meter.attempt(1, place, place, Optional.of(mute));
        assertEquals(Provenance.of("192.0.2.1:1"), first.provenance());
        assertEquals(OptionalInt.of(503), first.failure().orElseThrow().status());
        assertEquals(
                Provenance.of("192.0.2.2:2"),
                meter.attempt(1, place, place, Optional.of(placed)).provenance());
        assertEquals(
                Provenance.of("192.0.2.1:1"),
                meter.attempt(1, place, place, Optional.empty()).provenance());
    }

    @Test
    void aRemovalThatFailsSaysWhereToo() throws Exception {
        bench.store.always(MemoryFault.fails(Operation.REMOVE, FailureKind.ACCESS_DENIED));
        bench.remove("mem://h/f", false);
        bench.run();
        assertEquals(Optional.of(Phase.REQUEST), bench.failed(1).reason().phase());
    }
}
