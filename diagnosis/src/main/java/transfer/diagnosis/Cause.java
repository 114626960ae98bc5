package transfer.diagnosis;

import java.util.List;

/**
 * A row of the table of causes.
 *
 * @param id names it for programs
 * @param when it is this cause when one of these holds
 * @param at of what there may be several that fail each for itself
 * @param again whether trying again can help
 * @param says what failed
 * @param next what to do
 */
record Cause(String id, List<Condition> when, Locus at, Again again, Sentence says, Sentence next) {

    Cause {
        when = List.copyOf(when);
    }

    boolean fits(Symptom symptom) {
        return when.stream().anyMatch(condition -> condition.holds(symptom));
    }

    /** Where a failure belongs: the same cause at two places is two groups. */
    enum Locus {
        SERVER,
        PROXY,
        DISK,
        NODE,
        NOWHERE;

        String of(Symptom symptom) {
            Result result = symptom.result();
            return switch (this) {
                case SERVER -> symptom.server();
                case PROXY -> Placeholder.PROXY.of(symptom);
                case DISK ->
                        result.mount().isEmpty() || result.node().isEmpty()
                                ? result.mount()
                                : result.mount() + " of " + result.node();
                case NODE -> result.node();
                case NOWHERE -> "";
            };
        }
    }

    /** Whether trying again can help. */
    enum Again {
        YES("can help at once"),
        LATER("can help, but later"),
        NO("cannot help before something is changed");

        private final String words;

        Again(String words) {
            this.words = words;
        }

        /** Fits after "trying again". */
        String words() {
            return words;
        }
    }
}
