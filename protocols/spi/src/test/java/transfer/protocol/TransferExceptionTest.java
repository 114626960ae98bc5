package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TransferExceptionTest {
    private static final TransferUrl URL = TransferUrl.ofPath(Path.of("/data/x"));
    private static final IOException CAUSE = new IOException("it broke");

    private final TransferException bare =
            new TransferException(FailureKind.UNAVAILABLE, URL, "GET x: 503", CAUSE);

    @Test
    void nothingIsKnownThatNobodySaid() {
        assertEquals(Optional.empty(), bare.notBefore());
        assertEquals(Optional.empty(), bare.phase());
        assertEquals(OptionalInt.empty(), bare.status());
        assertEquals(Optional.empty(), bare.errno());
        assertEquals(Provenance.UNKNOWN, bare.provenance());
    }

    @Test
    void everythingThatIsAddedStaysWhenMoreIsAdded() {
        Provenance way = Provenance.of("192.0.2.7:443");
        TransferException full =
                bare.cameBy(way)
                        .withErrno("ECONNRESET")
                        .withStatus(503)
                        .during(Phase.REQUEST)
                        .notBefore(Duration.ofSeconds(7));
        assertEquals(way, full.provenance());
        assertEquals(Optional.of("ECONNRESET"), full.errno());
        assertEquals(OptionalInt.of(503), full.status());
        assertEquals(Optional.of(Phase.REQUEST), full.phase());
        assertEquals(Optional.of(Duration.ofSeconds(7)), full.notBefore());

        TransferException again =
                full.notBefore(Duration.ZERO)
                        .during(Phase.BODY)
                        .withStatus(500)
                        .withErrno("EPIPE")
                        .cameBy(Provenance.UNKNOWN);
        assertEquals(Provenance.UNKNOWN, again.provenance());
        assertEquals(Optional.of("EPIPE"), again.errno());
        assertEquals(OptionalInt.of(500), again.status());
        assertEquals(Optional.of(Phase.BODY), again.phase());
        assertEquals(Optional.of(Duration.ZERO), again.notBefore());
    }

    @Test
    void theFailureItselfStaysAsItIs() {
        IllegalStateException other = new IllegalStateException("while it was closed");
        bare.addSuppressed(other);
        TransferException more = bare.during(Phase.BODY);
        assertEquals(Optional.empty(), bare.phase());
        assertEquals(FailureKind.UNAVAILABLE, more.kind());
        assertEquals(URL, more.url());
        assertEquals("GET x: 503", more.getMessage());
        assertSame(CAUSE, more.getCause());
        assertArrayEquals(bare.getStackTrace(), more.getStackTrace());
        assertArrayEquals(new Throwable[] {other}, more.getSuppressed());
    }

    @Test
    void whoKnowsThePhaseKnowsItBetterThanWhoGuesses() {
        assertEquals(
                Optional.of(Phase.TLS), bare.during(Phase.TLS).orDuring(Phase.REQUEST).phase());
        assertEquals(Optional.of(Phase.REQUEST), bare.orDuring(Phase.REQUEST).phase());
        assertEquals(
                Optional.of(Phase.PUBLISH), bare.during(Phase.LOCAL).during(Phase.PUBLISH).phase());
    }
}
