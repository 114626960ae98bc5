package transfer.diagnosis;

/**
 * Why an item or an attempt failed, as results tell it. What they do not tell is empty, or negative
 * where it is a number.
 *
 * @param kind the kind of failure in lower case, {@code not-tried} for what was never begun
 * @param phase where in a transfer, such as {@code connect} or {@code body}
 * @param status the protocol's status, such as 503
 * @param errno the name of the system's error, such as {@code ENOSPC}
 * @param retryAfter the seconds after which the server wants to be asked again
 */
record Failure(
        String kind, String message, String phase, int status, String errno, long retryAfter) {
    static final String NOT_TRIED = "not-tried";

    /** No failure at all. */
    static final Failure NONE = new Failure("", "", "", -1, "", -1);

    /** That of an item whose results call it failed and no more. */
    static final Failure UNTOLD =
            new Failure("unexpected", "the results do not say why", "", -1, "", -1);

    static Failure notTried(String reason) {
        return new Failure(NOT_TRIED, reason, "", -1, "", -1);
    }

    boolean isNone() {
        return kind.isEmpty();
    }
}
