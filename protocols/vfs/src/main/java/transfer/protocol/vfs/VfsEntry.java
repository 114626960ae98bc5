package transfer.protocol.vfs;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;

/**
 * Something in an archive.
 *
 * @param position its place among the archive's entries, from 0; -1 for a directory that has none
 * @param name as {@link transfer.protocol.ByteText}, without slashes at its ends
 * @param kind {@code OTHER} for links and devices
 * @param size in bytes, unpacked
 * @param crc CRC-32 (ISO 3309) of the content
 * @param mode POSIX permission bits
 * @param refusal why it cannot be read, in words that follow "it"
 */
record VfsEntry(
        int position,
        String name,
        FileStat.Kind kind,
        OptionalLong size,
        Optional<Instant> modified,
        OptionalLong crc,
        OptionalInt mode,
        Optional<String> refusal) {

    static VfsEntry directory(int position, String name, Optional<Instant> modified) {
        return new VfsEntry(
                position,
                name,
                FileStat.Kind.DIRECTORY,
                OptionalLong.empty(),
                modified,
                OptionalLong.empty(),
                OptionalInt.empty(),
                Optional.of("is a directory"));
    }

    /** Something that is no file to read. */
    static VfsEntry refused(int position, String name, String refusal) {
        return new VfsEntry(
                position,
                name,
                FileStat.Kind.OTHER,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                Optional.of(refusal));
    }

    /** An archive's name for something, without {@code ./} before and slashes around it. */
    static String trimmed(String name) {
        int from = 0;
        int to = name.length();
        while (name.startsWith("/", from) || name.startsWith("./", from)) {
            from += name.charAt(from) == '/' ? 1 : 2;
        }
        while (to > from && name.charAt(to - 1) == '/') {
            to--;
        }
        String rest = name.substring(from, to);
        return rest.equals(".") ? "" : rest;
    }

    /** What the contract tells of it, in an archive of this state. */
    FileStat stat(VfsState archive) {
        List<Checksum> digests =
                crc.isPresent()
                        ? List.of(
                                Checksum.of(
                                        DigestAlgorithm.CRC32,
                                        ByteBuffer.allocate(4)
                                                .putInt((int) crc.getAsLong())
                                                .array()))
                        : List.of();
        return new FileStat(
                kind,
                size,
                modified,
                Optional.of(identity(archive)),
                digests,
                mode,
                Provenance.UNKNOWN);
    }

    Identity identity(VfsState archive) {
        String check = crc.isPresent() ? ":" + Long.toHexString(crc.getAsLong()) : "";
        return new Identity(archive.mark() + ":" + position + check);
    }
}
