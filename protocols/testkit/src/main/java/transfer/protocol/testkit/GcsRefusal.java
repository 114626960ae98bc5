package transfer.protocol.testkit;

/** An answer of {@link HandWrittenGcs} that is no success. */
final class GcsRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    GcsRefusal(int status, String reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    static GcsRefusal noObject(String bucket, String name) {
        return new GcsRefusal(404, "notFound", "No such object: " + bucket + "/" + name);
    }

    static GcsRefusal precondition() {
        return new GcsRefusal(
                412,
                "conditionNotMet",
                "At least one of the pre-conditions you specified did not hold.");
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
