package transfer.planner;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Our own programs, as jobs of the submit host find them.
 *
 * @param directory holds {@code transfer}, {@code pegasus-transfer} and {@code pegasus-integrity};
 *     absolute
 * @param worker the archive of them that jobs elsewhere unpack; empty where there is none
 */
public record Tools(Path directory, Optional<Path> worker) {
    /**
     * @throws IllegalArgumentException when the directory is not absolute
     */
    public Tools {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("not absolute: " + directory);
        }
    }

    String transfer() {
        return directory.resolve("transfer").toString();
    }

    String pegasusTransfer() {
        return directory.resolve("pegasus-transfer").toString();
    }
}
