package transfer.protocol.webdav;

import java.util.Optional;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpRequest;

/**
 * Has one server copy a file from another (pull) or to another (push), as WLCG HTTP-TPC has it:
 * COPY with {@code Source} to the destination, or with {@code Destination} to the source.
 *
 * <p>The server that copies shows the other one a bearer token of ours, which it gets in {@code
 * TransferHeaderAuthorization}; it gets nothing else of ours, and nothing without TLS that is meant
 * for TLS.
 *
 * <p>A server gets no token before it has shown that it does such copies: it is asked once without.
 *
 * @param active with the server that copies
 * @param passive with the other one, used for what it would be shown and not to speak to it
 */
record WebdavThirdParty(HttpConversation active, HttpConversation passive, WebdavMemory memory) {
    /** Which end copies. */
    enum Direction {
        PULL("Source"),
        PUSH("Destination");

        private final String header;

        Direction(String header) {
            this.header = header;
        }
    }

    /**
     * Waits until it is done.
     *
     * @param here at the server that copies
     * @param there at the other one
     */
    void copy(Direction direction, TransferUrl here, TransferUrl there, LongConsumer moved)
            throws TransferException, InterruptedException {
        HttpUrl other = passive.target(WebdavLocation.of(there).asFile());
        HttpRequest request =
                HttpRequest.of("COPY", here)
                        .with(direction.header, other.toString())
                        .with("Overwrite", "T")
                        // a server that knows several ways to get a credential is to use none
                        .with("Credential", "none")
                        // the digests of both ends are compared by us, which works without this
                        .with("RequireChecksumVerification", "false")
                        .by(HttpRequest.Traffic.BULK);
        Asked asked = new Asked(direction, request, there);
        Optional<Secret> shown = passive.authorizationForOthers();
        if (other.isHttps() && !active.target(here).isHttps()) {
            if (shown.isPresent() || other.encodedQuery() != null) {
                String what = shown.isPresent() ? "the token for " : "the query of a URL at ";
                throw refused(request, what + there.server() + " is not sent without TLS");
            }
        }
        if (shown.isPresent()) {
            if (!memory.has(here, WebdavMemory.Trait.COPIES_BETWEEN) && copiesWithout(asked)) {
                return;
            }
            asked = asked.showing(shown.get());
        }
        ask(asked, moved);
    }

    /**
     * @return false when the server does such copies, and this one failed, perhaps for want of a
     *     token
     */
    private boolean copiesWithout(Asked asked) throws TransferException, InterruptedException {
        try {
            ask(asked, _ -> {});
            return true;
        } catch (TransferException e) {
            if (memory.has(asked.request.url(), WebdavMemory.Trait.COPIES_BETWEEN)) {
                return false;
            }
            throw e;
        }
    }

    private void ask(Asked asked, LongConsumer moved)
            throws TransferException, InterruptedException {
        HttpRequest request = asked.request;
        try (HttpAnswer answer = active.send(request)) {
            if (!answer.isSuccess()) {
                throw meaning(asked.direction, active.failure(request, answer));
            }
            WebdavReport report = WebdavReport.of(request, answer, moved);
            if (report.end() != WebdavReport.End.NO_REPORT) {
                memory.learn(request.url(), WebdavMemory.Trait.COPIES_BETWEEN);
            }
            judge(asked, answer, report);
        }
    }

    private record Asked(Direction direction, HttpRequest request, TransferUrl there) {
        Asked showing(Secret authorization) {
            return new Asked(
                    direction,
                    request.with("TransferHeaderAuthorization", authorization.reveal()),
                    there);
        }
    }

    private static void judge(Asked asked, HttpAnswer answer, WebdavReport report)
            throws TransferException {
        switch (report.end()) {
            case SUCCESS -> {}
            case FAILURE -> throw failure(asked, report).cameBy(answer.provenance());
            case UNKNOWN ->
                    throw new TransferException(
                                    FailureKind.CONNECTION,
                                    asked.request.url(),
                                    asked.request
                                            + ": the server's report ended without saying whether"
                                            + " the copy is whole")
                            .during(Phase.BODY)
                            .cameBy(answer.provenance());
            case NO_REPORT -> {
                if (answer.status() == 202) {
                    throw new TransferException(
                                    FailureKind.UNSUPPORTED,
                                    asked.request.url(),
                                    asked.request
                                            + ": the server answered 202 and does not say when it"
                                            + " is done")
                            .withStatus(202)
                            .during(Phase.REQUEST)
                            .cameBy(answer.provenance());
                }
            }
        }
    }

    /** What the last line of a report says of the copy. */
    private static TransferException failure(Asked asked, WebdavReport report) {
        FailureKind kind = report.kind();
        TransferUrl at = asked.request.url();
        if (report.status().isPresent() || kind == FailureKind.NOT_FOUND) {
            // it is the other server that said no
            at = asked.there;
        }
        if (asked.direction == Direction.PUSH
                && (kind == FailureKind.NOT_FOUND || kind == FailureKind.ALREADY_EXISTS)) {
            kind = FailureKind.CHANGED; // of the folder, which was there
        }
        if (kind == FailureKind.BAD_REQUEST) {
            kind = FailureKind.UNEXPECTED; // of a request that was not ours, and ours may do
        }
        String other = (asked.direction == Direction.PULL ? " from " : " to ") + asked.there;
        TransferException failure =
                new TransferException(
                                kind,
                                at,
                                asked.request + other + ": the server reports " + report.shown())
                        .during(Phase.BODY);
        return report.status().map(failure::withStatus).orElse(failure);
    }

    /**
     * A refusal before anything was moved. Servers without this sort of copy miss the destination
     * (400), look for the file that is to be made (404), take the other server for a mistake (502),
     * or do not know the method.
     */
    private static TransferException meaning(Direction direction, TransferException plain) {
        return switch (plain.kind()) {
            case BAD_REQUEST, UNSUPPORTED, CHANGED -> unsupported(plain);
            case ALREADY_EXISTS -> WebdavFailures.of("COPY", plain);
            case NOT_FOUND -> direction == Direction.PULL ? unsupported(plain) : plain;
            default -> plain.status().orElse(0) == 502 ? unsupported(plain) : plain;
        };
    }

    private static TransferException unsupported(TransferException plain) {
        return WebdavFailures.as(
                FailureKind.UNSUPPORTED, plain, "; it does not copy between servers, it seems");
    }

    static TransferException refused(HttpRequest request, String why) {
        return new TransferException(
                        FailureKind.UNSUPPORTED, request.url(), request + ": not asked for: " + why)
                .during(Phase.REQUEST);
    }
}
