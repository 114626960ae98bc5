package transfer.chaos;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client that says exactly what it is told to and takes answers as they come. */
final class Visitor implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    final Socket socket;
    private final InputStream in;

    Visitor(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** What a server said. */
    record Answer(HttpHead head, byte[] body) {}

    Visitor say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Visitor get(String path, String... fields) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: h\r\n");
        List.of(fields).forEach(field -> request.append(field).append("\r\n"));
        return say(request + "\r\n");
    }

    HttpHead head() throws IOException {
        return HttpHead.read(in).orElseThrow(() -> new EOFException("no answer"));
    }

    /** The answer to a GET, or to something else that has a body. */
    Answer answer() throws IOException {
        HttpHead head = head();
        HttpBody body = HttpBody.ofAnswer("GET", head);
        byte[] bytes = body.from(in).readAllBytes();
        if (body.length() > bytes.length) {
            throw new EOFException(bytes.length + " bytes of " + body.length());
        }
        return new Answer(head, bytes);
    }

    /** All that comes until the end. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    byte[] first(int count) throws IOException {
        return in.readNBytes(count);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
