package transfer.protocol.gs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpFailures;
import transfer.protocol.httpclient.HttpRequest;
import transfer.protocol.httpclient.HttpSigner;

/**
 * Requests of the JSON API on behalf of one place. Whoever we are is looked up with the first one.
 * Belongs to one thread at a time.
 */
final class GsApi {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final long LONGEST_REFUSAL = 64 * 1024;

    private final GsAccounts accounts;
    private final Place place;
    private final Credentials credentials;
    private GsAccount account;
    private HttpConversation conversation;

    GsApi(GsAccounts accounts, Place place, Credentials credentials) {
        this.accounts = accounts;
        this.place = place;
        this.credentials = credentials;
    }

    /** The same for another place, with what is there for it. */
    GsApi at(Place other) {
        return new GsApi(accounts, other, credentials);
    }

    GsAccount account() throws TransferException {
        if (account == null) {
            account = accounts.find(place, credentials);
        }
        return account;
    }

    HttpConversation conversation() throws TransferException {
        if (conversation == null) {
            conversation = accounts.open(place, account().home(), new Signer());
        }
        return conversation;
    }

    /** Shows the token, and knows what refusals mean that only the upload sees. */
    private final class Signer implements HttpSigner {
        @Override
        public void sign(HttpRequest request, HttpUrl target, Headers.Builder headers)
                throws TransferException, InterruptedException {
            if ("media".equals(target.queryParameter("alt"))) {
                // else the store decodes what is stored compressed, and ranges and digests fit no
                // more
                headers.set("Accept-Encoding", "gzip");
            }
            if (isSession(target)) {
                return; // whoever knows its URL may write, and a token may expire meanwhile
            }
            Optional<Secret> token = account().token(request.url());
            if (token.isPresent() && target.isHttps()) {
                headers.set("Authorization", "Bearer " + token.get().reveal());
            }
        }

        @Override
        public TransferException failure(TransferException plain, HttpAnswer answer) {
            try {
                GsFailures.Refusal refusal = refusal(answer);
                return ofUpload(told(plain, refusal), refusal);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return plain;
            }
        }
    }

    private static boolean isSession(HttpUrl target) {
        return target.queryParameter("upload_id") != null;
    }

    /**
     * Where something is.
     *
     * @param path below the host, escaped: {@code /storage/v1/b/bucket}
     */
    HttpUrl.Builder at(String path) throws TransferException {
        return account().home().newBuilder().encodedPath(path);
    }

    /** Where an object or a bucket is. */
    HttpUrl.Builder at(GsLocation location) throws TransferException {
        return at("/storage/v1" + location.resource());
    }

    /**
     * A request about something.
     *
     * @param bucket whose owner, or else whoever asks, pays
     */
    HttpRequest request(String method, TransferUrl about, String bucket, HttpUrl.Builder target)
            throws TransferException {
        Optional<String> payer = account().payer(bucket);
        payer.ifPresent(project -> target.setQueryParameter("userProject", project));
        return HttpRequest.of(method, about).at(target.build());
    }

    static RequestBody body(JsonObject document) {
        return RequestBody.create(
                document.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), JSON);
    }

    /** As body of requests that have none. */
    static RequestBody nothing() {
        return RequestBody.create(new byte[0], null);
    }

    /**
     * Sends it and gives the answer, whatever the status. A token that is refused is got anew once,
     * and a store that wants to know who pays is told if we know.
     */
    HttpAnswer send(HttpRequest request) throws TransferException, InterruptedException {
        HttpUrl target = request.target().orElseThrow();
        Optional<Secret> shown =
                isSession(target) ? Optional.empty() : account().token(request.url());
        HttpAnswer answer = conversation().send(request);
        if (answer.status() == 401 && shown.isPresent() && account().renew(shown.get())) {
            answer.close();
            return conversation().send(request);
        }
        if (answer.status() == 400
                && target.queryParameter("userProject") == null
                && account().project().isPresent()
                && refusal(answer).wantsPayer()) {
            answer.close();
            String project = account().project().get();
            account().pays(bucket(target));
            return conversation()
                    .send(
                            request.at(
                                    target.newBuilder()
                                            .setQueryParameter("userProject", project)
                                            .build()));
        }
        return answer;
    }

    /** Which bucket a request is about, by its path: what stands behind the first {@code b}. */
    private static String bucket(HttpUrl target) {
        List<String> path = target.pathSegments();
        return path.get(path.indexOf("b") + 1);
    }

    /** What it answers with success. */
    JsonObject json(HttpRequest request) throws TransferException, InterruptedException {
        try (HttpAnswer answer = send(request)) {
            if (!answer.isSuccess()) {
                throw failure(request, answer);
            }
            return json(request, answer);
        }
    }

    static JsonObject json(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        try {
            return JsonParser.parseString(answer.body().readUtf8()).getAsJsonObject();
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw HttpFailures.inBody(request, answer, e, "the answer broke off");
        } catch (JsonParseException | IllegalStateException _) {
            throw new TransferException(
                            FailureKind.UNEXPECTED,
                            request.url(),
                            request + ": the server answered something that is no JSON")
                    .withStatus(answer.status())
                    .during(Phase.REQUEST)
                    .cameBy(answer.provenance());
        }
    }

    /** Why it refuses; the answer's body can still be read afterwards. */
    private static GsFailures.Refusal refusal(HttpAnswer answer) throws InterruptedException {
        try {
            okio.BufferedSource ahead = answer.body().peek();
            ahead.request(LONGEST_REFUSAL);
            long length = Math.min(ahead.getBuffer().size(), LONGEST_REFUSAL);
            return GsFailures.Refusal.of(ahead.readUtf8(length));
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            return GsFailures.Refusal.UNTOLD; // the status says enough
        }
    }

    /** An answer that is no success. */
    TransferException failure(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        return told(conversation().failure(request, answer), refusal(answer));
    }

    /** What the status alone says, with what the store says besides. */
    private TransferException told(TransferException plain, GsFailures.Refusal refusal) {
        int status = plain.status().orElse(0);
        String more = "";
        if (status == 401 || status == 403) {
            more = "; " + account.words();
        } else if (refusal.wantsPayer()) {
            more = "; no project is known that could: set GOOGLE_CLOUD_PROJECT";
        }
        return GsFailures.of(plain, refusal, more);
    }

    /** As {@link #failure} after bytes were sent, where a digest may not have fitted. */
    TransferException failureOfUpload(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        GsFailures.Refusal refusal = refusal(answer);
        return ofUpload(told(conversation().failure(request, answer), refusal), refusal);
    }

    private static TransferException ofUpload(
            TransferException failure, GsFailures.Refusal refusal) {
        if (failure.status().orElse(0) == 400 && refusal.isOfDigest()) {
            return GsFailures.as(FailureKind.CHECKSUM_MISMATCH, failure, failure.getMessage())
                    .during(Phase.VERIFY);
        }
        if (failure.kind() == FailureKind.CHANGED) {
            return GsFailures.as(
                    FailureKind.CHANGED,
                    failure,
                    failure.getMessage() + "; somebody else has written it meanwhile");
        }
        return failure;
    }
}
