package transfer.planner;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings that travel with a site, a job or a transformation, by namespace and key. Immutable. */
final class Profiles {
    static final Profiles NONE = new Profiles(Map.of());

    private final Map<Namespace, Map<String, String>> values;

    private Profiles(Map<Namespace, Map<String, String>> values) {
        this.values = values;
    }

    static Profiles of(Map<Namespace, Map<String, String>> values) {
        Map<Namespace, Map<String, String>> copy = new EnumMap<>(Namespace.class);
        values.forEach((namespace, pairs) -> {
            if (!pairs.isEmpty()) {
                copy.put(namespace, Map.copyOf(pairs));
            }
        });
        return copy.isEmpty() ? NONE : new Profiles(copy);
    }

    /** Of the field {@code profiles}: namespace, key, value. */
    static Profiles read(Section owner) {
        Optional<Section> section = owner.section("profiles");
        if (section.isEmpty()) {
            return NONE;
        }
        Map<Namespace, Map<String, String>> values = new EnumMap<>(Namespace.class);
        for (String word : section.get().keys()) {
            Optional<Namespace> namespace = Namespace.of(word);
            if (namespace.isEmpty()) {
                section.get()
                        .defect(
                                word,
                                "unknown namespace; known are condor, dagman, env, globus, hints, metadata, pegasus, selector, stat");
                continue;
            }
            values.computeIfAbsent(namespace.get(), any -> new LinkedHashMap<>())
                    .putAll(section.get().pairs(word));
        }
        return of(values);
    }

    Optional<String> get(Namespace namespace, String key) {
        Map<String, String> pairs = values.get(namespace);
        return pairs == null ? Optional.empty() : Optional.ofNullable(pairs.get(key));
    }

    /** A key of the namespace {@code pegasus}. */
    Optional<String> pegasus(String key) {
        return get(Namespace.PEGASUS, key);
    }

    /** Whether a key of the namespace {@code pegasus} says true. */
    boolean says(String key) {
        return pegasus(key).map(Boolean::parseBoolean).orElse(false);
    }

    Map<String, String> all(Namespace namespace) {
        return values.getOrDefault(namespace, Map.of());
    }

    /** These, and of the weaker ones what these do not have. */
    Profiles over(Profiles weaker) {
        if (weaker.values.isEmpty() || this == weaker) {
            return this;
        }
        if (values.isEmpty()) {
            return weaker;
        }
        Map<Namespace, Map<String, String>> merged = new EnumMap<>(Namespace.class);
        weaker.values.forEach(
                (namespace, pairs) -> merged.put(namespace, new LinkedHashMap<>(pairs)));
        values.forEach((namespace, pairs) ->
                merged.computeIfAbsent(namespace, any -> new LinkedHashMap<>()).putAll(pairs));
        return of(merged);
    }
}
