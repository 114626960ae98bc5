package transfer.protocol.s3;

import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpFailures;

/** The errors of stores as failures (Amazon S3 API Reference, "List of Error Codes"). */
final class S3Failures {
    private S3Failures() {}

    /**
     * The failure that an error stands for.
     *
     * @param plain the same as plain HTTP has it
     * @param who whose keys the request was signed with, in words; may be empty
     */
    static TransferException of(TransferException plain, S3Error error, String who) {
        int status = plain.status().orElse(0);
        FailureKind kind = kind(error.code(), status);
        String told = error.code().isEmpty() ? "" : ": " + error.code();
        String words = error.message().isEmpty() ? "" : " (" + error.message() + ")";
        boolean refused = kind == FailureKind.BAD_CREDENTIALS || kind == FailureKind.ACCESS_DENIED;
        TransferException failure =
                new TransferException(
                                kind,
                                plain.url(),
                                plain.getMessage()
                                        + told
                                        + words
                                        + advice(error, status)
                                        + (refused ? who : ""),
                                plain)
                        .withStatus(status)
                        .during(kind == FailureKind.BAD_CREDENTIALS ? Phase.LOGIN : Phase.REQUEST)
                        .cameBy(plain.provenance());
        return plain.notBefore().isPresent() ? failure.notBefore(plain.notBefore().get()) : failure;
    }

    static FailureKind kind(String code, int status) {
        return switch (code) {
            case "NoSuchKey", "NoSuchBucket", "NoSuchVersion" -> FailureKind.NOT_FOUND;
            // somebody else, or a rule of the bucket, was at our upload
            case "NoSuchUpload", "InvalidPart", "InvalidPartOrder" -> FailureKind.UNEXPECTED;
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "ExpiredToken",
                    "InvalidToken",
                    "TokenRefreshRequired",
                    "AuthorizationHeaderMalformed",
                    "RequestTimeTooSkewed",
                    "InvalidSecurity",
                    "InvalidClientTokenId",
                    "UnrecognizedClientException" ->
                    FailureKind.BAD_CREDENTIALS;
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> FailureKind.ACCESS_DENIED;
            case "SlowDown",
                    "SlowDownRead",
                    "SlowDownWrite",
                    "Throttling",
                    "ThrottlingException",
                    "RequestLimitExceeded",
                    "BandwidthLimitExceeded",
                    "TooManyRequests" ->
                    FailureKind.THROTTLED;
            case "RequestTimeout" -> FailureKind.TIMED_OUT;
            case "InternalError", "OperationAborted" -> FailureKind.UNAVAILABLE;
            case "BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch" ->
                    FailureKind.CHECKSUM_MISMATCH;
            case "IncompleteBody" -> FailureKind.TRUNCATED;
            case "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage" ->
                    FailureKind.NO_SPACE;
            case "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "BucketNotEmpty" ->
                    FailureKind.ALREADY_EXISTS;
            case "PreconditionFailed", "ConditionalRequestConflict" -> FailureKind.CHANGED;
            case "InvalidObjectState", "NotImplemented", "MethodNotAllowed" ->
                    FailureKind.UNSUPPORTED;
            case "PermanentRedirect", "TemporaryRedirect", "EntityTooLarge", "EntityTooSmall" ->
                    FailureKind.BAD_REQUEST;
            default -> ofStatus(status);
        };
    }

    private static FailureKind ofStatus(int status) {
        return switch (status) {
            // stores say so when they are asked too much
            case 503 -> FailureKind.THROTTLED;
            case 301, 302, 307, 308 -> FailureKind.BAD_REQUEST;
            default -> HttpFailures.kind(status);
        };
    }

    /** What to do about it. */
    private static String advice(S3Error error, int status) {
        return switch (error.code()) {
            case "NoSuchBucket" -> "; the bucket does not exist (transfer mkdir makes it)";
            case "SignatureDoesNotMatch" ->
                    "; the secret key is not the one of this access key, or a proxy changes requests";
            case "InvalidAccessKeyId" -> "; the store does not know this access key";
            case "ExpiredToken", "TokenRefreshRequired", "InvalidToken" ->
                    "; get a new session, with its token";
            case "RequestTimeTooSkewed" -> "; set the clock of this machine";
            case "InvalidObjectState" -> "; it is archived, and has to be restored first";
            case "NoSuchUpload" ->
                    "; somebody else, or a rule of the bucket, has ended the upload meanwhile";
            case "EntityTooLarge" -> "; that is more than the store takes at once";
            default -> status / 100 == 3 || error.region().isPresent() ? elsewhere(error) : "";
        };
    }

    private static String elsewhere(S3Error error) {
        return error.region().isPresent()
                ? "; the bucket is in the region "
                        + error.region().get()
                        + ", which the site's region and endpoint should name"
                : "; the bucket is somewhere else, and the store does not say where: check endpoint"
                        + " and region";
    }
}
