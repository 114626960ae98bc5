package transfer.planner;

import java.util.List;
import java.util.Optional;

/** How many transfer jobs share the transfers of a level. */
final class Capacities {
    /** The level of outputs whose jobs need not run. */
    static final int REUSED_LEVEL = 1000;

    private static final int JOBS_FOR_ONE = 10;
    private static final int REUSED = 10;
    private static final int OF_BUNDLES = 2;

    private final PlanInputs inputs;
    private final List<Integer> jobsOfLevels;
    private final boolean isBundle;

    /**
     * @param jobsOfLevels the number of compute jobs of every level, at all sites together
     */
    Capacities(PlanInputs inputs, List<Integer> jobsOfLevels) {
        this(inputs, jobsOfLevels, false);
    }

    private Capacities(PlanInputs inputs, List<Integer> jobsOfLevels, boolean isBundle) {
        this.inputs = inputs;
        this.jobsOfLevels = jobsOfLevels;
        this.isBundle = isBundle;
    }

    /** The same for the refiner Bundle, whose number does not grow with the level. */
    Capacities ofBundles() {
        return new Capacities(inputs, jobsOfLevels, true);
    }

    /** Whether transfers to a staging site are gathered over all levels. */
    boolean spansLevels() {
        return isBundle;
    }

    int stageIn(Site site, int level, boolean isLocal) {
        return capacity(site, level, "stagein", isLocal);
    }

    int stageOut(Site site, int level, boolean isLocal) {
        return capacity(site, level, "stageout", isLocal);
    }

    private int capacity(Site site, int level, String kind, boolean isLocal) {
        String own = kind + (isLocal ? ".local" : ".remote") + ".clusters";
        String all = kind + ".clusters";
        Optional<Integer> ofSite =
                site.profiles()
                        .pegasus(own)
                        .or(() -> site.profiles().pegasus(all))
                        .or(() -> bundle(site, kind))
                        .flatMap(Capacities::number);
        Optional<Integer> property = property(kind, own, all);
        if (isBundle) {
            return ofSite.or(() -> property).orElse(OF_BUNDLES);
        }
        int scaled =
                level == REUSED_LEVEL
                        ? REUSED
                        : Math.ceilDiv(jobsOfLevels.get(level), JOBS_FOR_ONE);
        if (inputs.isExact()) {
            return ofSite.isPresent() ? scaled : property.orElse(scaled);
        }
        return ofSite.or(() -> property).orElse(scaled);
    }

    private static Optional<String> bundle(Site site, String kind) {
        return kind.equals("stagein")
                ? site.profiles().pegasus("bundle.stagein")
                : Optional.empty();
    }

    private Optional<Integer> property(String kind, String own, String all) {
        String first = inputs.isExact() && kind.equals("stagein") ? "stagein.local.clusters" : own;
        return inputs.properties()
                .number("pegasus." + first)
                .or(() -> inputs.properties().number("pegasus." + all))
                .map(Long::intValue)
                .filter(number -> number > 0);
    }

    private static Optional<Integer> number(String word) {
        try {
            int number = Integer.parseInt(word);
            return number > 0 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
