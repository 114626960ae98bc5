package transfer.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Spoils finished files on purpose, for those who test whether their workflow notices ({@code
 * PEGASUS_TRANSFER_ERROR_RATE}). Links are left alone: what they point to is not ours.
 */
final class Damage {
    private static final byte[] TEXT =
            "Here be dragons! Eh, I mean pegai!".getBytes(StandardCharsets.US_ASCII);

    private Damage() {}

    /** Appends to a file with the given probability in per cent. */
    static void maybe(int percent, TransferUrl file) throws TransferException {
        if (percent == 0 || ThreadLocalRandom.current().nextInt(100) >= percent) {
            return;
        }
        try {
            Files.write(file.toPath(), TEXT, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw LocalFailures.of(e, file, "cannot spoil " + file);
        }
    }

    /** Notices: only the size needs a look, because spoiling appends. */
    static void check(TransferUrl file, Moved moved) throws TransferException {
        try {
            long size = Files.size(file.toPath());
            if (size != moved.bytes()) {
                throw new TransferException(
                                FailureKind.CHECKSUM_MISMATCH,
                                file,
                                file
                                        + " has "
                                        + size
                                        + " bytes, but "
                                        + moved.bytes()
                                        + " were written")
                        .during(Phase.VERIFY);
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, file, "cannot look at " + file);
        }
    }
}
