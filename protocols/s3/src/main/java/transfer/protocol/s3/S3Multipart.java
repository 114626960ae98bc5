package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import okhttp3.RequestBody;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpRequest;

/**
 * An upload in parts as the store knows it: nothing is under the object's name before it is
 * completed (Amazon S3 API Reference, CreateMultipartUpload and what follows it).
 *
 * @param id what the store calls it
 * @param checked whether the store computes CRC-64/NVME of parts and whole, and compares it with
 *     what it is told ("Checking object integrity", full object checksums)
 */
record S3Multipart(S3Requests requests, S3Location where, String id, boolean checked) {
    static final String CHECK = S3State.field(DigestAlgorithm.CRC64NVME);

    private static final String NO_SUCH_UPLOAD = "NoSuchUpload";

    /** Parts that were on their way when an upload was aborted may come to be there afterwards. */
    private static final int ABORTS = 3;

    /**
     * A part that the store holds.
     *
     * @param number from 1
     * @param size in bytes
     * @param tag its entity tag, without quotes
     * @param isMd5 whether the tag is its MD5
     * @param check CRC-64/NVME of it, where the upload is checked
     * @param proved whether the store has told that it holds what was sent
     */
    record Held(
            int number,
            long size,
            String tag,
            boolean isMd5,
            Optional<Checksum> check,
            boolean proved) {}

    /**
     * Begins one; a bucket that is missing is made.
     *
     * @param checking whether it is to be checked, if the store can
     */
    static S3Multipart begin(S3Requests requests, S3Location where, boolean checking)
            throws TransferException, InterruptedException {
        try {
            return create(requests, where, checking);
        } catch (TransferException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            new S3Buckets(requests).make(where);
            return create(requests, where, checking);
        }
    }

    private static S3Multipart create(S3Requests requests, S3Location where, boolean checking)
            throws TransferException, InterruptedException {
        S3Request plain =
                S3Request.of("POST", where)
                        .asking("uploads", "")
                        .with("Content-Type", "application/octet-stream")
                        .with(RequestBody.create(new byte[0]), S3Signer.NOTHING);
        S3Site site = requests.site();
        if (!checking || requests.memory().isWithoutCrc64(site)) {
            return create(requests, where, plain);
        }
        S3Request asking =
                plain.with("x-amz-checksum-algorithm", "CRC64NVME")
                        .with("x-amz-checksum-type", "FULL_OBJECT");
        try (S3Answer answer = requests.send(asking)) {
            if (!answer.mayMisunderstand()) {
                return begun(requests, where, answer);
            }
        }
        S3Multipart without = create(requests, where, plain);
        requests.memory().learnWithoutCrc64(site);
        return without;
    }

    private static S3Multipart create(S3Requests requests, S3Location where, S3Request request)
            throws TransferException, InterruptedException {
        try (S3Answer answer = requests.send(request)) {
            return begun(requests, where, answer);
        }
    }

    /** A store that does not know checks passes over the wish, and its answer names none. */
    private static S3Multipart begun(S3Requests requests, S3Location where, S3Answer answer)
            throws TransferException, InterruptedException {
        S3Xml result = result(answer);
        Optional<String> id = result.told("UploadId");
        if (id.isEmpty()) {
            throw unreadable(answer, "names no upload");
        }
        boolean checked =
                answer.header("x-amz-checksum-algorithm")
                                .filter("CRC64NVME"::equalsIgnoreCase)
                                .isPresent()
                        && !answer.header("x-amz-checksum-type")
                                .filter("COMPOSITE"::equalsIgnoreCase)
                                .isPresent();
        return new S3Multipart(requests, where, id.get(), checked);
    }

    /**
     * The failure that an answer about parts or the end tells of. One to a checked upload that may
     * come from its checks passes, since the next one will be without.
     */
    TransferException failure(S3Answer answer) throws TransferException, InterruptedException {
        TransferException failure = answer.failure();
        if (!checked || !answer.mayMisunderstand()) {
            return failure;
        }
        distrust();
        return new TransferException(
                        FailureKind.UNEXPECTED, failure.url(), failure.getMessage(), failure)
                .withStatus(answer.status())
                .during(Phase.REQUEST)
                .cameBy(failure.provenance());
    }

    private static S3Xml result(S3Answer answer) throws TransferException, InterruptedException {
        if (!answer.isSuccess()) {
            throw answer.failure();
        }
        return answer.result();
    }

    private static TransferException unreadable(S3Answer answer, String why) {
        return new TransferException(
                        FailureKind.UNEXPECTED,
                        answer.sent().url(),
                        answer.sent() + ": the store's answer " + why)
                .withStatus(answer.status())
                .during(Phase.REQUEST)
                .cameBy(answer.http().provenance());
    }

    /** The next upload goes without checks: a store may compute them otherwise than others do. */
    void distrust() throws TransferException, InterruptedException {
        requests.memory().learnWithoutCrc64(requests.site());
    }

    /** A request about this upload. */
    private S3Request about(String method) {
        return S3Request.of(method, where).asking("uploadId", id);
    }

    /** A request that brings a part. */
    S3Request bringing(int number) {
        return about("PUT")
                .asking("partNumber", String.valueOf(number))
                .signing(S3Signer.UNSIGNED)
                .by(HttpRequest.Traffic.BULK);
    }

    /** The tag of a part in the answer to what brought it; empty where the store tells none. */
    static String tag(S3Answer answer) {
        return unquoted(answer.header("ETag").orElse(""));
    }

    static String unquoted(String tag) {
        return tag.trim().replace("\"", "");
    }

    /**
     * What the store holds, by number; empty where it knows of no such upload.
     *
     * @throws TransferException {@link FailureKind#ACCESS_DENIED} and others
     */
    Optional<List<Held>> held() throws TransferException, InterruptedException {
        List<Held> held = new ArrayList<>();
        Optional<String> marker = Optional.empty();
        while (true) {
            S3Request request = about("GET");
            if (marker.isPresent()) {
                request = request.asking("part-number-marker", marker.get());
            }
            try (S3Answer answer = requests.send(request)) {
                if (isGone(answer)) {
                    return Optional.empty();
                }
                if (answer.status() == 500 && answer.code().isEmpty()) {
                    // S3Proxy 2.6 does so for ever after, once a part was cut off
                    return Optional.of(List.of());
                }
                S3Xml result = result(answer);
                for (S3Xml part : result.all("Part").toList()) {
                    held.add(read(answer, part));
                }
                Optional<String> next = result.told("NextPartNumberMarker");
                boolean more = result.told("IsTruncated").filter("true"::equals).isPresent();
                if (!more || next.isEmpty() || !isBehind(next.get(), marker)) {
                    return Optional.of(held);
                }
                marker = next;
            }
        }
    }

    /** A list that leads back has no end. */
    private static boolean isBehind(String next, Optional<String> marker) {
        return next.matches("[0-9]{1,9}")
                && Integer.parseInt(next) > Integer.parseInt(marker.orElse("0"));
    }

    private static boolean isGone(S3Answer answer) {
        return answer.status() == 404 && !answer.code().equals("NoSuchBucket")
                || answer.code().equals(NO_SUCH_UPLOAD);
    }

    private static Held read(S3Answer answer, S3Xml part) throws TransferException {
        try {
            String tag = unquoted(part.told("ETag").orElse(""));
            return new Held(
                    Integer.parseInt(part.told("PartNumber").orElse("")),
                    Long.parseLong(part.told("Size").orElse("")),
                    tag,
                    tag.matches("[0-9a-fA-F]{32}"),
                    S3State.parsed(
                            DigestAlgorithm.CRC64NVME, part.told("ChecksumCRC64NVME").orElse("-")),
                    false);
        } catch (NumberFormatException _) {
            throw unreadable(answer, "has a part without number or size");
        }
    }

    /**
     * What the store says of the object that it made.
     *
     * @param tag its entity tag, without quotes; empty where the store tells none
     * @param version of the object, where the bucket keeps several
     * @param check CRC-64/NVME of the whole
     */
    record Completed(String tag, Optional<String> version, Optional<Checksum> check) {}

    /**
     * Makes the object of these parts.
     *
     * @param whole CRC-64/NVME of it, for a checked upload: the store makes no object that has
     *     another one
     */
    Completed complete(List<Held> parts, Optional<Checksum> whole)
            throws TransferException, InterruptedException {
        byte[] body = list(parts).getBytes(StandardCharsets.UTF_8);
        RunningDigest digest = new RunningDigest(EnumSet.of(DigestAlgorithm.SHA_256));
        digest.update(ByteBuffer.wrap(body));
        S3Request request =
                about("POST")
                        .with("Content-Type", "application/xml")
                        .with(RequestBody.create(body), digest.values().getFirst().hex());
        if (whole.isPresent()) {
            request =
                    request.with(CHECK, whole.get().base64())
                            .with("x-amz-checksum-type", "FULL_OBJECT");
        }
        try (S3Answer answer = requests.send(request)) {
            if (!answer.isSuccess()) {
                throw failure(answer);
            }
            S3Xml result = answer.result("CompleteMultipartUploadResult");
            return new Completed(
                    unquoted(result.told("ETag").orElse("")),
                    S3State.version(answer.http()),
                    result.told("ChecksumCRC64NVME")
                            .flatMap(value -> S3State.parsed(DigestAlgorithm.CRC64NVME, value)));
        }
    }

    private static String list(List<Held> parts) {
        StringBuilder list = new StringBuilder();
        list.append("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (Held part : parts) {
            list.append("<Part><PartNumber>")
                    .append(part.number())
                    .append("</PartNumber><ETag>\"")
                    .append(escaped(part.tag()))
                    .append("\"</ETag>");
            part.check()
                    .ifPresent(check ->
                            list.append("<ChecksumCRC64NVME>")
                                    .append(check.base64())
                                    .append("</ChecksumCRC64NVME>"));
            list.append("</Part>");
        }
        return list.append("</CompleteMultipartUpload>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * Takes away what there is of it. What the store still was busy with may come afterwards, so
     * that it is looked for (Amazon S3 API Reference, "AbortMultipartUpload").
     */
    void abort() throws TransferException, InterruptedException {
        for (int i = 0; i < ABORTS; i++) {
            try (S3Answer answer = requests.send(about("DELETE"))) {
                if (isGone(answer)) {
                    return;
                }
                if (!answer.isSuccess()) {
                    throw answer.failure();
                }
            }
            if (held().orElse(List.of()).isEmpty()) {
                return;
            }
        }
    }

    /** The same where nobody could do anything about a failure, and for interrupted threads too. */
    void abortSilently() {
        boolean interrupted = Thread.interrupted();
        try {
            abort();
        } catch (TransferException _) {
            // whoever pays for the bucket has a rule for what stays, or sees it listed
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
