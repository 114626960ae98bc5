package transfer.protocol.gs;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpRequest;

/**
 * A copy that the store makes by itself, in as many steps as it wants. It appears when it is whole.
 * The store compares its digest with that of the original.
 */
final class GsCopy {
    private final GsApi source;
    private final GsApi destination;

    GsCopy(GsApi source, GsApi destination) {
        this.source = source;
        this.destination = destination;
    }

    /** See {@link DirectCopy#copy}. */
    DirectCopy.Made copy(TransferUrl from, TransferUrl to, LongConsumer moved)
            throws TransferException, InterruptedException {
        GsLocation original = GsLocation.of(from).asObject();
        GsLocation copy = GsLocation.of(to).asObject();
        if (!source.account().home().equals(destination.account().home())) {
            throw new TransferException(
                            FailureKind.UNSUPPORTED, to, to + ": is at another store than " + from)
                    .during(Phase.REQUEST);
        }
        Optional<String> token = Optional.empty();
        long told = 0;
        while (true) {
            HttpRequest request = request(original, copy, token);
            try (HttpAnswer answer = destination.send(request)) {
                if (!answer.isSuccess()) {
                    throw failure(original, request, answer);
                }
                JsonObject json = GsApi.json(request, answer);
                long now = GsObject.number(GsObject.text(json, "totalBytesRewritten")).orElse(told);
                if (now > told) {
                    moved.accept(now - told);
                    told = now;
                }
                if (json.get("resource") != null) {
                    GsObject made = GsObject.of(json.getAsJsonObject("resource"));
                    return DirectCopy.Made.inOneStep(to, made.stat(answer.provenance()));
                }
                token = GsObject.text(json, "rewriteToken");
                if (token.isEmpty()) {
                    throw new TransferException(
                                    FailureKind.UNEXPECTED,
                                    to,
                                    request + ": the server does not say how to go on")
                            .during(Phase.REQUEST);
                }
            }
        }
    }

    private HttpRequest request(GsLocation original, GsLocation copy, Optional<String> token)
            throws TransferException {
        HttpUrl.Builder target =
                destination.at(
                        "/storage/v1" + original.resource() + "/rewriteTo" + copy.resource());
        token.ifPresent(value ->
                target.addEncodedQueryParameter("rewriteToken", GsLocation.escaped(value)));
        return destination
                .request("POST", copy.url(), original.bucket(), target)
                .with(GsApi.nothing());
    }

    /** One who may write there may not be allowed to read here, while the other account may. */
    private TransferException failure(GsLocation original, HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        TransferException failure = destination.failure(request, answer);
        boolean refused =
                failure.kind() == FailureKind.ACCESS_DENIED
                        || failure.kind() == FailureKind.BAD_CREDENTIALS;
        boolean others = !source.account().equals(destination.account());
        if (refused && others) {
            return GsFailures.as(
                    FailureKind.UNSUPPORTED,
                    failure,
                    failure.getMessage()
                            + "; the account for the destination may not read "
                            + original.url());
        }
        return failure;
    }
}
