package transfer.protocol.gs;

import com.google.gson.JsonObject;
import okhttp3.HttpUrl;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpRequest;

/** Buckets, the only thing that is made before something is put into it. */
final class GsBuckets {
    private final GsApi api;

    GsBuckets(GsApi api) {
        this.api = api;
    }

    /** Makes the bucket of a place, if it is not there. */
    void make(GsLocation location) throws TransferException, InterruptedException {
        if (isThere(location)) {
            return;
        }
        String project =
                api.account()
                        .project()
                        .orElseThrow(() ->
                                new TransferException(
                                                FailureKind.BAD_REQUEST,
                                                location.url(),
                                                location.url()
                                                        + ": the bucket is not there, and no"
                                                        + " project is known that it could be"
                                                        + " made in: set"
                                                        + " GOOGLE_CLOUD_PROJECT")
                                        .during(Phase.REQUEST));
        JsonObject what = new JsonObject();
        what.addProperty("name", location.bucket());
        HttpUrl.Builder target =
                api.at("/storage/v1/b")
                        .addQueryParameter("project", project)
                        .addQueryParameter("fields", "name");
        HttpRequest request =
                api.request("POST", location.url(), location.bucket(), target)
                        .with(GsApi.body(what));
        try (HttpAnswer answer = api.send(request)) {
            if (!answer.isSuccess()) {
                TransferException failure = api.failure(request, answer);
                // somebody else may have made it at the same moment
                if (answer.status() != 409 || !isThere(location)) {
                    throw failure;
                }
            }
        }
    }

    /** By a list, too: whoever may only write objects must not ask for the bucket itself. */
    private boolean isThere(GsLocation location) throws TransferException, InterruptedException {
        HttpUrl.Builder bucket =
                api.at("/storage/v1/b/" + GsLocation.escaped(location.bucket()))
                        .addQueryParameter("fields", "name");
        HttpRequest request = api.request("GET", location.url(), location.bucket(), bucket);
        try (HttpAnswer answer = api.send(request)) {
            if (answer.isSuccess()) {
                return true;
            }
            TransferException failure = api.failure(request, answer);
            switch (failure.kind()) {
                case NOT_FOUND -> {
                    return false;
                }
                case ACCESS_DENIED -> {
                    if (mayList(location)) {
                        return true;
                    }
                }
                default -> {}
            }
            throw failure;
        }
    }

    private boolean mayList(GsLocation location) throws TransferException, InterruptedException {
        HttpUrl.Builder objects =
                api.at("/storage/v1/b/" + GsLocation.escaped(location.bucket()) + "/o")
                        .addQueryParameter("maxResults", "1")
                        .addQueryParameter("fields", "nextPageToken");
        HttpRequest request = api.request("GET", location.url(), location.bucket(), objects);
        try (HttpAnswer answer = api.send(request)) {
            return answer.isSuccess();
        }
    }
}
