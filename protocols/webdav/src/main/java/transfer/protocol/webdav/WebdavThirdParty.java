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
 * @param active with the server that copies
 * @param passive with the other one, used for what it would be shown and not to speak to it
 */
record WebdavThirdParty(HttpConversation active, HttpConversation passive) {
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
        Optional<Secret> shown = passive.authorizationForOthers();
        if (shown.isPresent()) {
            if (other.isHttps() && !active.target(here).isHttps()) {
                throw refused(
                        request, "the token for " + there.server() + " is not sent without TLS");
            }
            request = request.with("TransferHeaderAuthorization", shown.get().reveal());
        }
        try (HttpAnswer answer = active.send(request)) {
            if (!answer.isSuccess()) {
                throw meaning(direction, active.failure(request, answer));
            }
            judge(
                    new Asked(direction, request, there),
                    answer,
                    WebdavReport.of(request, answer, moved));
        }
    }

    private record Asked(Direction direction, HttpRequest request, TransferUrl there) {}

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
