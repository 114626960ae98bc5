package transfer.planner;

import java.util.List;
import java.util.Map;

/**
 * A piece of a YAML document, small enough to be held as a whole. Every piece knows its line,
 * counted from 1.
 */
sealed interface Yaml {
    int line();

    /** What it is, for messages. */
    String kind();

    /**
     * A scalar as text.
     *
     * @param isPlain written without quotes, so that an empty one, {@code ~} and {@code null} mean
     *     nothing
     */
    record Text(String value, boolean isPlain, int line) implements Yaml {
        @Override
        public String kind() {
            return isNothing() ? "nothing" : "a text";
        }

        boolean isNothing() {
            return isPlain && (value.isEmpty() || value.equals("~") || value.equals("null"));
        }
    }

    record Items(List<Yaml> list, int line) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A mapping, in the order of the document. Of a key that stands twice the first value counts.
     */
    record Fields(Map<String, Yaml> map, int line) implements Yaml {
        @Override
        public String kind() {
            return "a mapping";
        }
    }
}
