package transfer.protocol.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import okio.BufferedSource;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpFailures;
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

    /**
     * Whether the store may have stumbled over a header that it does not know: S3Proxy says 501
     * then, others 400.
     */
    boolean mayMisunderstand() {
        return status() == 501
                || status() == 400
                        && switch (code()) {
                            case "", "InvalidArgument", "InvalidRequest", "NotImplemented" -> true;
                            default -> false;
                        };
    }

    /** This answer as a failure. */
    TransferException failure() {
        return failure(error.orElse(S3Error.SILENT));
    }

    /** This answer as the failure that it tells of in its body, whatever its status. */
    TransferException failure(S3Error told) {
        return S3Failures.of(conversation.failure(sent, http), told, who);
    }

    /**
     * What the body of a success says. A store may answer 200 before it knows, and then say in the
     * body that it failed (CopyObject, CompleteMultipartUpload); that is thrown.
     *
     * @param names of the element that it may be; any where none is given
     * @throws TransferException what the body tells of; {@link FailureKind#UNEXPECTED} when it is
     *     no XML, or something else, as from a page on which somebody is to log in
     */
    S3Xml result(String... names) throws TransferException, InterruptedException {
        try {
            BufferedSource body = http.body();
            while (body.request(1) && body.getBuffer().getByte(0) <= ' ') {
                body.skip(1); // with blanks a store says that it is still at work
            }
            S3Xml result = S3Xml.read(body.inputStream());
            Optional<S3Error> told = S3Error.of(result);
            if (told.isPresent()) {
                throw failure(told.get());
            }
            if (names.length > 0 && !List.of(names).contains(result.name())) {
                throw unreadable("is no " + names[0], null);
            }
            return result;
        } catch (XMLStreamException e) {
            throw unreadable("cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw HttpFailures.inBody(sent, http, e, "broke off");
        }
    }

    private TransferException unreadable(String why, Exception cause) {
        return new TransferException(
                        FailureKind.UNEXPECTED,
                        sent.url(),
                        sent + ": the store's answer " + why,
                        cause)
                .withStatus(status())
                .during(Phase.BODY)
                .cameBy(http.provenance());
    }

    @Override
    public void close() {
        http.close();
    }
}
