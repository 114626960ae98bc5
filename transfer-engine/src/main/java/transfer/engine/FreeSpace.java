package transfer.engine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * @param part where they go first; a link at the destination may lead to another disk
     * @param file what people know it by
     * @throws TransferException {@link FailureKind#NO_SPACE} when so many bytes do not fit
     */
    static void need(Path part, TransferUrl file, long bytes) throws TransferException {
        if (bytes < WORTH_A_LOOK) {
            return;
        }
        try {
            FileStore disk = Files.getFileStore(part.getParent());
            long usable = disk.getUsableSpace();
            // some file systems of other machines tell nothing, which reads as no space at all
            if (usable < bytes && disk.getTotalSpace() > 0) {
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
