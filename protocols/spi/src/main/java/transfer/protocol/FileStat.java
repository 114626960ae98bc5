package transfer.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

/**
 * What a server says about a file. Everything but the kind may be unknown.
 *
 * @param kind what it is; links are followed
 * @param size in bytes
 * @param modified when its content last changed
 * @param identity what changes whenever the content does
 * @param digests of the whole content, as the server knows them without reading it again; may be
 *     empty
 * @param mode POSIX permission bits, 0 to 0777
 * @param provenance which way the answer came
 */
public record FileStat(
        Kind kind,
        OptionalLong size,
        Optional<Instant> modified,
        Optional<Identity> identity,
        List<Checksum> digests,
        OptionalInt mode,
        Provenance provenance) {

    /** What a name stands for. */
    public enum Kind {
        FILE,
        DIRECTORY,
        OTHER
    }

    public FileStat {
        digests = List.copyOf(digests);
    }

    /** A file of which nothing is known. */
    public static FileStat unknown() {
        return new FileStat(
                Kind.FILE,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                Provenance.UNKNOWN);
    }

    /** A file of this size, nothing else known. */
    public static FileStat ofSize(long size) {
        return unknown().withSize(OptionalLong.of(size));
    }

    public FileStat withSize(OptionalLong newSize) {
        return new FileStat(kind, newSize, modified, identity, digests, mode, provenance);
    }

    public FileStat withDigests(List<Checksum> newDigests) {
        return new FileStat(kind, size, modified, identity, newDigests, mode, provenance);
    }

    public FileStat withProvenance(Provenance newProvenance) {
        return new FileStat(kind, size, modified, identity, digests, mode, newProvenance);
    }

    /** IP address and port of who answered; see {@link Provenance#address}. */
    public Optional<String> address() {
        return provenance.address();
    }

    /** The digest by this algorithm, if the server told it. */
    public Optional<Checksum> digest(DigestAlgorithm algorithm) {
        return digests.stream().filter(d -> d.algorithm() == algorithm).findFirst();
    }
}
