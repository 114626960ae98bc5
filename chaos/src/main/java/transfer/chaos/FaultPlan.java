package transfer.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which faults strike what, drawn anew for every connection, or for every request where the proxy
 * understands HTTP.
 *
 * <p>Chance depends on the seed and on what is struck, not on time: on the number of the
 * connection, or on method, target and range of the request and on how often that was asked before.
 * Schedules ({@code first}, {@code every}, {@code skip}, {@code burst}) count in the order of
 * arrival. Safe for use by many threads.
 */
public final class FaultPlan {
    private final boolean http;
    private final long seed;
    private final double rate;
    private final List<FaultRule> rules = new ArrayList<>();
    private final Map<Long, Integer> asked = new HashMap<>();
    private double shares;

    private FaultPlan(boolean http, long seed, double rate) {
        this.http = http;
        this.seed = seed;
        this.rate = rate;
    }

    /**
     * Reads a plan.
     *
     * @param http whether the proxy is to understand HTTP/1.1, so that faults strike requests
     * @param rate how many of them are struck by one of the faults that have a share, from 0 to 1
     * @param lines one fault each, see {@code docs/chaos.md}; {@code #} begins a comment
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static FaultPlan parse(boolean http, long seed, double rate, List<String> lines) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("a rate is from 0 to 1, not " + rate);
        }
        FaultPlan plan = new FaultPlan(http, seed, rate);
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").trim();
            if (!text.isEmpty()) {
                plan.rules.add(new FaultRule(text, http));
            }
        }
        plan.shares = plan.rules.stream().mapToDouble(FaultRule::share).sum();
        return plan;
    }

    /**
     * @throws IllegalArgumentException when it is none
     */
    public static double probability(String text) {
        return FaultSpec.probability(text);
    }

    boolean http() {
        return http;
    }

    /** What strikes this connection. */
    List<Fault> forConnection(long number) {
        return draw(number * 0xd1342543de82ef95L);
    }

    /** What strikes this request; the text says all that makes it differ from others. */
    synchronized List<Fault> forRequest(String text) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        int times = asked.merge(hash, 1, Integer::sum);
        return draw(hash + times * 0x9e3779b97f4a7c15L);
    }

    private synchronized List<Fault> draw(long what) {
        // two steps, so that neighbouring seeds have nothing in common
        SplittableRandom random =
                new SplittableRandom(new SplittableRandom(seed).nextLong() ^ what);
        double chosen = random.nextDouble();
        double passed = 0;
        List<Fault> faults = new ArrayList<>();
        for (FaultRule rule : rules) {
            SplittableRandom own = random.split();
            boolean strikes;
            if (rule.share() > 0) {
                double begin = passed;
                passed += rule.share() / shares * rate;
                strikes = rule.strikesChosen(begin <= chosen && chosen < passed);
            } else {
                strikes = rule.strikes(own.nextDouble());
            }
            if (strikes) {
                faults.add(rule.maker().make(own));
            }
        }
        return List.copyOf(faults);
    }
}
