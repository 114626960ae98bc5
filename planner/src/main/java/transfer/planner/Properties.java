package transfer.planner;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of a run by their keys, as {@code pegasus.properties} files have them. What stands
 * in the environment as {@code _PEGASUS__CATALOG__REPLICA__FILE} is weaker than the file, what is
 * given on the command line is stronger.
 */
final class Properties {
    /** In place of the number of a line. */
    private static final int GIVEN = -1;

    private final Map<String, String> values;
    private final String file;
    private final Map<String, Integer> lines;
    private final Defects defects;

    private Properties(
            Map<String, String> values, String file, Map<String, Integer> lines, Defects defects) {
        this.values = values;
        this.file = file;
        this.lines = lines;
        this.defects = defects;
    }

    /**
     * @param file the name of the properties file, for messages
     * @param given from the command line
     */
    static Properties of(
            Map<String, String> environment,
            String file,
            Reader from,
            Map<String, String> given,
            Defects defects)
            throws IOException {
        Map<String, String> values = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("_PEGASUS__")) {
                values.put(
                        name.substring(1).replace("__", ".").toLowerCase(java.util.Locale.ROOT),
                        value);
            }
        });
        StringWriter whole = new StringWriter();
        from.transferTo(whole);
        java.util.Properties read = new java.util.Properties();
        try {
            read.load(new StringReader(whole.toString()));
        } catch (IllegalArgumentException e) {
            defects.add(file, "", "no properties file: " + e.getMessage());
        }
        Map<String, Integer> lines = PropertyLines.of(whole.toString());
        read.forEach((word, text) -> {
            String key = word.toString().strip();
            String value = text.toString().strip();
            if (value.indexOf('\0') >= 0) {
                int line = lines.getOrDefault(key, 0);
                defects.add(new Defect(file, line, key, "holds the character NUL"));
            } else {
                values.put(key, value);
            }
        });
        values.putAll(given);
        given.keySet().forEach(key -> lines.put(key, GIVEN));
        return new Properties(values, file, lines, defects);
    }

    /** The same with other values where these have none. */
    Properties withDefaults(Map<String, String> defaults) {
        Map<String, String> all = new TreeMap<>(defaults);
        all.putAll(values);
        return new Properties(all, file, lines, defects);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    String get(String key, String otherwise) {
        return get(key).orElse(otherwise);
    }

    boolean says(String key, boolean otherwise) {
        Optional<String> word = get(key);
        if (word.isEmpty()) {
            return otherwise;
        }
        return switch (word.get().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> {
                defect(key, "must be true or false, not '" + word.get() + "'");
                yield otherwise;
            }
        };
    }

    /** A whole number of at least 0; empty when there is none. */
    Optional<Long> number(String key) {
        Optional<String> word = get(key);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(word.get());
            if (number >= 0) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        defect(key, "must be a whole number, not '" + word.get() + "'");
        return Optional.empty();
    }

    Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    void defect(String key, String message) {
        defects.add(at(key, message));
    }

    /** Something about a property, with the place it stands at. */
    Defect at(String key, String message) {
        int line = lines.getOrDefault(key, 0);
        return line == GIVEN
                ? new Defect("command line", 0, key, message)
                : new Defect(file, line, key, message);
    }

    /** Those whose key begins with a word, without that word. In the order of the keys. */
    Map<String, String> under(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** As profiles, the weakest of all. */
    Profiles profiles() {
        Map<Namespace, Map<String, String>> found = new java.util.EnumMap<>(Namespace.class);
        for (Namespace namespace :
                new Namespace[] {
                    Namespace.ENV,
                    Namespace.CONDOR,
                    Namespace.DAGMAN,
                    Namespace.PEGASUS,
                    Namespace.GLOBUS
                }) {
            found.put(namespace, under(namespace.name().toLowerCase(java.util.Locale.ROOT) + "."));
        }
        return Profiles.of(found);
    }
}
