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

    @Override
    public Reply answer(Asked asked) throws IOException {
        Matcher upload = UPLOAD.matcher(asked.target());
        if (!upload.find()) {
            return switch (asked.method()) {
                case "POST" -> begin();
                case "HEAD" -> head();
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

    private Reply begin() {
        String id = "upload-" + begun.incrementAndGet();
        uploads.put(id, new ConcurrentSkipListMap<>());
        return Reply.xml(
                200,
                "<InitiateMultipartUploadResult><UploadId>"
                        + id
                        + "</UploadId></InitiateMultipartUploadResult>");
    }

    private Reply head() {
        return object.isEmpty()
                ? Reply.of(404)
                : Reply.of(200, "ETag: \"" + tag + "\"", "Content-Length: " + object.get().length);
    }

    private static Reply put(Asked asked, SortedMap<Integer, byte[]> parts) {
        Matcher number = NUMBER.matcher(asked.target());
        if (!number.find()) {
            return Reply.error(400, "InvalidArgument");
        }
        parts.put(Integer.parseInt(number.group(1)), asked.body());
        return Reply.of(200, "ETag: \"" + md5(asked.body()) + "\"");
    }

    private static Reply list(SortedMap<Integer, byte[]> parts) {
        StringBuilder told = new StringBuilder("<ListPartsResult>");
        parts.forEach((number, bytes) ->
                told.append("<Part><PartNumber>")
                        .append(number)
                        .append("</PartNumber><ETag>\"")
                        .append(md5(bytes))
                        .append("\"</ETag><Size>")
                        .append(bytes.length)
                        .append("</Size></Part>"));
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
        uploads.remove(id);
        object = Optional.of(whole.toByteArray());
        tag = md5(sums.toByteArray()) + "-" + count;
        return Reply.xml(
                200,
                "<CompleteMultipartUploadResult><ETag>\""
                        + tag
                        + "\"</ETag></CompleteMultipartUploadResult>");
    }

    /** Numbers of the parts that are there, of the only upload. */
    List<Integer> parts() {
        return List.copyOf(uploads.values().iterator().next().keySet());
    }
}
