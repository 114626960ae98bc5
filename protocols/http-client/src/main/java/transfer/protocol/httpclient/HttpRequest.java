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
 * @param place where it goes if that is not what the URL says in HTTP's own way; as it stands, be
 *     it normal or not
 * @param method in capitals
 * @param fields the headers: what this request says beside what the conversation says in each
 * @param body what is sent
 * @param traffic how it travels
 */
public record HttpRequest(
        TransferUrl url,
        Optional<WireUrl> place,
        String method,
        HttpFields fields,
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
                url, Optional.empty(), method, HttpFields.NONE, Optional.empty(), Set.of());
    }

    /** The same to another place. */
    public HttpRequest at(HttpUrl target) {
        return new HttpRequest(url, Optional.of(WireUrl.of(target)), method, fields, body, traffic);
    }

    /** Where it goes if that is not what the URL says. */
    public Optional<HttpUrl> target() {
        return place.map(WireUrl::library);
    }

    /** With this header, replacing one of the same name. */
    public HttpRequest with(String name, String value) {
        return new HttpRequest(url, place, method, fields.with(name, value), body, traffic);
    }

    /** With these headers and no others. */
    public HttpRequest with(Headers headers) {
        return new HttpRequest(url, place, method, HttpFields.of(headers), body, traffic);
    }

    /** What this request says beside what the conversation says in each. */
    public Headers headers() {
        return fields.library();
    }

    /** Without any header of this name. */
    HttpRequest without(String name) {
        return new HttpRequest(url, place, method, fields.without(name), body, traffic);
    }

    public HttpRequest with(RequestBody newBody) {
        return new HttpRequest(url, place, method, fields, Optional.of(newBody), traffic);
    }

    public HttpRequest by(Traffic more) {
        Set<Traffic> both = EnumSet.of(more);
        both.addAll(traffic);
        return new HttpRequest(url, place, method, fields, body, both);
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
