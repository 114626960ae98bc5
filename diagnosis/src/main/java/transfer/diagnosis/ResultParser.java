package transfer.diagnosis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the object of one line; fields it does not know are passed over. */
final class ResultParser {
    private long item;
    private String fingerprint = "";
    private String outcome = "";
    private String target = "";
    private String reason = "";
    private Failure failure = Failure.NONE;
    private String node = "";
    private String run = "";
    private String mount = "";
    private String receipt = "";
    private String address = "";
    private String started = "";
    private String type = "";
    private final List<String> sources = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();

    private ResultParser() {}

    /**
     * Reads a result, or a receipt as the result that it is the proof of.
     *
     * @param json before the object
     * @return empty for a line of receipts that speaks of no file, and for one of results that
     *     speaks of the run
     * @throws IOException when the text is no JSON, or no object that tells an outcome
     */
    static Optional<Result> parse(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("is no object");
        }
        ResultParser result = new ResultParser();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            result.take(json, json.currentName(), json.nextToken());
        }
        return switch (result.receipt) {
            case "" -> result.type.equals("run") ? Optional.empty() : Optional.of(result.made());
            case "file" -> Optional.of(result.received());
            default -> Optional.empty();
        };
    }

    private void take(JsonParser json, String name, JsonToken value) throws IOException {
        switch (name) {
            case "item" -> item = json.getValueAsLong(0);
            case "fingerprint" -> fingerprint = text(json);
            case "type" -> type = text(json);
            case "outcome" -> outcome = text(json);
            case "destination", "target" -> target = text(json);
            case "reason" -> reason = text(json);
            case "node", "host" -> node = text(json);
            case "kind" -> receipt = text(json);
            case "address" -> address = text(json);
            case "started" -> started = text(json);
            case "run" -> run = text(json);
            case "mount" -> mount = text(json);
            case "source" -> sources.add(text(json));
            case "failure" -> failure = failure(json, value);
            case "sources" -> takeSources(json, value);
            case "attempts" -> takeAttempts(json, value);
            default -> json.skipChildren();
        }
    }

    /** There are receipts only for what was done; they tell of one attempt without a name. */
    private Result received() throws IOException {
        attempts.add(
                new Attempt(
                        sources.isEmpty() ? "" : sources.getFirst(),
                        "",
                        target,
                        "",
                        "",
                        "",
                        address,
                        AttemptFields.millis(started),
                        -1,
                        Failure.NONE,
                        Attempt.Way.UNKNOWN,
                        Damage.NONE));
        outcome = "done";
        return made();
    }

    private Result made() throws IOException {
        boolean known =
                switch (outcome) {
                    case "done", "failed", Failure.NOT_TRIED -> true;
                    default -> false;
                };
        if (!known) {
            throw new IOException("tells no outcome");
        }
        Failure why =
                outcome.equals(Failure.NOT_TRIED)
                        ? Failure.notTried(reason)
                        : outcome.equals("done") ? Failure.NONE : failure;
        return new Result(
                item,
                fingerprint,
                outcome,
                List.copyOf(sources),
                target,
                why.isNone() && outcome.equals("failed") ? Failure.UNTOLD : why,
                node,
                run,
                mount,
                List.copyOf(attempts));
    }

    private static String text(JsonParser json) throws IOException {
        String text = json.getValueAsString("");
        json.skipChildren();
        return text;
    }

    private void takeSources(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            sources.add(text(json));
        }
    }

    private void takeAttempts(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        JsonToken next = json.nextToken();
        while (next != JsonToken.END_ARRAY) {
            if (next == JsonToken.START_OBJECT) {
                attempts.add(new AttemptFields().read(json));
            } else {
                json.skipChildren();
            }
            next = json.nextToken();
        }
    }

    private static Failure failure(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Failure.NONE;
        }
        String kind = "";
        String message = "";
        String phase = "";
        int status = -1;
        String errno = "";
        long retryAfter = -1;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "kind" -> kind = text(json);
                case "message" -> message = text(json);
                case "phase" -> phase = text(json);
                case "status" -> status = json.getValueAsInt(-1);
                case "errno" -> errno = text(json);
                case "retry_after_s" -> retryAfter = (long) json.getValueAsDouble(-1);
                default -> json.skipChildren();
            }
        }
        return new Failure(kind, message, phase, status, errno, retryAfter);
    }

    private static Damage damage(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Damage.NONE;
        }
        String shape = "";
        long first = -1;
        long last = -1;
        long bytes = -1;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "shape" -> shape = text(json);
                case "first" -> first = json.getValueAsLong(-1);
                case "last" -> last = json.getValueAsLong(-1);
                case "bytes" -> bytes = json.getValueAsLong(-1);
                default -> json.skipChildren();
            }
        }
        return new Damage(shape, first, last, bytes);
    }

    private static final class AttemptFields {
        private String source = "";
        private String sourceSite = "";
        private String destination = "";
        private String destinationSite = "";
        private String server = "";
        private String scheme = "";
        private String address = "";
        private long started = Long.MIN_VALUE;
        private long bytes = -1;
        private Failure failure = Failure.NONE;
        private String proxy = "";
        private String via = "";
        private String cache = "";
        private long age = -1;
        private String software = "";
        private String redirect = "";
        private Damage damage = Damage.NONE;

        Attempt read(JsonParser json) throws IOException {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                take(json, name, json.nextToken());
            }
            return new Attempt(
                    source,
                    sourceSite,
                    destination,
                    destinationSite,
                    server,
                    scheme,
                    address,
                    started,
                    bytes,
                    failure,
                    new Attempt.Way(proxy, via, cache, age, software, redirect),
                    damage);
        }

        private void take(JsonParser json, String name, JsonToken value) throws IOException {
            switch (name) {
                case "source" -> source = text(json);
                case "source_site" -> sourceSite = text(json);
                case "destination" -> destination = text(json);
                case "destination_site" -> destinationSite = text(json);
                case "server" -> server = text(json);
                case "scheme" -> scheme = text(json);
                case "address" -> address = text(json);
                case "started" -> started = millis(text(json));
                case "bytes" -> bytes = json.getValueAsLong(-1);
                case "failure" -> failure = failure(json, value);
                case "proxy" -> proxy = text(json);
                case "via" -> via = text(json);
                case "cache" -> cache = text(json);
                case "age_s" -> age = (long) json.getValueAsDouble(-1);
                case "server_software" -> software = text(json);
                case "redirected_to" -> redirect = text(json);
                case "damage" -> damage = damage(json, value);
                default -> json.skipChildren();
            }
        }

        private static long millis(String instant) {
            try {
                return Instant.parse(instant).toEpochMilli();
            } catch (DateTimeParseException _) {
                return Long.MIN_VALUE; // a time that cannot be read is one that is not told
            }
        }
    }
}
