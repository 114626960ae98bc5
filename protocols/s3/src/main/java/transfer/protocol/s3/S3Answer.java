package transfer.protocol.s3;

import java.util.Optional;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpRequest;

/**
 * What a store answered, whatever the status; closed by whoever asked.
 *
 * @param sent the request as it went over the wire
 * @param error what it said went wrong, read already; empty for a success
 * @param who whose keys the request was signed with, in words
 */
record S3Answer(
        HttpConversation conversation,
        HttpRequest sent,
        HttpAnswer http,
        Optional<S3Error> error,
        String who)
        implements AutoCloseable {

    int status() {
        return http.status();
    }

    boolean isSuccess() {
        return http.isSuccess();
    }

    /** The code of the error; empty where there is none. */
    String code() {
        return error.map(S3Error::code).orElse("");
    }

    Optional<String> header(String name) {
        return http.header(name);
    }

    /** This answer as a failure. */
    TransferException failure() {
        return failure(error.orElse(S3Error.SILENT));
    }

    /** This answer as the failure that it tells of in its body, whatever its status. */
    TransferException failure(S3Error told) {
        return S3Failures.of(conversation.failure(sent, http), told, who);
    }

    @Override
    public void close() {
        http.close();
    }
}
