package transfer.protocol.httpclient;

import java.util.List;
import java.util.Optional;

/** What came over a connection of our own. */
final class PlainAnswer implements Received {
    private final WireUrl url;
    private final AnswerHead head;
    private final PlainBody body;

    PlainAnswer(WireUrl url, AnswerHead head, PlainBody body) {
        this.url = url;
        this.head = head;
        this.body = body;
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public String reason() {
        return head.reason();
    }

    @Override
    public Optional<String> header(String name) {
        return head.last(name);
    }

    @Override
    public List<String> headers(String name) {
        return head.all(name);
    }

    @Override
    public WireUrl url() {
        return url;
    }

    @Override
    public Content content() {
        return body;
    }

    @Override
    public void close() {
        body.end();
    }
}
