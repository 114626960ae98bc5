package transfer.protocol.httpclient;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.tls.TlsClient;
import transfer.protocol.tls.TlsFault;

/**
 * Requests to one server, with the credentials that are for it. Redirects are followed; but
 * credentials, headers among them, and the client certificate stay with the server they are for:
 * once a request has been sent elsewhere it goes on without them. Belongs to one thread at a time.
 */
public final class HttpConversation {
    private final HttpConnections connections;
    private final Place place;
    private final String scheme;
    private final WireUrl home;
    private final Credentials credentials;
    private final Optional<HttpSigner> signer;
    private Login login;

    HttpConversation(
            HttpConnections connections, Place place, String scheme, Credentials credentials)
            throws TransferException {
        this.connections = connections;
        this.place = place;
        this.scheme = scheme;
        this.credentials = credentials;
        this.home = WireUrl.of(place.url(), scheme);
        this.signer = Optional.empty();
    }

    HttpConversation(HttpConnections connections, Place place, WireUrl home, HttpSigner signer) {
        this.connections = connections;
        this.place = place;
        this.scheme = home.scheme();
        this.credentials = Credentials.none();
        this.home = home;
        this.signer = Optional.of(signer);
    }

    NetworkSettings network() {
        return connections.network();
    }

    HttpConnections connections() {
        return connections;
    }

    /** The URL as it goes over the wire. */
    public HttpUrl target(TransferUrl url) throws TransferException {
        return wire(url).library();
    }

    WireUrl wire(TransferUrl url) throws TransferException {
        return WireUrl.of(url, scheme);
    }

    /**
     * Sends a request and gives what the server answers, whatever the status; after redirects, but
     * where a signer introduces us.
     *
     * <p>On a virtual thread an interrupt ends it at once; on another when the server next says
     * something.
     *
     * @throws TransferException when no answer came, or a redirect cannot be followed
     */
    public HttpAnswer send(HttpRequest request) throws TransferException, InterruptedException {
        if (signer.isPresent()) {
            return exchange(request, request.place().orElseThrow(), false, false);
        }
        WireUrl target = request.place().isPresent() ? request.place().get() : wire(request.url());
        Redirects redirects = new Redirects(connections, request, target);
        boolean trusted = target.isSameServer(home);
        boolean challenged = false;
        while (true) {
            HttpAnswer answer = exchange(request, target, trusted, redirects.hasBegun());
            boolean again = false;
            try {
                if (trusted && answer.status() == 401 && !challenged && isRepeatable(request)) {
                    challenged = true;
                    again = login().takeUp(answer.challenges());
                }
                if (!again) {
                    Optional<WireUrl> next = redirects.next(answer);
                    if (next.isEmpty() || !isRepeatable(request)) {
                        return answer;
                    }
                    target = next.get();
                    trusted = trusted && target.isSameServer(home);
                }
            } catch (TransferException e) {
                answer.close();
                throw HttpFailures.after(answer, e.withStatus(answer.status()), Phase.REQUEST);
            }
            answer.close();
        }
    }

    /** Whether the body, if there is one, has not been used up. */
    private static boolean isRepeatable(HttpRequest request) {
        Predicate<RequestBody> unused =
                body ->
                        !body.isOneShot()
                                || body instanceof HandedBody handed && !handed.hasBegun();
        return request.body().map(unused::test).orElse(true);
    }

    /** One request to one server. */
    private HttpAnswer exchange(
            HttpRequest request, WireUrl target, boolean trusted, boolean redirected)
            throws TransferException, InterruptedException {
        return isPlain(request, target)
                ? exchangePlainly(request, target, trusted, redirected)
                : exchangeByLibrary(request, target, trusted, redirected);
    }

    /** Whether a connection of our own can carry it: see ADR 16. */
    private static boolean isPlain(HttpRequest request, WireUrl target) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads && request.body().isEmpty() && !target.isHttps();
    }

    private HttpAnswer exchangePlainly(
            HttpRequest request, WireUrl target, boolean trusted, boolean redirected)
            throws TransferException, InterruptedException {
        Transport transport = transport(request, target, trusted);
        HttpFields fields = fields(request, target, trusted, transport);
        CallTrace trace = trace(target, transport);
        PlainRequest plain = new PlainRequest(request.method(), target, fields, transport.proxy());
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return new HttpAnswer(connections.own().exchange(plain, trace), redirected, trace);
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw HttpFailures.of(request, e, through(transport), trace);
        }
    }

    /**
     * The same by way of the library.
     *
     * <p>A server that demands a client certificate may hang up before its alert arrives (with TLS
     * 1.3 the handshake is over for us by then). What breaks off after the server asked for one is
     * therefore tried once more: broken off again, it is a refusal.
     */
    HttpAnswer exchangeByLibrary(
            HttpRequest request, WireUrl target, boolean trusted, boolean redirected)
            throws TransferException, InterruptedException {
        Transport transport = transport(request, target, trusted);
        boolean brokenBefore = false;
        while (true) {
            int asked = asked(target, transport).times();
            CallTrace trace = trace(target, transport);
            Call call = call(request, target, trusted, transport);
            call.addEventListener(LibraryTrace.of(trace));
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Response response = call.execute();
                return new HttpAnswer(new LibraryAnswer(call, response), redirected, trace);
            } catch (IOException e) {
                HttpFailures.throwIfInterrupted(e);
                TransferException failure = HttpFailures.of(request, e, through(transport), trace);
                boolean asking = asked(target, transport).times() > asked;
                if (!asking || !TlsFault.mayBeRefusedCertificate(e)) {
                    throw failure;
                }
                if (brokenBefore || TlsFault.isAlert(e) || !isRepeatable(request)) {
                    throw withoutCertificate(failure, asked(target, transport));
                }
                brokenBefore = true;
            }
        }
    }

    private TlsClient.Asked asked(WireUrl target, Transport transport) {
        return connections.askedBy(target, transport.certificate());
    }

    private CallTrace trace(WireUrl target, Transport transport) {
        Optional<WireUrl> elsewhere =
                target.isSameServer(home) ? Optional.empty() : Optional.of(target);
        return new CallTrace(elsewhere, transport.proxy());
    }

    private Call call(HttpRequest request, WireUrl target, boolean trusted, Transport transport)
            throws TransferException, InterruptedException {
        Call call =
                connections
                        .client(transport, target)
                        .newCall(wire(request, target, trusted, transport));
        if (request.body().orElse(null) instanceof HandedBody handed) {
            call.addEventListener(handed.listener());
        }
        return call;
    }

    private Transport transport(HttpRequest request, WireUrl target, boolean trusted)
            throws TransferException {
        boolean past = request.traffic().contains(HttpRequest.Traffic.PAST_CACHES);
        boolean cached = request.traffic().contains(HttpRequest.Traffic.CACHEABLE) && !past;
        boolean tls = target.isHttps();
        return new Transport(
                tls,
                !tls || connections.isChecked(target),
                request.traffic().contains(HttpRequest.Traffic.BULK),
                connections.proxies().choose(target, cached, request.url()),
                trusted && tls ? login().certificate() : Optional.empty());
    }

    private HttpFields fields(
            HttpRequest request, WireUrl target, boolean trusted, Transport transport)
            throws TransferException, InterruptedException {
        // bytes must arrive as they are stored, so that lengths, ranges and digests mean them
        HttpFields fields = request.fields().with("Accept-Encoding", "identity");
        if (request.traffic().contains(HttpRequest.Traffic.PAST_CACHES)) {
            fields = fields.with("Cache-Control", "no-cache");
        }
        if (trusted) {
            fields = login().introduced(fields, request, target);
        } else {
            // what it would show to a third server is for the server that was asked
            fields = fields.without("TransferHeaderAuthorization");
        }
        if (fields.get("User-Agent").isEmpty()) {
            fields = fields.with("User-Agent", connections.network().userAgent());
        }
        if (signer.isPresent()) {
            Headers.Builder signed = fields.library().newBuilder();
            signer.get().sign(request, target.library(), signed);
            fields = HttpFields.of(signed.build());
        }
        if (!target.isHttps()) {
            Optional<Secret> proxyLogin = transport.proxy().flatMap(ProxyServer::authorization);
            if (proxyLogin.isPresent()) {
                fields = fields.with("Proxy-Authorization", proxyLogin.get().reveal());
            }
        }
        return fields;
    }

    private Request wire(HttpRequest request, WireUrl target, boolean trusted, Transport transport)
            throws TransferException, InterruptedException {
        return new Request.Builder()
                .url(target.library())
                .headers(fields(request, target, trusted, transport).library())
                .method(request.method(), request.body().orElse(null))
                .build();
    }

    /**
     * What another server may show to this one in our name: the value of an {@code Authorization}
     * header with a bearer token.
     *
     * @return empty when we have nothing to show here either
     * @throws TransferException {@link FailureKind#UNSUPPORTED} when what we show here is a
     *     password or a header, which nobody else gets
     */
    public Optional<Secret> authorizationForOthers() throws TransferException {
        return login().forOthers(place.url());
    }

    private Login login() throws TransferException {
        if (login == null) {
            Login found = Login.find(place, home.isHttps(), credentials);
            if (found.certificate().isPresent()) {
                check(found.certificate().get());
            }
            login = found;
        }
        return login;
    }

    private void check(Credential.ClientCertificate certificate) throws TransferException {
        try {
            connections.check(certificate);
        } catch (CredentialException e) {
            String message = place.url() + ": " + e.getMessage();
            throw new TransferException(FailureKind.BAD_CREDENTIALS, place.url(), message, e)
                    .during(Phase.LOGIN)
                    .withErrno(TlsFault.CLIENT_CERTIFICATE_UNUSABLE.code());
        }
    }

    /**
     * An answer that is no success as a failure; a refusal says which credentials were looked for.
     */
    public TransferException failure(HttpRequest request, HttpAnswer answer) {
        int status = answer.status();
        boolean refused = status == 401 || status == 403;
        if (signer.isEmpty() && !answer.wireUrl().isSameServer(home)) {
            String why = "; credentials are not sent to another server than the URL's";
            return failure(request, answer, refused ? why : "");
        }
        if (login == null || !refused && status != 400) {
            return failure(request, answer, "");
        }
        TlsClient.Asked asked = connections.askedBy(answer.wireUrl(), login.certificate());
        if (asked.times() == 0) {
            return failure(request, answer, refused ? login.explanation() : "");
        }
        String wish = "; " + asked.outcome();
        TransferException failure = failure(request, answer, login.explanation() + wish);
        // nginx says 400 to a client that has not shown the certificate it had to show
        return refused
                ? failure
                : HttpFailures.of(failure, FailureKind.BAD_CREDENTIALS, failure.getMessage())
                        .during(Phase.LOGIN)
                        .withErrno(asked.fault().code());
    }

    /** The same, as the family understands it that has never seen the answer. */
    TransferException explained(HttpRequest request, HttpAnswer answer) {
        TransferException plain = failure(request, answer);
        return signer.isPresent() ? signer.get().failure(plain, answer) : plain;
    }

    private TransferException failure(HttpRequest request, HttpAnswer answer, String more) {
        return HttpFailures.of(request, answer, more, connections.clock().instant());
    }

    private TransferException withoutCertificate(TransferException failure, TlsClient.Asked asked)
            throws TransferException {
        String message = failure.getMessage() + "; " + asked.outcome() + login().explanation();
        return HttpFailures.of(failure, FailureKind.BAD_CREDENTIALS, message)
                .during(Phase.TLS)
                .withErrno(asked.fault().code());
    }

    private static String through(Transport transport) {
        return transport.proxy().map(proxy -> ", through the proxy " + proxy).orElse("");
    }
}
