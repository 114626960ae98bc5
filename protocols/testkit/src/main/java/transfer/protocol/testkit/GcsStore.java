package transfer.protocol.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The buckets of {@link HandWrittenGcs}, and the rules by which they change. */
final class GcsStore {
    private final Map<String, TreeMap<String, GcsObject>> buckets = new HashMap<>();
    private long generations = 1_700_000_000_000_000L;

    /** A request's wish that nothing has changed; empty when it has none. */
    record Condition(Optional<String> generation) {
        static final Condition NONE = new Condition(Optional.empty());

        static Condition of(Map<String, String> query) {
            return new Condition(Optional.ofNullable(query.get("ifGenerationMatch")));
        }

        private void check(Optional<GcsObject> now) throws GcsRefusal {
            long generation = now.map(GcsObject::generation).orElse(0L);
            if (this.generation.isPresent()
                    && Long.parseLong(this.generation.get()) != generation) {
                throw GcsRefusal.precondition();
            }
        }
    }

    synchronized void makeBucket(String bucket) throws GcsRefusal {
        if (buckets.putIfAbsent(bucket, new TreeMap<>()) != null) {
            throw new GcsRefusal(
                    409, "conflict", "Your previous request to create the named bucket succeeded");
        }
    }

    synchronized boolean hasBucket(String bucket) {
        return buckets.containsKey(bucket);
    }

    synchronized TreeMap<String, GcsObject> bucket(String bucket) throws GcsRefusal {
        TreeMap<String, GcsObject> found = buckets.get(bucket);
        if (found == null) {
            throw new GcsRefusal(404, "notFound", "The specified bucket does not exist.");
        }
        return found;
    }

    synchronized Optional<GcsObject> find(String bucket, String name) throws GcsRefusal {
        return Optional.ofNullable(bucket(bucket).get(name));
    }

    synchronized GcsObject get(String bucket, String name, Condition condition) throws GcsRefusal {
        Optional<GcsObject> found = find(bucket, name);
        if (found.isEmpty()) {
            throw GcsRefusal.noObject(bucket, name);
        }
        condition.check(found);
        return found.get();
    }

    synchronized void check(String bucket, String name, Condition condition) throws GcsRefusal {
        condition.check(find(bucket, name));
    }

    synchronized GcsObject put(GcsObject made, Condition condition) throws GcsRefusal {
        condition.check(find(made.bucket(), made.name()));
        GcsObject stored = made.at(++generations);
        bucket(made.bucket()).put(made.name(), stored);
        return stored;
    }

    synchronized void remove(String bucket, String name, Condition condition) throws GcsRefusal {
        get(bucket, name, condition);
        bucket(bucket).remove(name);
    }

    synchronized List<GcsObject> objects(String bucket) throws GcsRefusal {
        return List.copyOf(bucket(bucket).values());
    }
}
