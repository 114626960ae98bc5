package transfer.engine;

import java.io.IOException;
import java.nio.file.Files;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Room on the local disks. */
final class FreeSpace {
    /** Below this a full disk shows soon enough by itself. */
    private static final long WORTH_A_LOOK = 1L << 20;

    private FreeSpace() {}

    /**
     * Makes sure before the first byte that the last one will fit.
     *
     * @param file where they are to go; its directory is there
     * @throws TransferException {@link FailureKind#NO_SPACE} when so many bytes do not fit
     */
    static void need(TransferUrl file, long bytes) throws TransferException {
        if (bytes < WORTH_A_LOOK) {
            return;
        }
        try {
            long usable = Files.getFileStore(file.toPath().getParent()).getUsableSpace();
            if (usable < bytes) {
                throw new TransferException(
                        FailureKind.NO_SPACE,
                        file,
                        "no space for "
                                + file
                                + ": "
                                + bytes
                                + " bytes needed, "
                                + usable
                                + " free");
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, file, "cannot ask for the free space at " + file);
        }
    }
}
