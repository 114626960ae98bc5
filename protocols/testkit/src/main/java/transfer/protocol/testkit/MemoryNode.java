package transfer.protocol.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;

/** What is under one name of a {@link MemoryStore}. */
sealed interface MemoryNode {
    /**
     * @param content never changed in place
     * @param version another one for every file that was ever put
     */
    record File(byte[] content, long version, OptionalInt mode) implements MemoryNode {
        Identity identity() {
            return new Identity("v" + version);
        }

        FileStat stat() {
            return new FileStat(
                    FileStat.Kind.FILE,
                    OptionalLong.of(content.length),
                    Optional.of(Instant.ofEpochSecond(version)),
                    Optional.of(identity()),
                    List.of(),
                    mode,
                    Provenance.UNKNOWN);
        }
    }

    record Directory() implements MemoryNode {
        static FileStat stat() {
            return new FileStat(
                    FileStat.Kind.DIRECTORY,
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    OptionalInt.empty(),
                    Provenance.UNKNOWN);
        }
    }

    /**
     * @param target the key of what it stands for, which need not exist
     */
    record Link(String target) implements MemoryNode {}
}
