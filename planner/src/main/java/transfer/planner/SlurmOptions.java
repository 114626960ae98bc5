package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a job asks Slurm for, from its profiles: options of {@code sbatch}. Of several keys that say
 * the same, {@code pegasus} comes before {@code condor} and that before {@code globus}.
 */
final class SlurmOptions {
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,12})\\s*(?:([KMGT])i?B?)?", Pattern.CASE_INSENSITIVE);
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long KIB_PER_MIB = 1024;

    private final Profiles profiles;
    private final String job;
    private final Defects defects;
    private final List<String> words = new ArrayList<>();

    /** Where something is asked for. */
    private record Key(Namespace namespace, String name) {
        @Override
        public String toString() {
            return namespace.name().toLowerCase(java.util.Locale.ROOT) + "." + name;
        }
    }

    private record Found(Key key, String text) {}

    private SlurmOptions(Profiles profiles, String job, Defects defects) {
        this.profiles = profiles;
        this.job = job;
        this.defects = defects;
    }

    /**
     * @param job the name of the job, for messages
     * @param defects gets what cannot be understood
     */
    static List<String> of(Profiles profiles, String job, Defects defects) {
        SlurmOptions options = new SlurmOptions(profiles, job, defects);
        options.addPlace();
        options.addTime();
        options.addProcessors();
        options.addSizes();
        options.addOthers();
        return options.words;
    }

    private void addPlace() {
        first(pegasus("queue"), globus("queue"))
                .ifPresent(found -> words.add("--partition=" + found.text()));
        first(pegasus("project"), globus("project"))
                .ifPresent(found -> words.add("--account=" + found.text()));
    }

    /** Minutes, as {@code sbatch} has them: a run of one second needs one. */
    private void addTime() {
        Optional<Found> found =
                first(pegasus("maxwalltime"), pegasus("runtime"), globus("maxwalltime"));
        if (found.isEmpty()) {
            return;
        }
        boolean isSeconds = found.get().key().name().equals("runtime");
        count(found)
                .map(number -> isSeconds ? Math.ceilDiv(number, SECONDS_PER_MINUTE) : number)
                .ifPresent(minutes -> words.add("--time=" + minutes));
    }

    /** Processors of one machine, unless machines or processes on each are asked for. */
    private void addProcessors() {
        Optional<Long> cores = count(first(pegasus("cores"), condor("request_cpus")));
        Optional<Long> nodes = count(first(pegasus("nodes"), globus("hostcount")));
        Optional<Long> each = count(first(pegasus("ppn"), globus("xcount")));
        if (nodes.isEmpty() && each.isEmpty()) {
            cores.ifPresent(number -> words.add("--cpus-per-task=" + number));
            return;
        }
        nodes.ifPresent(number -> words.add("--nodes=" + number));
        each.ifPresent(number -> words.add("--ntasks-per-node=" + number));
        if (each.isEmpty()) {
            cores.ifPresent(number -> words.add("--ntasks=" + number));
        }
    }

    private void addSizes() {
        megabytes(first(pegasus("memory"), condor("request_memory"), globus("maxmemory")))
                .ifPresent(number -> words.add("--mem=" + number + "M"));
        megabytes(first(pegasus("diskspace"), condor("request_disk")))
                .ifPresent(number -> words.add("--tmp=" + number + "M"));
        count(first(pegasus("gpus"), condor("request_gpus")))
                .filter(number -> number > 0)
                .ifPresent(number -> words.add("--gpus=" + number));
    }

    /** What has no key of its own. */
    private void addOthers() {
        Optional<Found> found = first(pegasus("glite.arguments"));
        if (found.isEmpty()) {
            return;
        }
        try {
            words.addAll(CommandWords.of(found.get().text()));
        } catch (IllegalArgumentException e) {
            defect(found.get(), e.getMessage());
        }
    }

    private static Key pegasus(String name) {
        return new Key(Namespace.PEGASUS, name);
    }

    private static Key condor(String name) {
        return new Key(Namespace.CONDOR, name);
    }

    private static Key globus(String name) {
        return new Key(Namespace.GLOBUS, name);
    }

    private Optional<Found> first(Key... keys) {
        for (Key key : keys) {
            Optional<String> text = profiles.get(key.namespace(), key.name()).map(String::strip);
            if (text.isPresent() && !text.get().isEmpty()) {
                return Optional.of(new Found(key, text.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Long> count(Optional<Found> found) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!found.get().text().matches("\\d{1,9}")) {
            defect(found.get(), "must be a whole number, not '" + found.get().text() + "'");
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(found.get().text()));
    }

    /**
     * A plain number counts MiB, but in {@code request_disk}, where it counts KiB (HTCondor manual,
     * "condor_submit").
     */
    private Optional<Long> megabytes(Optional<Found> found) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Matcher size = SIZE.matcher(found.get().text());
        if (!size.matches()) {
            defect(
                    found.get(),
                    "must be a number, with K, M, G or T behind it or nothing, not '"
                            + found.get().text()
                            + "'");
            return Optional.empty();
        }
        long number = Long.parseLong(size.group(1));
        String usual = found.get().key().name().equals("request_disk") ? "K" : "M";
        String unit = size.group(2) == null ? usual : size.group(2);
        return Optional.of(
                switch (unit) {
                    case "K", "k" -> Math.ceilDiv(number, KIB_PER_MIB);
                    case "G", "g" -> number * KIB_PER_MIB;
                    case "T", "t" -> number * KIB_PER_MIB * KIB_PER_MIB;
                    default -> number;
                });
    }

    private void defect(Found found, String message) {
        defects.add("profiles", job, found.key() + " " + message);
    }
}
