package transfer.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;

/** Files and sockets are let go of. */
@Needs(Ability.READ)
abstract class ResourceChecks extends Checks {
    private static final byte[] CONTENT = Trial.bytes(300_000);

    private Source source() throws TransferException {
        return trial().open(Source.class, url("file"));
    }

    @Test
    protected void nothingStaysOpenAfterManyReadings() throws Exception {
        fixture().put("file", CONTENT);
        OpenFiles.assertNoneStay(() -> {
            Source source = source();
            Trial.read(source, url("file"), ReadRequest.WHOLE);
            try (Reading half = source.read(url("file"), ReadRequest.WHOLE)) {
                half.read(ByteBuffer.allocate(1000));
            }
            source.close();
        });
    }

    @Test
    protected void nothingStaysOpenAfterManyFailures() {
        OpenFiles.assertNoneStay(() -> {
            Source source = source();
            trial().failure(
                            Set.of(FailureKind.NOT_FOUND),
                            () -> Trial.read(source, url("missing"), ReadRequest.WHOLE));
            source.close();
        });
    }

    @Test
    protected void endpointClosedBeforeItsReadingLetsGoOfBoth() throws Exception {
        fixture().put("file", CONTENT);
        OpenFiles.assertNoneStay(() -> {
            Source source = source();
            Reading reading = source.read(url("file"), ReadRequest.WHOLE);
            reading.read(ByteBuffer.allocate(1000));
            source.close();
            reading.close();
        });
    }
}
