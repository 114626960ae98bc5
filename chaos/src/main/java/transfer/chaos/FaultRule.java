package transfer.chaos;

/**
 * One line of a plan: what strikes, and when. Counts what comes past it; used by one thread at a
 * time.
 */
final class FaultRule {
    private static final long FOR_EVER = (long) 1e17;

    private final FaultMaker maker;
    private final double share;
    private final double probability;
    private final long skip;
    private final long first;
    private final long every;
    private final long burst;
    private long seen;
    private long burstLeft;

    /**
     * @throws IllegalArgumentException with a sentence for the user
     */
    FaultRule(String line, boolean http) {
        FaultSpec spec = new FaultSpec(line);
        boolean scheduled = spec.has("p") || spec.has("every") || spec.has("first");
        if (spec.has("share") && scheduled) {
            throw spec.wrong("has a share or a schedule of its own, not both");
        }
        this.share = spec.share();
        this.probability = spec.probability(spec.has("toxicity") ? "toxicity" : "p", 1);
        this.skip = spec.number("skip", 0, 0);
        this.first = spec.number("first", 1, FOR_EVER);
        this.every = spec.number("every", 1, 1);
        this.burst = spec.number("burst", 1, 1);
        this.maker = FaultMaker.of(spec, http);
        spec.nothingIsLeft();
    }

    FaultMaker maker() {
        return maker;
    }

    /** How often it is chosen among those that have one; 0 for those with a schedule. */
    double share() {
        return share;
    }

    /**
     * Whether it strikes what comes now.
     *
     * @param chance from 0 to 1, below its probability when it is to strike
     */
    boolean strikes(double chance) {
        seen++;
        if (burstLeft > 0) {
            burstLeft--;
            return true;
        }
        long number = seen - skip;
        boolean now = number > 0 && number <= first && number % every == 0 && chance < probability;
        burstLeft = now ? burst - 1 : 0;
        return now;
    }

    /** The same where it was chosen for its share. */
    boolean strikesChosen(boolean chosen) {
        seen++;
        if (burstLeft > 0) {
            burstLeft--;
            return true;
        }
        boolean now = chosen && seen > skip;
        burstLeft = now ? burst - 1 : 0;
        return now;
    }
}
