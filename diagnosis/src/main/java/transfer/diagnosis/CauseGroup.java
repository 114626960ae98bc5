package transfer.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** The failures of one cause at one place: how many, and the first of them. */
final class CauseGroup {
    private static final int EXAMPLES = 3;

    private final Cause cause;
    private final String place;
    private final Symptom first;
    private final List<Example> examples = new ArrayList<>();
    private long items;

    /**
     * @param place where it belongs; empty when that is not known or does not matter
     */
    CauseGroup(Cause cause, String place, Symptom first) {
        this.cause = cause;
        this.place = place;
        this.first = first;
    }

    /**
     * An item that failed.
     *
     * @param item its number in the list; 0 when it has none
     */
    record Example(long item, String source, String target) {
        String words() {
            String number = item > 0 ? "item " + item + ": " : "";
            return number + (source.isEmpty() ? target : source + " -> " + target);
        }
    }

    void add(Symptom symptom) {
        items++;
        if (examples.size() < EXAMPLES) {
            examples.add(
                    new Example(
                            symptom.result().item(),
                            Symptom.shown(symptom.source()),
                            Symptom.shown(symptom.target())));
        }
    }

    /** Takes back an item that a later line says is done, or failed of something else. */
    void remove(long item) {
        items--;
        examples.removeIf(example -> example.item() == item);
    }

    Cause cause() {
        return cause;
    }

    String place() {
        return place;
    }

    long items() {
        return items;
    }

    List<Example> examples() {
        return List.copyOf(examples);
    }

    /** The failure that its sentences and its evidence are taken from. */
    Symptom first() {
        return first;
    }

    String says() {
        return cause.says().of(first);
    }

    String next() {
        return cause.next().ofCommand(first);
    }

    /** What is known of the first failure, in a few words each. */
    List<String> evidence() {
        List<String> parts = new ArrayList<>();
        if (first.status() >= 0) {
            parts.add("status " + first.status());
        }
        if (!first.errno().isEmpty()) {
            parts.add(first.errno());
        }
        if (!first.failure().phase().isEmpty()) {
            parts.add("phase " + first.failure().phase());
        }
        String arrived = Placeholder.arrived(first);
        if (!arrived.isEmpty()) {
            parts.add(arrived + " came");
        }
        if (first.failure().retryAfter() >= 0) {
            parts.add("Retry-After " + first.failure().retryAfter() + " s");
        }
        if (!first.last().address().isEmpty()) {
            parts.add("address " + first.last().address());
        }
        if (!first.failure().message().isEmpty()) {
            parts.add("\"" + first.failure().message() + "\"");
        }
        return parts;
    }
}
