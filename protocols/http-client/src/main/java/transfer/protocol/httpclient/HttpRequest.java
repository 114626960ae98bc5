package transfer.protocol.httpclient;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import transfer.protocol.TransferUrl;

/**
 * One request.
 *
 * @param url what it is for, as the user wrote it
 * @param target where it goes if that is not what the URL says in HTTP's own way; as it stands, be
 *     it normal or not
 * @param method in capitals
 * @param headers what this request says beside what the conversation says in each
 * @param body what is sent
 * @param traffic how it travels
 */
public record HttpRequest(
        TransferUrl url,
        Optional<HttpUrl> target,
        String method,
        Headers headers,
        Optional<RequestBody> body,
        Set<Traffic> traffic) {

    /** How a request travels. */
    public enum Traffic {
        /**
         * Many bytes: HTTP/1.1, a connection for itself. HTTP/2 moves them slower, and all at once
         * through one connection.
         */
        BULK,
        /** A caching proxy may answer it. */
        CACHEABLE,
        /** No cache may answer it without asking the origin. */
        PAST_CACHES
    }

    public HttpRequest {
        traffic = Set.copyOf(traffic);
    }

    public static HttpRequest of(String method, TransferUrl url) {
        return new HttpRequest(
                url, Optional.empty(), method, Headers.EMPTY, Optional.empty(), Set.of());
    }

    /** The same to another place. */
    public HttpRequest at(HttpUrl place) {
        return new HttpRequest(url, Optional.of(place), method, headers, body, traffic);
    }

    /** With this header, replacing one of the same name. */
    public HttpRequest with(String name, String value) {
        return new HttpRequest(
                url, target, method, headers.newBuilder().set(name, value).build(), body, traffic);
    }

    /** Without any header of this name. */
    HttpRequest without(String name) {
        return new HttpRequest(
                url, target, method, headers.newBuilder().removeAll(name).build(), body, traffic);
    }

    public HttpRequest with(RequestBody newBody) {
        return new HttpRequest(url, target, method, headers, Optional.of(newBody), traffic);
    }

    public HttpRequest by(Traffic more) {
        Set<Traffic> both = EnumSet.of(more);
        both.addAll(traffic);
        return new HttpRequest(url, target, method, headers, body, both);
    }

    public HttpRequest byIf(boolean condition, Traffic more) {
        return condition ? by(more) : this;
    }

    /** As {@code GET https://host/path}, secrets blanked. */
    @Override
    public String toString() {
        return method + " " + url;
    }
}
