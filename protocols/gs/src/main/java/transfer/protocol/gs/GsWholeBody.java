package transfer.protocol.gs;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * What an object is and its bytes, in one body of two parts (RFC 2387). Can be sent as often as
 * wanted, and holds no second copy of the bytes.
 */
final class GsWholeBody extends RequestBody {
    private final MediaType type;
    private final byte[] before;
    private final ByteArrayOutputStream content;
    private final byte[] after;

    /**
     * @param content does not change any more
     */
    GsWholeBody(JsonObject what, ByteArrayOutputStream content) {
        // by chance, so that no file can hold it
        String boundary = "part-" + UUID.randomUUID();
        String first = "--" + boundary + "\r\nContent-Type: application/json\r\n\r\n" + what;
        String second = "\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\n\r\n";
        this.type = MediaType.get("multipart/related; boundary=" + boundary);
        this.before = (first + second).getBytes(StandardCharsets.UTF_8);
        this.content = content;
        this.after = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return (long) before.length + content.size() + after.length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(before);
        content.writeTo(sink.outputStream());
        sink.write(after);
    }
}
