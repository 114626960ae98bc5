package transfer.protocol.httpclient;

import java.util.List;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Response;

/** What the library received. */
final class LibraryAnswer implements Received {
    /** It is quicker to read this much to the end than to make the next connection. */
    private static final long WORTH_READING = 64 * 1024;

    private final Call call;
    private final Response response;
    private final Content content;

    LibraryAnswer(Call call, Response response) {
        this.call = call;
        this.response = response;
        this.content = new LibraryContent(response.body().source());
    }

    @Override
    public int status() {
        return response.code();
    }

    @Override
    public String reason() {
        return response.message();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
    }

    @Override
    public List<String> headers(String name) {
        return response.headers(name);
    }

    @Override
    public WireUrl url() {
        return WireUrl.of(response.request().url());
    }

    @Override
    public Content content() {
        return content;
    }

    @Override
    public void close() {
        long length = response.body().contentLength();
        if (length < 0 || length > WORTH_READING) {
            call.cancel(); // without effect when all was read
        }
        response.close();
    }
}
