package transfer.protocol.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;

/**
 * What a store does with uploads in parts, in memory, as the documentation has it: a script that
 * tests put theirs before. Every object is {@code /b/k}.
 */
final class PartsStore implements ScriptedStore.Script {
    private static final Pattern NUMBER = Pattern.compile("partNumber=([0-9]+)");
    private static final Pattern UPLOAD = Pattern.compile("uploadId=([a-z0-9-]+)");
    private static final Pattern LISTED = Pattern.compile("<PartNumber>([0-9]+)</PartNumber>");

    final Map<String, SortedMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();

    /** Whether it knows CRC-64/NVME, as Amazon's store does. */
    volatile boolean checks;

    private final AtomicInteger begun = new AtomicInteger();
    volatile Optional<byte[]> object = Optional.empty();
    volatile String tag = "";

    static String md5(byte[]... pieces) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.MD5));
        for (byte[] piece : pieces) {
            digest.update(ByteBuffer.wrap(piece));
        }
        return digest.values().getFirst().hex();
    }

    static Checksum crc(byte[] bytes) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.CRC64NVME));
        digest.update(ByteBuffer.wrap(bytes));
        return digest.values().getFirst();
    }

    @Override
    public Reply answer(Asked asked) throws IOException {
        Matcher upload = UPLOAD.matcher(asked.target());
        if (!upload.find()) {
            return switch (asked.method()) {
                case "POST" -> begin(asked);
                case "HEAD" -> head();
                case "DELETE" -> remove(asked);
                default -> Reply.error(501, "NotImplemented");
            };
        }
        SortedMap<Integer, byte[]> parts = uploads.get(upload.group(1));
        if (parts == null) {
            return Reply.error(404, "NoSuchUpload");
        }
        return switch (asked.method()) {
            case "PUT" -> put(asked, parts);
            case "GET" -> list(parts);
            case "POST" -> complete(asked, upload.group(1));
            default -> {
                uploads.remove(upload.group(1));
                yield Reply.of(204);
            }
        };
    }

    private Reply begin(Asked asked) {
        String id = "upload-" + begun.incrementAndGet();
        uploads.put(id, new ConcurrentSkipListMap<>());
        return Reply.xml(
                200,
                "<InitiateMultipartUploadResult><UploadId>"
                        + id
                        + "</UploadId></InitiateMultipartUploadResult>",
                checks && asked.header("x-amz-checksum-algorithm").isPresent()
                        ? new String[] {
                            "x-amz-checksum-algorithm: CRC64NVME",
                            "x-amz-checksum-type: FULL_OBJECT"
                        }
                        : new String[0]);
    }

    private Reply remove(Asked asked) {
        if (asked.header("if-match")
                .filter(wanted -> !wanted.equals("\"" + tag + "\""))
                .isPresent()) {
            return Reply.error(412, "PreconditionFailed");
        }
        object = Optional.empty();
        return Reply.of(204);
    }

    /** Whether a request tells another CRC of the bytes than they have. */
    private static boolean isWrong(Asked asked, byte[] bytes) {
        return asked.header("x-amz-checksum-crc64nvme")
                .filter(told -> !told.equals(crc(bytes).base64()))
                .isPresent();
    }

    private Reply head() {
        return object.isEmpty()
                ? Reply.of(404)
                : Reply.of(
                        200,
                        "ETag: \"" + tag + "\"",
                        "Content-Length: " + object.get().length,
                        checks
                                ? "x-amz-checksum-crc64nvme: " + crc(object.get()).base64()
                                : "x-nothing: more");
    }

    private Reply put(Asked asked, SortedMap<Integer, byte[]> parts) {
        Matcher number = NUMBER.matcher(asked.target());
        if (!number.find()) {
            return Reply.error(400, "InvalidArgument");
        }
        if (isWrong(asked, asked.body())) {
            return Reply.error(400, "BadDigest");
        }
        parts.put(Integer.parseInt(number.group(1)), asked.body());
        return Reply.of(
                200,
                "ETag: \"" + md5(asked.body()) + "\"",
                checks ? "x-amz-checksum-crc64nvme: " + crc(asked.body()).base64() : "x-no: check");
    }

    private Reply list(SortedMap<Integer, byte[]> parts) {
        StringBuilder told = new StringBuilder("<ListPartsResult>");
        parts.forEach((number, bytes) ->
                told.append("<Part><PartNumber>")
                        .append(number)
                        .append("</PartNumber><ETag>\"")
                        .append(md5(bytes))
                        .append("\"</ETag><Size>")
                        .append(bytes.length)
                        .append("</Size>")
                        .append(
                                checks
                                        ? "<ChecksumCRC64NVME>"
                                                + crc(bytes).base64()
                                                + "</ChecksumCRC64NVME>"
                                        : "")
                        .append("</Part>"));
        return Reply.xml(200, told.append("</ListPartsResult>").toString());
    }

    private Reply complete(Asked asked, String id) throws IOException {
        SortedMap<Integer, byte[]> parts = uploads.get(id);
        Matcher listed = LISTED.matcher(new String(asked.body(), StandardCharsets.UTF_8));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayOutputStream sums = new ByteArrayOutputStream();
        int count = 0;
        while (listed.find()) {
            byte[] part = parts.get(Integer.parseInt(listed.group(1)));
            if (part == null) {
                return Reply.error(400, "InvalidPart");
            }
            whole.write(part);
            sums.write(HexFormat.of().parseHex(md5(part)));
            count++;
        }
        if (isWrong(asked, whole.toByteArray())) {
            return Reply.error(400, "BadDigest");
        }
        uploads.remove(id);
        object = Optional.of(whole.toByteArray());
        tag = md5(sums.toByteArray()) + "-" + count;
        return Reply.xml(
                200,
                "<CompleteMultipartUploadResult><ETag>\""
                        + tag
                        + "\"</ETag>"
                        + (checks
                                ? "<ChecksumCRC64NVME>"
                                        + crc(object.get()).base64()
                                        + "</ChecksumCRC64NVME>"
                                : "")
                        + "</CompleteMultipartUploadResult>");
    }

    /** Numbers of the parts that are there, of the only upload. */
    List<Integer> parts() {
        return List.copyOf(uploads.values().iterator().next().keySet());
    }
}
