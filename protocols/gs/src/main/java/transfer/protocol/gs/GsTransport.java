package transfer.protocol.gs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import transfer.credentials.Site;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConnections;
import transfer.protocol.httpclient.HttpRequest;

/** Our HTTP as Google's library for log-ins wants it. Belongs to one thread. */
final class GsTransport extends HttpTransport {
    private final HttpConnections connections;
    private final TransferUrl about;
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<TransferException> failure = Optional.empty();

    /** An answer that was no success. */
    record Refusal(int status, String content) {}

    /**
     * @param about what is to be done in the end, for messages
     */
    GsTransport(HttpConnections connections, TransferUrl about) {
        this.connections = connections;
        this.about = about;
    }

    /** How the last request was refused, of which the library does not tell everything. */
    Optional<Refusal> refusal() {
        return refusal;
    }

    /** Why the last request had no answer. */
    Optional<TransferException> failure() {
        return failure;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        HttpUrl target = HttpUrl.parse(url);
        if (target == null) {
            throw new IOException("not an address to get a token from");
        }
        return new Request(method, target);
    }

    private final class Request extends LowLevelHttpRequest {
        private final String method;
        private final HttpUrl target;
        private final Headers.Builder headers = new Headers.Builder();

        Request(String method, HttpUrl target) {
            this.method = method;
            this.target = target;
        }

        @Override
        public void addHeader(String name, String value) {
            headers.addUnsafeNonAscii(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            HttpRequest request = HttpRequest.of(method, about).at(target);
            for (String name : headers.build().names()) {
                request = request.with(name, headers.get(name));
            }
            if (getStreamingContent() != null) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                getStreamingContent().writeTo(body);
                request =
                        request.with(
                                RequestBody.create(
                                        body.toByteArray(), MediaType.parse(getContentType())));
            }
            Place place = new Place(about, Site.UNNAMED);
            refusal = Optional.empty();
            failure = Optional.empty();
            try (HttpAnswer answer =
                    connections.open(place, target, (_, _, _) -> {}).send(request)) {
                byte[] content = answer.body().readByteArray();
                if (!answer.isSuccess()) {
                    String text = new String(content, StandardCharsets.UTF_8);
                    refusal = Optional.of(new Refusal(answer.status(), text));
                }
                return new Response(
                        answer.status(), answer.header("Content-Type").orElse(null), content);
            } catch (TransferException e) {
                failure = Optional.of(e);
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }

    private static final class Response extends LowLevelHttpResponse {
        private final int status;
        private final String type;
        private final byte[] content;

        Response(int status, String type, byte[] content) {
            this.status = status;
            this.type = type;
            this.content = content;
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return content.length;
        }

        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + status;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public String getReasonPhrase() {
            return "";
        }

        @Override
        public int getHeaderCount() {
            return 0;
        }

        @Override
        public String getHeaderName(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public String getHeaderValue(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }
}
