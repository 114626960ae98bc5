package transfer.protocol.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConnections;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpRequest;
import transfer.protocol.httpclient.HttpUpload;

/**
 * Requests to the store of one place: addressed, signed, sent, and sent once more where the store's
 * answer teaches how. Safe for use by many threads.
 */
final class S3Requests {
    /** Stores refuse signatures that are more than 15 minutes off. */
    private static final Duration ODD_CLOCK = Duration.ofMinutes(4);

    /** A clock, a region, and a session may have to be learnt one after another. */
    private static final int MOST_LESSONS = 3;

    private final HttpConnections connections;
    private final Place place;
    private final S3Login login;
    private final S3Memory memory;
    private final InstantSource clock;

    S3Requests(
            HttpConnections connections,
            Place place,
            S3Login login,
            S3Memory memory,
            InstantSource clock) {
        this.connections = connections;
        this.place = place;
        this.login = login;
        this.memory = memory;
        this.clock = clock;
    }

    S3Memory memory() {
        return memory;
    }

    /** The store, by which is remembered what was learnt of it. */
    S3Site site() throws TransferException, InterruptedException {
        return login.service().home();
    }

    /** How many objects may be removed by one request, 1 to 1000. */
    int batchDelete() throws TransferException, InterruptedException {
        return login.service().batchDelete();
    }

    /** Whether these go to the same store in the same name. */
    boolean isSameAs(S3Requests other) throws TransferException, InterruptedException {
        return site().endpoint().equals(other.site().endpoint())
                && login.keys().equals(other.login.keys());
    }

    /** A request that is ready to be sent, and how. */
    record Ready(HttpConversation conversation, HttpRequest request, S3Signer signer) {}

    /** What a request is on the wire, as far as is known now. */
    Ready ready(S3Request request) throws TransferException, InterruptedException {
        return ready(request, Optional.empty());
    }

    /**
     * @param detour where the store has sent this request on to
     */
    private Ready ready(S3Request request, Optional<HttpUrl> detour)
            throws TransferException, InterruptedException {
        S3Service service = login.service();
        S3Site site =
                service.site(request.bucket(), memory.region(service.home(), request.bucket()));
        InstantSource storesClock = () -> clock.instant().plus(memory.offset(service.home()));
        S3Signer signer = new S3Signer(login.keys(), site.region(), storesClock);
        HttpUrl own = S3Url.of(site, request.bucket(), request.key(), request.query());
        HttpUrl target = detour.map(other -> S3Url.redirected(own, other)).orElse(own);
        HttpRequest wire =
                HttpRequest.of(request.method(), request.url())
                        .at(target)
                        .with(headers(request, service));
        if (request.body().isPresent()) {
            wire = wire.with(request.body().get());
        }
        for (HttpRequest.Traffic traffic : request.traffic()) {
            wire = wire.by(traffic);
        }
        return new Ready(connections.open(place, site.endpoint(), signer), wire, signer);
    }

    private static Headers headers(S3Request request, S3Service service) {
        Headers.Builder headers =
                request.headers().newBuilder().set(S3Signer.PAYLOAD, request.payload());
        return service.requesterPays()
                ? headers.set("x-amz-request-payer", "requester").build()
                : headers.build();
    }

    /**
     * Sends a request and gives what the store answers, whatever the status.
     *
     * @throws TransferException when no answer came
     */
    S3Answer send(S3Request request) throws TransferException, InterruptedException {
        Optional<HttpUrl> detour = Optional.empty();
        for (int lessons = 0; ; lessons++) {
            Ready ready = ready(request, detour);
            S3Answer answer = answer(ready, ready.conversation().send(ready.request()));
            boolean again = false;
            try {
                if (lessons < MOST_LESSONS
                        && request.body().filter(RequestBody::isOneShot).isEmpty()) {
                    again = learns(request, ready, answer);
                    if (!again) {
                        detour = elsewhere(answer);
                        again = detour.isPresent();
                    }
                }
            } finally {
                if (again) {
                    answer.close();
                }
            }
            if (!again) {
                return answer;
            }
        }
    }

    /** A request whose body comes bit by bit, and its upload. */
    record Sending(Ready ready, HttpUpload upload) {}

    /**
     * Begins a request whose body comes bit by bit; once more if its keys have ended and there are
     * others.
     *
     * @param length of the body in bytes
     */
    Sending begin(S3Request request, long length) throws TransferException, InterruptedException {
        Ready ready = ready(request);
        try {
            return begin(ready, length);
        } catch (TransferException e) {
            if (!renews(e, ready)) {
                throw e;
            }
            return begin(ready(request), length);
        }
    }

    private static Sending begin(Ready ready, long length)
            throws TransferException, InterruptedException {
        return new Sending(ready, HttpUpload.begin(ready.conversation(), ready.request(), length));
    }

    /** Whether a request was refused for its keys, and there are others now. */
    boolean renews(TransferException refusal, Ready sent)
            throws TransferException, InterruptedException {
        return refusal.kind() == FailureKind.BAD_CREDENTIALS
                && sent.signer().keys().isPresent()
                && login.renew(sent.signer().keys().get());
    }

    /**
     * The failure of a request that cannot be sent again, since its body came bit by bit: one that
     * passes if it was refused for its keys, and there are others now.
     */
    TransferException withOtherKeys(TransferException failure, Ready sent)
            throws TransferException, InterruptedException {
        if (!renews(failure, sent)) {
            return failure;
        }
        return new TransferException(
                        FailureKind.UNAVAILABLE,
                        failure.url(),
                        failure.getMessage() + "; there are others now",
                        failure)
                .withStatus(failure.status().orElse(0))
                .during(Phase.REQUEST)
                .cameBy(failure.provenance());
    }

    static S3Answer answer(Ready ready, HttpAnswer http) {
        Optional<S3Error> error =
                http.isSuccess() || http.status() == 304
                        ? Optional.empty()
                        : Optional.of(S3Error.of(http));
        return new S3Answer(
                ready.conversation(), ready.request(), http, error, ready.signer().who());
    }

    /** Whether an answer says how the same request would be better. */
    private boolean learns(S3Request request, Ready sent, S3Answer answer)
            throws TransferException, InterruptedException {
        return switch (answer.status()) {
            case 400, 403 ->
                    learnsClock(answer)
                            || learnsRegion(request, answer)
                            || sent.signer().keys().isPresent()
                                    && isOldSession(answer)
                                    && login.renew(sent.signer().keys().get());
            case 301, 307 -> learnsRegion(request, answer);
            default -> false;
        };
    }

    /** Where an answer sends us on to, if that is a server of the same store. */
    private Optional<HttpUrl> elsewhere(S3Answer answer)
            throws TransferException, InterruptedException {
        Optional<String> location = answer.header("Location");
        if (location.isEmpty()) {
            return Optional.empty();
        }
        return switch (answer.status()) {
            case 301, 302, 307, 308 -> {
                S3Site site = site();
                yield Optional.ofNullable(answer.http().url().resolve(location.get()))
                        .filter(site::isOurs);
            }
            default -> Optional.empty();
        };
    }

    private boolean learnsClock(S3Answer answer) throws TransferException, InterruptedException {
        Optional<Instant> theirs = answer.http().date("Date");
        if (theirs.isEmpty()) {
            return false;
        }
        S3Site site = site();
        Duration known = memory.offset(site);
        Duration ahead = Duration.between(clock.instant(), theirs.get());
        boolean skewed = answer.code().equals("RequestTimeTooSkewed");
        if (ahead.minus(known).abs().compareTo(ODD_CLOCK) >= 0) {
            // other refusals have other reasons; but an answer to HEAD tells none
            boolean blamed = skewed || answer.code().isEmpty();
            if (blamed) {
                memory.learnOffset(site, ahead);
            }
            return blamed;
        }
        // what was learnt was the clock of something that stands before the store
        boolean misled = skewed && known.abs().compareTo(ODD_CLOCK) >= 0;
        if (misled) {
            memory.learnOffset(site, Duration.ZERO);
        }
        return misled;
    }

    private boolean learnsRegion(S3Request request, S3Answer answer)
            throws TransferException, InterruptedException {
        Optional<String> region = answer.error().flatMap(S3Error::region);
        S3Site site = site();
        String known = memory.region(site, request.bucket()).orElse(site.region());
        if (region.isEmpty() || region.get().equals(known) || !isName(region.get())) {
            return false;
        }
        memory.learnRegion(site, request.bucket(), region.get());
        return true;
    }

    private static boolean isName(String region) {
        return region.matches("[A-Za-z0-9-]{1,40}");
    }

    /** An answer to HEAD does not say what is wrong. */
    private static boolean isOldSession(S3Answer answer) {
        return switch (answer.code()) {
            case "",
                    "ExpiredToken",
                    "InvalidToken",
                    "TokenRefreshRequired",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch" ->
                    true;
            default -> false;
        };
    }
}
