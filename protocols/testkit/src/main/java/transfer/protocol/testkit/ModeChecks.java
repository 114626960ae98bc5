package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import transfer.protocol.Sink;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** Permission bits of written files. */
@Needs({Ability.WRITE, Ability.MODES})
abstract class ModeChecks extends Checks {
    @Test
    protected void writtenFileHasTheModeThatWasAskedFor() throws Exception {
        for (int mode : List.of(0600, 0640, 0755, 0444, 0666)) {
            write("file", OptionalInt.of(mode));

            Sink sink = trial().open(Sink.class, url("file"));
            assertEquals(OptionalInt.of(mode), sink.stat(url("file")).mode());
        }
    }

    @Test
    protected void modeIsThereBeforeTheFileIsPublished() throws Exception {
        Sink sink = trial().open(Sink.class, url("file"));
        try (Writing writing = sink.write(url("file"), request(OptionalInt.of(0600)))) {
            writing.finish(List.of());
            Sink other = trial().open(Sink.class, url("file"));
            assertEquals(OptionalInt.of(0600), other.stat(writing.location()).mode());
        }
    }

    private void write(String name, OptionalInt mode) throws Exception {
        Sink sink = trial().open(Sink.class, url(name));
        try (Writing writing = sink.write(url(name), request(mode))) {
            writing.finish(List.of());
            writing.publish();
        }
    }

    private static WriteRequest request(OptionalInt mode) {
        return new WriteRequest(OptionalLong.of(0), mode);
    }
}
