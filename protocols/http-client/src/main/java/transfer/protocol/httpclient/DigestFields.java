package transfer.protocol.httpclient;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

/**
 * The header fields in which servers tell digests of files: {@code Repr-Digest} (RFC 9530), {@code
 * Digest} (RFC 3230), which storage systems of the grids speak, and {@code OC-Checksum} of ownCloud
 * and Nextcloud, which tell what was given to them at the upload. All are of the whole file, also
 * in an answer with a part of it.
 */
final class DigestFields {
    private static final Set<DigestAlgorithm> ALL = EnumSet.allOf(DigestAlgorithm.class);

    /** What every small file asks for. */
    private static final Wish WISH_FOR_ANY = Wish.of(ALL);

    private DigestFields() {}

    /** Asks for digests by these algorithms, the strong ones rather than the others. */
    static HttpRequest wanted(HttpRequest request, Set<DigestAlgorithm> algorithms) {
        Wish wish = algorithms.equals(ALL) ? WISH_FOR_ANY : Wish.of(algorithms);
        return request.with("Want-Repr-Digest", wish.now).with("Want-Digest", wish.formerly);
    }

    /** The values of both fields that ask. */
    private record Wish(String now, String formerly) {
        static Wish of(Set<DigestAlgorithm> algorithms) {
            List<String> now = new ArrayList<>();
            List<String> formerly = new ArrayList<>();
            for (DigestAlgorithm algorithm : algorithms) {
                boolean strong = algorithm.isTamperProof();
                now.add(algorithm.fieldName() + "=" + (strong ? 9 : 3));
                // XRootD 5.5 takes the first without a look at the weights, and answers a GET with
                // 500 if it does not know that one; it knows the short ones
                formerly.addFirst(algorithm.fieldName() + ";q=" + (strong ? "1.0" : "0.3"));
            }
            return new Wish(String.join(", ", now), String.join(", ", formerly));
        }
    }

    /**
     * Whether a reading may have failed for its wish for a digest: XRootD 5.5 answers 500 when it
     * has no digest to give, also where there is no file.
     */
    static boolean isFailureOf(HttpRequest request, HttpAnswer answer) {
        return answer.status() == 500
                && request.fields().get("Want-Digest").isPresent()
                && answer.header("Server").orElse("").toLowerCase(Locale.ROOT).startsWith("xrootd");
    }

    /** What the server told; what cannot be understood is as not told. */
    static List<Checksum> read(HttpAnswer answer) {
        List<Checksum> digests = new ArrayList<>();
        for (String field : List.of("Repr-Digest", "Digest")) {
            for (String value : answer.headers(field)) {
                for (String member : value.split(",")) {
                    readMember(member.trim(), digests);
                }
            }
        }
        for (String value : answer.headers("OC-Checksum")) {
            for (String member : value.trim().split("[\\s,]+")) {
                readMember(member.replaceFirst(":", "="), digests);
            }
        }
        return digests;
    }

    /** {@code sha-256=:base64=:} or {@code SHA-256=base64=}; the cyclic ones also as digits. */
    private static void readMember(String member, List<Checksum> into) {
        int equals = member.indexOf('=');
        if (equals < 1) {
            return;
        }
        String value = member.substring(equals + 1).trim();
        int parameters = value.indexOf(';');
        value = parameters < 0 ? value : value.substring(0, parameters).trim();
        if (value.length() > 1 && value.startsWith(":") && value.endsWith(":")) {
            value = value.substring(1, value.length() - 1);
        }
        String text = value;
        DigestAlgorithm.named(member.substring(0, equals).trim().toLowerCase(Locale.ROOT))
                .ifPresent(algorithm -> add(algorithm, text, into));
    }

    private static void add(DigestAlgorithm algorithm, String value, List<Checksum> into) {
        if (into.stream().anyMatch(known -> known.algorithm() == algorithm)) {
            return;
        }
        try {
            boolean digits =
                    value.length() == 2 * algorithm.length()
                            && value.chars().allMatch(c -> Character.digit(c, 16) >= 0);
            into.add(digits ? new Checksum(algorithm, value) : Checksum.ofBase64(algorithm, value));
        } catch (IllegalArgumentException _) {
            // a digest that is none says nothing
        }
    }
}
