package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

class S3CouriersTest {
    private final S3Couriers couriers = new S3Couriers();
    private final AtomicInteger returned = new AtomicInteger();

    private void send(S3Couriers.Errand errand) throws Exception {
        couriers.send(errand, returned::incrementAndGet);
    }

    private static S3Multipart.Held part(int number) {
        return new S3Multipart.Held(number, 1, "t", false, Optional.empty(), true);
    }

    @Test
    void whatTheyBroughtIsInOrder() throws Exception {
        for (int i = 9; i > 0; i--) {
            int number = i;
            send(() -> part(number));
        }
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
                couriers.finish().stream().map(S3Multipart.Held::number).toList());
        assertEquals(9, returned.get());
    }

    @Test
    void noErrorOfARunningProgramIsTakenForAPartThatCame() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("no room");
        send(() -> part(1));
        send(() -> {
            throw error;
        });
        assertSame(error, assertThrows(OutOfMemoryError.class, couriers::finish));
        assertEquals(2, returned.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTION", "UNEXPECTED"})
    void theFirstFailureEndsWhatGoesOn(FailureKind kind) throws Exception {
        TransferException failure = new TransferException(kind, ScriptedStore.url("b/k"), "broken");
        send(() -> {
            throw failure;
        });
        assertSame(failure, assertThrows(TransferException.class, couriers::finish));
        assertSame(failure, assertThrows(TransferException.class, () -> send(() -> part(2))));
        assertEquals(2, returned.get());
    }
}
