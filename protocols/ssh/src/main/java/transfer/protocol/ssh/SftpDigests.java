package transfer.protocol.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Digests that a server computes when asked in SFTP: {@code check-file-name} and {@code md5-hash}
 * (draft-ietf-secsh-filexfer-extensions-00, sections 3 and 4).
 */
final class SftpDigests {
    private static final String CHECK_FILE = "check-file";
    private static final String CHECK_FILE_NAME = "check-file-name";
    private static final String MD5_HASH = "md5-hash";

    /**
     * What a server reads and computes in a millisecond, if it is slow. It is silent meanwhile, and
     * others wait for it, so what could take longer than our patience is not asked.
     */
    private static final long BYTES_PER_MILLISECOND = 100_000;

    private static final Map<DigestAlgorithm, String> NAMES =
            Map.of(
                    DigestAlgorithm.SHA_256,
                    "sha256",
                    DigestAlgorithm.SHA_512,
                    "sha512",
                    DigestAlgorithm.SHA_1,
                    "sha1",
                    DigestAlgorithm.MD5,
                    "md5",
                    DigestAlgorithm.CRC32,
                    "crc32");

    private final SftpFiles files;

    SftpDigests(SftpFiles files) {
        this.files = files;
    }

    /**
     * @return empty when the server has no such extension, none of the algorithms, or none for this
     *     file
     */
    Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        boolean checks = files.abilities().offers(CHECK_FILE);
        boolean hashes = files.abilities().offers(MD5_HASH) && wanted.contains(DigestAlgorithm.MD5);
        Set<DigestAlgorithm> known = new TreeSet<>(wanted);
        known.retainAll(NAMES.keySet());
        if (known.isEmpty() || !checks && !hashes) {
            return Optional.empty();
        }
        Errand errand = Errand.request(url, "cannot ask for the digest of");
        SftpAttributes there = files.stat(errand, url.path());
        if (there.kind() != FileStat.Kind.FILE
                || there.size().orElse(0) > files.patience() * BYTES_PER_MILLISECOND) {
            return Optional.empty();
        }
        SftpReply reply = files.ask(errand, checks ? check(url, known) : md5(url));
        if (reply.type() != SftpPacket.EXTENDED_REPLY) {
            return Optional.empty();
        }
        try {
            return checks ? checked(reply.body(), known) : hashed(reply.body());
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    /** The whole file as one block. */
    private static SftpPacket check(TransferUrl url, Set<DigestAlgorithm> known) {
        String names = known.stream().map(NAMES::get).collect(Collectors.joining(","));
        return SftpPacket.extended(CHECK_FILE_NAME)
                .path(url.path())
                .path(names)
                .number(0)
                .number(0)
                .integer(0);
    }

    /** The whole file, and no short hash that would spare the long one. */
    private static SftpPacket md5(TransferUrl url) {
        return SftpPacket.extended(MD5_HASH).path(url.path()).number(0).number(0).path("");
    }

    /** Not every server repeats the extension's name before that of the algorithm. */
    private static Optional<Checksum> checked(ByteBuffer reply, Set<DigestAlgorithm> known) {
        String first = SftpReply.text(reply);
        String name = first.equals(CHECK_FILE) ? SftpReply.text(reply) : first;
        return known.stream()
                .filter(algorithm -> NAMES.get(algorithm).equals(name))
                .findFirst()
                .flatMap(algorithm -> value(algorithm, reply));
    }

    private static Optional<Checksum> hashed(ByteBuffer reply) {
        String name = SftpReply.text(reply);
        return name.equals(MD5_HASH) ? value(DigestAlgorithm.MD5, reply) : Optional.empty();
    }

    /** The bytes that are left, which some servers give as a string. */
    private static Optional<Checksum> value(DigestAlgorithm algorithm, ByteBuffer reply) {
        if (reply.remaining() == algorithm.length() + 4
                && reply.getInt(reply.position()) == algorithm.length()) {
            reply.getInt();
        }
        if (reply.remaining() != algorithm.length()) {
            return Optional.empty();
        }
        byte[] value = new byte[algorithm.length()];
        reply.get(value);
        return Optional.of(Checksum.of(algorithm, value));
    }
}
