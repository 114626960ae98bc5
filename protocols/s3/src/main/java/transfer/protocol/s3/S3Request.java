package transfer.protocol.s3;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import okhttp3.Headers;
import okhttp3.RequestBody;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpRequest.Traffic;

/**
 * One request to a store, before it is known where it goes.
 *
 * @param url what it is for, for messages
 * @param key empty for a request to the bucket
 * @param query names to values, as they are
 * @param payload what {@code x-amz-content-sha256} says
 */
record S3Request(
        TransferUrl url,
        String method,
        String bucket,
        String key,
        SortedMap<String, String> query,
        Headers headers,
        String payload,
        Optional<RequestBody> body,
        Set<Traffic> traffic) {

    /**
     * About an object, or the bucket where the location has no key; with an empty body where the
     * method wants one.
     */
    static S3Request of(String method, S3Location where) {
        boolean sends = method.equals("PUT") || method.equals("POST");
        return new S3Request(
                where.url(),
                method,
                where.bucket(),
                where.key(),
                new TreeMap<>(),
                Headers.EMPTY,
                S3Signer.NOTHING,
                sends ? Optional.of(RequestBody.EMPTY) : Optional.empty(),
                Set.of());
    }

    S3Request asking(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(query);
        more.put(name, value);
        return new S3Request(url, method, bucket, key, more, headers, payload, body, traffic);
    }

    S3Request with(String name, String value) {
        Headers more = headers.newBuilder().set(name, value).build();
        return new S3Request(url, method, bucket, key, query, more, payload, body, traffic);
    }

    S3Request without(String name) {
        Headers less = headers.newBuilder().removeAll(name).build();
        return new S3Request(url, method, bucket, key, query, less, payload, body, traffic);
    }

    /**
     * @param sha256 of the body in hexadecimal digits, or {@link S3Signer#UNSIGNED}
     */
    S3Request with(RequestBody newBody, String sha256) {
        return new S3Request(
                url, method, bucket, key, query, headers, sha256, Optional.of(newBody), traffic);
    }

    S3Request signing(String newPayload) {
        return new S3Request(url, method, bucket, key, query, headers, newPayload, body, traffic);
    }

    S3Request by(Traffic... ways) {
        return new S3Request(url, method, bucket, key, query, headers, payload, body, Set.of(ways));
    }
}
