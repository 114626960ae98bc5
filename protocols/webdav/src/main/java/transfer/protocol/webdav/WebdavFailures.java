package transfer.protocol.webdav;

import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpFailures;
import transfer.protocol.httpclient.HttpRequest;

/** What the statuses of WebDAV mean where plain HTTP means something else by them. */
final class WebdavFailures {
    private WebdavFailures() {}

    /**
     * The same failure as what its status means for this method.
     *
     * @param plain as HTTP has it
     */
    static TransferException of(String method, TransferException plain) {
        return switch (plain.status().orElse(0)) {
            case 404 ->
                    switch (method) {
                        case "MOVE" ->
                                as(
                                        FailureKind.CHANGED,
                                        plain,
                                        "; the file under its hidden name, or its folder, is not"
                                                + " there any more");
                        default -> plain;
                    };
            case 405 ->
                    switch (method) {
                        case "PUT" -> mayBeGo(plain) ? ofGo(plain) : plain;
                        default -> plain;
                    };
            case 409 ->
                    switch (method) {
                        // RFC 4918, 9.7.1: PUT, COPY and MOVE make no folders
                        case "PUT", "COPY", "MOVE" ->
                                as(
                                        FailureKind.CHANGED,
                                        plain,
                                        "; the folder is not there any more, or a folder has that"
                                                + " name");
                        default -> plain;
                    };
            case 423 ->
                    as(
                            FailureKind.UNAVAILABLE,
                            plain,
                            "; somebody else has locked it there, as editors and mounted folders do");
            case 424 ->
                    as(
                            FailureKind.UNAVAILABLE,
                            plain,
                            "; something that it depends on has failed there");
            case 502 ->
                    switch (method) {
                        case "COPY", "MOVE" ->
                                as(
                                        FailureKind.UNSUPPORTED,
                                        plain,
                                        "; the server takes the destination for another server's");
                        default -> plain;
                    };
            default -> plain;
        };
    }

    /** The WebDAV of Go's library, which rclone serves, does not say what it is. */
    private static boolean mayBeGo(TransferException plain) {
        return plain.provenance().software().isEmpty();
    }

    private static TransferException ofGo(TransferException plain) {
        return as(
                FailureKind.UNEXPECTED,
                plain,
                "; rclone says so whatever goes wrong there, and its log says what: a full disk, or a"
                        + " folder that may not be written to");
    }

    /**
     * What a multistatus answer says of one resource in it.
     *
     * @param status that of the resource
     */
    static TransferException inside(HttpRequest request, HttpAnswer answer, int status) {
        TransferException plain =
                new TransferException(
                                HttpFailures.kind(status),
                                request.url(),
                                request
                                        + ": the server answered "
                                        + status
                                        + " within a multistatus")
                        .withStatus(status)
                        .during(Phase.REQUEST)
                        .cameBy(answer.provenance());
        return of(request.method(), plain);
    }

    /** The same failure of another kind, with more words. */
    static TransferException as(FailureKind kind, TransferException plain, String more) {
        TransferException other =
                new TransferException(kind, plain.url(), plain.getMessage() + more, plain)
                        .cameBy(plain.provenance());
        TransferException placed = plain.phase().map(other::during).orElse(other);
        return plain.status().isPresent() ? placed.withStatus(plain.status().getAsInt()) : placed;
    }
}
