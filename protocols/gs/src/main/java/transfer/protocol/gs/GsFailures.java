package transfer.protocol.gs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;

/** Refusals of the JSON API as failures. */
final class GsFailures {
    private static final int LONGEST_MESSAGE = 300;

    private GsFailures() {}

    /**
     * Why the store refuses (cloud.google.com/storage/docs/json_api/v1/status-codes).
     *
     * @param reason one word
     * @param message in the store's words
     */
    record Refusal(String reason, String message) {
        static final Refusal UNTOLD = new Refusal("", "");

        /**
         * What a body says: a document, or plain text where an object's bytes were asked for;
         * nothing where it is something else, such as a proxy's page.
         */
        static Refusal of(String body) {
            String text = body.strip();
            if (!text.startsWith("{")) {
                boolean plain = !text.isEmpty() && !text.startsWith("<") && !text.startsWith("[");
                return plain ? new Refusal("", printable(text)) : UNTOLD;
            }
            try {
                JsonElement document = JsonParser.parseString(body);
                if (!document.isJsonObject()) {
                    return UNTOLD;
                }
                JsonElement error = document.getAsJsonObject().get("error");
                return error == null || !error.isJsonObject()
                        ? UNTOLD
                        : of(error.getAsJsonObject());
            } catch (JsonParseException _) {
                return UNTOLD; // the status says enough
            }
        }

        private static Refusal of(JsonObject error) {
            Optional<String> reason = Optional.empty();
            JsonElement errors = error.get("errors");
            if (errors instanceof JsonArray all && !all.isEmpty() && all.get(0).isJsonObject()) {
                reason = GsObject.text(all.get(0).getAsJsonObject(), "reason");
            }
            return new Refusal(
                    reason.orElse(""), printable(GsObject.text(error, "message").orElse("")));
        }

        private static String printable(String text) {
            String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
            return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) : line;
        }

        boolean wantsPayer() {
            return message.contains("requester pays");
        }

        boolean isOfDigest() {
            return message.contains("doesn't match")
                    || message.contains("does not match")
                    || message.contains("checksum");
        }
    }

    /**
     * @param plain what the status alone says
     */
    static FailureKind kind(TransferException plain, Refusal refusal) {
        return switch (refusal.reason()) {
            case "rateLimitExceeded", "userRateLimitExceeded", "slowDown" -> FailureKind.THROTTLED;
            case "backendError", "internalError" -> FailureKind.UNAVAILABLE;
            case "conditionNotMet" -> FailureKind.CHANGED;
            case "authError" -> FailureKind.BAD_CREDENTIALS;
            case "uploadIdExpired" -> FailureKind.UNAVAILABLE;
            case "quotaExceeded" -> FailureKind.NO_SPACE;
            default -> plain.kind();
        };
    }

    /**
     * @param more what else there is to say, from a semicolon on
     */
    static TransferException of(TransferException plain, Refusal refusal, String more) {
        String why = refusal.message().isEmpty() ? "" : ": " + refusal.message();
        return as(kind(plain, refusal), plain, plain.getMessage() + why + more);
    }

    /** The same failure as one of another kind and in other words. */
    static TransferException as(FailureKind kind, TransferException plain, String message) {
        TransferException other =
                new TransferException(kind, plain.url(), message, plain.getCause())
                        .cameBy(plain.provenance());
        TransferException placed = other.during(plain.phase().orElse(Phase.REQUEST));
        TransferException paused = plain.notBefore().map(placed::notBefore).orElse(placed);
        TransferException named = plain.errno().map(paused::withErrno).orElse(paused);
        return plain.status().isPresent() ? named.withStatus(plain.status().getAsInt()) : named;
    }
}
