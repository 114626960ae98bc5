package transfer.planner;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says where an output goes at an output site. For one thread: some give places in the order in
 * which they are asked.
 */
sealed interface OutputMapper {
    /**
     * The URL of an output.
     *
     * @param operation put for the transfer, get for what is noted in catalogs
     * @return empty when the file has no place; that is among the defects
     */
    Optional<String> url(Site site, String lfn, FileServer.Operation operation);

    /**
     * @param relative the directory of the run
     * @param files the number of outputs that will be asked for
     */
    static OutputMapper of(PlanInputs inputs, String relative, long files) {
        Properties properties = inputs.properties();
        boolean isDeep = properties.says("pegasus.dir.storage.deep", false);
        String name = properties.get("pegasus.dir.storage.mapper", isDeep ? "Hashed" : "Flat");
        Storage storage = new Storage(isDeep ? "/" + relative : "");
        return switch (name) {
            case "Flat" -> new Flat(storage);
            case "Hashed" -> new Hashed(storage, Hashed.levels(files), new HashMap<>());
            case "Fixed" -> fixed(properties);
            case "Replica" -> new ByReplica(inputs, OutputPlaces.read(inputs));
            default -> {
                properties.defect(
                        "pegasus.dir.storage.mapper",
                        "must be Flat, Fixed, Hashed or Replica, not '" + name + "'");
                yield new Flat(storage);
            }
        };
    }

    private static OutputMapper fixed(Properties properties) {
        String key = "pegasus.dir.storage.mapper.fixed.url";
        if (properties.get(key).isEmpty()) {
            properties.defect(key, "is missing: the mapper Fixed puts all outputs below that URL");
        }
        return new Fixed(properties.get(key, ""));
    }

    /** The storage directory of a site, with what all outputs have below it. */
    record Storage(String suffix) {
        String url(Site site, FileServer.Operation operation) {
            return site.storage().orElseThrow().servers(operation).getFirst().url() + suffix;
        }
    }

    /** All in one directory. */
    record Flat(Storage storage) implements OutputMapper {
        @Override
        public Optional<String> url(Site site, String lfn, FileServer.Operation operation) {
            return Optional.of(storage.url(site, operation) + "/" + lfn);
        }
    }

    /** All below one URL, whatever the site. */
    record Fixed(String base) implements OutputMapper {
        @Override
        public Optional<String> url(Site site, String lfn, FileServer.Operation operation) {
            return Optional.of(base + "/" + lfn);
        }
    }

    /** Spread over directories with numbers for names; none for a few files. */
    record Hashed(Storage storage, int levels, Map<String, String> places) implements OutputMapper {
        private static final int ENTRIES = 254;
        private static final int OFFSET = 30;
        private static final int FILES_OF_ONE = 16;

        static int levels(long files) {
            int levels = 0;
            for (long rest = FILES_OF_ONE * files + OFFSET; rest > ENTRIES; rest /= ENTRIES) {
                levels++;
            }
            return levels;
        }

        @Override
        public Optional<String> url(Site site, String lfn, FileServer.Operation operation) {
            String key = site.name() + "\0" + lfn;
            String place = places.get(key);
            if (place == null) {
                place = directory(places.size());
                places.put(key, place);
            }
            return Optional.of(storage.url(site, operation) + place + "/" + lfn);
        }

        private String directory(long n) {
            long rest = n + OFFSET;
            String path = "";
            for (int level = levels; level > 0; level--) {
                rest /= ENTRIES;
                path = "/" + Long.toString(1_000 + rest % ENTRIES).substring(1) + path;
            }
            return path;
        }
    }

    /** The first place that a catalog of its own has for the file. */
    record ByReplica(PlanInputs inputs, ReplicaCatalog catalog) implements OutputMapper {
        @Override
        public Optional<String> url(Site site, String lfn, FileServer.Operation operation) {
            Optional<String> url =
                    catalog.find(lfn).replicas().stream().findFirst().map(Replica::url);
            if (url.isEmpty()) {
                inputs.properties()
                        .defect(
                                "pegasus.dir.storage.mapper.replica.file",
                                "has no place for the output '" + lfn + "'");
            }
            return url;
        }
    }
}
