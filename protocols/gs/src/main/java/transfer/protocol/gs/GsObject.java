package transfer.protocol.gs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;
import transfer.protocol.httpclient.HttpAnswer;

/**
 * What the store tells of an object.
 *
 * @param generation changes whenever the bytes do; empty where the store does not tell it
 */
record GsObject(
        String name,
        OptionalLong size,
        Optional<String> generation,
        Optional<Instant> updated,
        List<Checksum> digests) {
    /** What answers need to hold. */
    static final String FIELDS = "name,size,generation,updated,crc32c,md5Hash";

    private static final String MARK = "generation ";

    static GsObject of(JsonObject json) {
        List<Checksum> digests = new ArrayList<>();
        text(json, "crc32c").ifPresent(value -> add(DigestAlgorithm.CRC32C, value, digests));
        text(json, "md5Hash").ifPresent(value -> add(DigestAlgorithm.MD5, value, digests));
        return new GsObject(
                text(json, "name").orElse(""),
                number(text(json, "size")),
                text(json, "generation"),
                text(json, "updated").flatMap(GsObject::instant),
                digests);
    }

    /** By the headers that come with an object's bytes. */
    static GsObject of(HttpAnswer answer, String name) {
        List<Checksum> digests = new ArrayList<>();
        for (String field : answer.headers("X-Goog-Hash")) {
            for (String member : field.split(",")) {
                String digest = member.strip();
                if (digest.startsWith("crc32c=")) {
                    add(DigestAlgorithm.CRC32C, digest.substring(7), digests);
                } else if (digest.startsWith("md5=")) {
                    add(DigestAlgorithm.MD5, digest.substring(4), digests);
                }
            }
        }
        OptionalLong stored = number(answer.header("X-Goog-Stored-Content-Length"));
        return new GsObject(
                name,
                stored.isPresent() ? stored : answer.totalSize(),
                answer.header("X-Goog-Generation"),
                answer.date("Last-Modified"),
                digests);
    }

    static Optional<String> text(JsonObject json, String member) {
        JsonElement value = json.get(member);
        return value == null || !value.isJsonPrimitive()
                ? Optional.empty()
                : Optional.of(value.getAsString());
    }

    static OptionalLong number(Optional<String> digits) {
        return digits.isPresent() && digits.get().matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(digits.get()))
                : OptionalLong.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static void add(DigestAlgorithm algorithm, String base64, List<Checksum> into) {
        try {
            into.add(Checksum.ofBase64(algorithm, base64));
        } catch (IllegalArgumentException _) {
            // a digest that is none says nothing
        }
    }

    FileStat stat(Provenance provenance) {
        return new FileStat(
                FileStat.Kind.FILE,
                size,
                updated,
                generation.map(number -> new Identity(MARK + number)),
                digests,
                OptionalInt.empty(),
                provenance);
    }

    /** The generation that an identity stands for. */
    static String generation(Identity identity) {
        return identity.mark().substring(MARK.length());
    }
}
