package transfer.protocol.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.httpclient.HttpAnswer;

/** What an answer tells of the object that it is about. */
record S3State(HttpAnswer answer) {
    private static final String TAG = "etag ";
    private static final List<DigestAlgorithm> CHECKSUMS =
            List.of(
                    DigestAlgorithm.SHA_256,
                    DigestAlgorithm.SHA_1,
                    DigestAlgorithm.CRC64NVME,
                    DigestAlgorithm.CRC32C,
                    DigestAlgorithm.CRC32);

    FileStat stat() {
        return stat(answer.totalSize());
    }

    /**
     * Whether it is empty and says by its type that it stands for a directory, as objects of s3fs
     * and of stores before file systems do that have no slash at the end of their names.
     */
    boolean isDirectory() {
        return answer.totalSize().orElse(-1) == 0
                && answer.header("Content-Type")
                        .filter(type -> type.startsWith("application/x-directory"))
                        .isPresent();
    }

    FileStat stat(OptionalLong size) {
        return new FileStat(
                FileStat.Kind.FILE,
                size,
                answer.date("Last-Modified"),
                identity(),
                digests(),
                OptionalInt.empty(),
                answer.provenance());
    }

    Optional<Identity> identity() {
        return identity(answer.header("ETag"));
    }

    /** By an entity tag as a header has it, or a list. */
    static Optional<Identity> identity(Optional<String> tag) {
        return whole(tag).map(told -> new Identity(TAG + told));
    }

    private Optional<String> tag() {
        return whole(answer.header("ETag"));
    }

    /** The entity tag with its quotes, which some stores leave out. */
    private static Optional<String> whole(Optional<String> told) {
        return told.map(String::trim)
                .filter(tag -> !tag.isEmpty() && !tag.startsWith("W/"))
                .map(tag -> tag.startsWith("\"") ? tag : "\"" + tag + "\"");
    }

    /** What {@code If-Match} has to say for an identity that {@link #identity} gave. */
    static String tag(Identity identity) {
        return identity.mark().substring(TAG.length());
    }

    /** Those of the whole object. */
    List<Checksum> digests() {
        List<Checksum> digests = new ArrayList<>();
        for (DigestAlgorithm algorithm : CHECKSUMS) {
            checksum(algorithm).ifPresent(digests::add);
        }
        md5().ifPresent(digests::add);
        return digests;
    }

    /** What the store told by this algorithm, if it is of the whole object. */
    Optional<Checksum> checksum(DigestAlgorithm algorithm) {
        boolean composite =
                answer.header("x-amz-checksum-type")
                        .filter("COMPOSITE"::equalsIgnoreCase)
                        .isPresent();
        // one in an answer with a part may be that of the part
        if (composite || answer.status() == 206) {
            return Optional.empty();
        }
        return answer.header(field(algorithm)).flatMap(value -> parsed(algorithm, value));
    }

    /** A composite one ends in the number of its parts, and is no base 64 then. */
    static Optional<Checksum> parsed(DigestAlgorithm algorithm, String base64) {
        try {
            return Optional.of(Checksum.ofBase64(algorithm, base64.trim()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Which of several states of an object an answer is about; empty where only one is kept. */
    static Optional<String> version(HttpAnswer answer) {
        return answer.header("x-amz-version-id").filter(id -> !id.isEmpty() && !id.equals("null"));
    }

    static String field(DigestAlgorithm algorithm) {
        return "x-amz-checksum-"
                + (algorithm == DigestAlgorithm.SHA_1
                        ? "sha1"
                        : algorithm.fieldName().replace("-", "").toLowerCase(Locale.ROOT));
    }

    /**
     * The entity tag where it is the MD5: not of what came in parts, and not of what is encrypted
     * with other keys than the store's own (Amazon S3 API Reference, "Object").
     */
    Optional<Checksum> md5() {
        return tag().map(tag -> tag.replace("\"", ""))
                .filter(this::isMd5)
                .map(hex -> new Checksum(DigestAlgorithm.MD5, hex));
    }

    /** Whether an entity tag without quotes is an MD5, of an object that this answer is about. */
    boolean isMd5(String tag) {
        boolean hidden =
                answer.header("x-amz-server-side-encryption")
                                .filter(how -> how.startsWith("aws:"))
                                .isPresent()
                        || answer.header("x-amz-server-side-encryption-customer-algorithm")
                                .isPresent();
        return !hidden && tag.matches("[0-9a-fA-F]{32}");
    }
}
