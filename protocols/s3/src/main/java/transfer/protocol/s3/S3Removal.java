package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.RequestBody;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;

/**
 * Removes objects: one by its own request, those below a directory by as many in each as the store
 * takes (Amazon S3 API Reference, "DeleteObjects").
 */
final class S3Removal {
    private final S3Requests requests;
    private final S3Listing listing;

    S3Removal(S3Requests requests, S3Listing listing) {
        this.requests = requests;
        this.listing = listing;
    }

    /** An object that the store does not remove. */
    record Refusal(S3Location object, S3Error why, int status) {}

    /** See {@link transfer.protocol.Remover#remove}. */
    boolean remove(S3Location where, boolean recursive)
            throws TransferException, InterruptedException {
        if (where.bucket().isEmpty()) {
            where.ofObject();
        }
        if (where.key().isEmpty()) {
            throw refused(where, "is a bucket, and buckets are never removed");
        }
        if (recursive) {
            // with a slash at its end it is listed among those below
            boolean object = !where.key().endsWith("/") && removeObject(where, true);
            return removeBelow(where) || object;
        }
        if (removeObject(where, false)) {
            return true;
        }
        if (listing.isDirectory(where)) {
            throw directory(where);
        }
        return false;
    }

    private static TransferException directory(S3Location where) {
        return refused(where, "is a directory, and is removed only with everything in it");
    }

    private static TransferException refused(S3Location where, String why) {
        return new TransferException(
                        FailureKind.BAD_REQUEST, where.url(), "DELETE " + where.url() + ": " + why)
                .during(Phase.REQUEST);
    }

    /** To a removal a store says the same whether something was there or not. */
    private boolean removeObject(S3Location where, boolean recursive)
            throws TransferException, InterruptedException {
        try (S3Answer seen = requests.send(S3Request.of("HEAD", where))) {
            if (seen.status() == 404) {
                return false;
            }
            // who may not look may still be allowed to remove
            if (!seen.isSuccess() && seen.status() != 403) {
                throw seen.failure();
            }
            // with a slash at the end of the key that very object is meant
            if (!recursive
                    && !where.key().endsWith("/")
                    && new S3State(seen.http()).isDirectory()) {
                throw directory(where);
            }
        }
        try (S3Answer answer = requests.send(S3Request.of("DELETE", where))) {
            if (!answer.isSuccess() && answer.status() != 404) {
                throw answer.failure();
            }
            return answer.isSuccess();
        }
    }

    /** Lists once more in the end, since there are stores that lose what is on later pages. */
    private boolean removeBelow(S3Location where) throws TransferException, InterruptedException {
        boolean any = false;
        Optional<String> before = Optional.empty();
        while (removePages(where)) {
            any = true;
            Optional<String> left = listing.firstBelow(where);
            if (left.isEmpty()) {
                break;
            }
            if (left.equals(before)) {
                throw new TransferException(
                                FailureKind.UNEXPECTED,
                                where.url(),
                                "DELETE "
                                        + where.url()
                                        + ": the store says that it removed "
                                        + where.named(left.get()).url()
                                        + ", and still lists it")
                        .during(Phase.REQUEST);
            }
            before = left;
        }
        return any;
    }

    /**
     * @return whether anything was listed
     */
    private boolean removePages(S3Location where) throws TransferException, InterruptedException {
        List<Refusal> refusals = new ArrayList<>();
        int[] listed = {0};
        try {
            listing.below(
                    where,
                    page -> {
                        listed[0] += page.keys().size();
                        removeAll(where, page.keys(), refusals);
                    });
        } catch (TransferException e) {
            if (e.kind() != FailureKind.NOT_FOUND || listed[0] > 0) {
                throw e;
            }
        }
        if (!refusals.isEmpty()) {
            throw failure(where, refusals, listed[0]);
        }
        return listed[0] > 0;
    }

    private void removeAll(S3Location where, List<String> keys, List<Refusal> refusals)
            throws TransferException, InterruptedException {
        int most = requests.batchDelete();
        for (int from = 0; from < keys.size(); from += most) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + most));
            Set<String> rest = new LinkedHashSet<>(some);
            if (some.size() > 1 && !requests.memory().isWithoutBatches(requests.site())) {
                removeTogether(where, rest, refusals);
            }
            for (String key : rest) {
                removeAlone(where.named(key), refusals);
            }
        }
    }

    private void removeAlone(S3Location object, List<Refusal> refusals)
            throws TransferException, InterruptedException {
        try (S3Answer answer = requests.send(S3Request.of("DELETE", object))) {
            if (answer.isSuccess() || answer.status() == 404) {
                return;
            }
            TransferException failure = answer.failure();
            if (failure.kind() != FailureKind.ACCESS_DENIED) {
                throw failure;
            }
            refusals.add(new Refusal(object, answer.error().orElseThrow(), answer.status()));
        }
    }

    /**
     * Takes out of the rest what the store says that it removed, and what it refuses to.
     *
     * @param rest of the keys; those stay that XML cannot hold
     */
    void removeTogether(S3Location where, Set<String> rest, List<Refusal> refusals)
            throws TransferException, InterruptedException {
        StringBuilder xml =
                new StringBuilder("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        rest.stream()
                .filter(S3Removal::fitsXml)
                .forEach(key -> xml.append("<Object><Key>" + escaped(key) + "</Key></Object>"));
        byte[] body = xml.append("</Delete>").toString().getBytes(StandardCharsets.UTF_8);
        try (S3Answer answer = requests.send(request(where, body))) {
            if (isUnknown(answer)) {
                requests.memory().learnWithoutBatches(requests.site());
                return;
            }
            if (!answer.isSuccess()) {
                throw answer.failure();
            }
            S3Xml result = answer.result();
            result.all("Deleted").forEach(deleted -> rest.remove(key(deleted)));
            result.all("Error")
                    .filter(error -> rest.remove(key(error)))
                    .forEach(error -> {
                        S3Error why = S3Error.of(error).orElseThrow();
                        if (!why.code().equals("NoSuchKey")) {
                            refusals.add(new Refusal(where.named(key(error)), why, 200));
                        }
                    });
        }
    }

    /** Such a store takes removals one by one. */
    private static boolean isUnknown(S3Answer answer) {
        return switch (answer.status()) {
            case 405, 501 -> true;
            case 400 -> answer.mayMisunderstand() || answer.code().equals("MalformedXML");
            case 404 -> !answer.code().equals("NoSuchBucket");
            default -> false;
        };
    }

    private static S3Request request(S3Location where, byte[] body) {
        RunningDigest digest =
                new RunningDigest(EnumSet.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5));
        digest.update(ByteBuffer.wrap(body));
        return S3Request.of("POST", where.ofBucket())
                .asking("delete", "")
                .with("Content-Type", "application/xml")
                .with("Content-MD5", find(digest, DigestAlgorithm.MD5).base64())
                .with(RequestBody.create(body), find(digest, DigestAlgorithm.SHA_256).hex());
    }

    private static Checksum find(RunningDigest digest, DigestAlgorithm algorithm) {
        return digest.values().stream()
                .filter(value -> value.algorithm() == algorithm)
                .findFirst()
                .orElseThrow();
    }

    private static String key(S3Xml entry) {
        return entry.told("Key").orElse("");
    }

    /** XML 1.0, "Characters", not even as references. */
    private static boolean fitsXml(String key) {
        return !ByteText.holdsBytes(key)
                && key.codePoints()
                        .allMatch(c ->
                                c >= ' ' && c < 0xD800
                                        || c == '\t'
                                        || c == '\n'
                                        || c == '\r'
                                        || c >= 0xE000 && c != 0xFFFE && c != 0xFFFF);
    }

    private static String escaped(String key) {
        StringBuilder xml = new StringBuilder(key.length() + 16);
        for (char c : key.toCharArray()) {
            if (c < ' ' || "&<>\"'".indexOf(c) >= 0) {
                xml.append("&#").append((int) c).append(';');
            } else {
                xml.append(c);
            }
        }
        return xml.toString();
    }

    /** The first one, and how many there are. */
    private static TransferException failure(S3Location where, List<Refusal> refusals, int listed) {
        Refusal first = refusals.getFirst();
        S3Error why = first.why();
        String words = why.message().isEmpty() ? "" : " (" + why.message() + ")";
        return new TransferException(
                        S3Failures.kind(why.code(), first.status()),
                        where.url(),
                        "DELETE "
                                + where.url()
                                + ": "
                                + refusals.size()
                                + " of "
                                + listed
                                + " objects were not removed: "
                                + first.object().url()
                                + ": "
                                + (why.code().isEmpty() ? "refused" : why.code())
                                + words
                                + (refusals.size() > 1 ? ", and others" : ""))
                .during(Phase.REQUEST);
    }
}
