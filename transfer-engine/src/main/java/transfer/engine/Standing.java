package transfer.engine;

import java.util.Optional;
import transfer.protocol.FailureKind;

/** How the first rounds of items at one server went, and whether it is given up for that. */
final class Standing {
    /**
     * So many items must have had their first round at a server before it can be given up, as in
     * the reference.
     */
    private static final int ENOUGH = 10;

    /** The share of failed ones among them above which it is. */
    private static final double NEARLY_ALL = 0.8;

    private int open;
    private int tried;
    private int failed;
    private String lastFailure = "";
    private boolean givenUp;

    /** For a new list: whoever is there now stays, what was before is forgotten. */
    Standing anew() {
        Standing fresh = new Standing();
        fresh.open = open;
        return fresh;
    }

    void begun() {
        open++;
    }

    void ended() {
        open--;
    }

    void succeeded() {
        tried++;
    }

    /**
     * @return the reason, if that makes it one to give up
     */
    Optional<String> failed(FailureKind kind, String message) {
        tried++;
        if (!speaksAgainstServer(kind)) {
            return Optional.empty();
        }
        failed++;
        lastFailure = message;
        // failures are quicker than successes: who is still at it may yet succeed
        boolean nearlyAll = tried > ENOUGH && failed > NEARLY_ALL * (tried + open);
        if (!nearlyAll || givenUp) {
            return Optional.empty();
        }
        givenUp = true;
        return Optional.of(reason());
    }

    boolean isGivenUp() {
        return givenUp;
    }

    String reason() {
        return failed + " of " + tried + " items failed there, the last with: " + lastFailure;
    }

    /** A missing file is no sign that the next one is missing too. */
    private static boolean speaksAgainstServer(FailureKind kind) {
        return switch (kind) {
            case CONNECTION,
                    TIMED_OUT,
                    THROTTLED,
                    UNAVAILABLE,
                    UNTRUSTED,
                    BAD_CREDENTIALS,
                    ACCESS_DENIED ->
                    true;
            default -> false;
        };
    }
}
