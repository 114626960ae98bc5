package transfer.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks for what transfers with one bad ending have in common. The least probable group is taken,
 * its transfers are put aside, and the rest is looked at again, so that independent culprits come
 * out one after the other, each as narrow as the numbers allow.
 */
final class Search {
    /** Corrected probabilities above this one are not spoken of. */
    static final double SIGNIFICANT = 0.01;

    private static final int LEAST_BAD = 3;
    private static final double LEAST_RATIO = 2;
    private static final int MOST_FINDINGS = 20;

    /** A burst that takes up more of its group's transfers than this is no burst. */
    private static final double MOST_OF_GROUP = 0.8;

    private final Observations seen;
    private final Ending ending;
    private final int[] order;
    private final boolean hasTimes;
    private final boolean[] aside;
    private final List<Finding> findings = new ArrayList<>();

    private Search(Observations seen, Ending ending) {
        this.seen = seen;
        this.ending = ending;
        this.order = inOrderOfTime();
        this.aside = new boolean[order.length];
        this.hasTimes = order.length > 0 && seen.time(order[0]) != Observations.UNKNOWN_TIME;
    }

    /**
     * @param found the strongest first
     * @param unexplained how many bad ones belong to none of them
     */
    record Outcome(List<Finding> found, Finding.Rate all, long unexplained) {}

    static Outcome of(Observations seen, Ending ending) {
        Search search = new Search(seen, ending);
        Finding.Rate all = search.scaled(search.left());
        while (search.findings.size() < MOST_FINDINGS && search.step()) {}
        long unexplained = search.scaled(search.left()).bad();
        return new Outcome(List.copyOf(search.findings), all, unexplained);
    }

    /** Those that ended well and those of this ending; what ended otherwise tells nothing here. */
    private int[] inOrderOfTime() {
        long[] keys = new long[seen.size()];
        int count = 0;
        long earliest = Long.MAX_VALUE;
        boolean timeless = false;
        for (int i = 0; i < keys.length; i++) {
            if (seen.ending(i) == Ending.WELL || seen.ending(i) == ending) {
                keys[count++] = i;
                timeless |= seen.time(i) == Observations.UNKNOWN_TIME;
                earliest = Math.min(earliest, seen.time(i));
            }
        }
        int bits = 64 - Long.numberOfLeadingZeros(keys.length);
        for (int i = 0; i < count && !timeless; i++) {
            long millis = Math.min(seen.time((int) keys[i]) - earliest, Long.MAX_VALUE >> bits);
            keys[i] |= millis << bits;
        }
        Arrays.sort(keys, 0, count);
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (int) (keys[i] & (1L << bits) - 1);
        }
        // one without a time comes first, so that it is seen that there is such a one
        for (int i = 0; timeless && seen.time(rows[0]) != Observations.UNKNOWN_TIME; i++) {
            int first = rows[0];
            rows[0] = rows[i];
            rows[i] = first;
        }
        return rows;
    }

    private boolean isBad(int row) {
        return seen.ending(row) == ending;
    }

    private int weight(int row) {
        return isBad(row) ? 1 : seen.weight();
    }

    private Finding.Rate left() {
        long bad = 0;
        long all = 0;
        for (int i = 0; i < order.length; i++) {
            if (!aside[i]) {
                bad += isBad(order[i]) ? 1 : 0;
                all += weight(order[i]);
            }
        }
        return new Finding.Rate(bad, all);
    }

    /**
     * A group that may be it.
     *
     * @param first where in the order it begins
     * @param last where in the order it ends
     */
    private record Candidate(
            Dimension dimension, int code, int first, int last, Finding.Rate rate, double logP) {}

    /** Takes the least probable group if it is no chance. */
    private boolean step() {
        Finding.Rate left = left();
        Candidate best = null;
        long tests = 0;
        for (Dimension dimension : Dimension.values()) {
            Finding.Rate[] rates = rates(dimension);
            tests += Arrays.stream(rates).filter(rate -> rate.transfers() > 0).count();
            for (Candidate candidate : candidates(dimension, rates, left)) {
                boolean better = best == null || candidate.logP() < best.logP() - 1e-9;
                best = better && isStriking(candidate.rate(), left) ? candidate : best;
            }
        }
        tests *= hasTimes ? 2 : 1;
        if (best == null || best.logP() + Math.log(tests) > Math.log(SIGNIFICANT)) {
            return false;
        }
        findings.add(finding(best, left, tests));
        putAside(best);
        return true;
    }

    private static boolean isStriking(Finding.Rate rate, Finding.Rate left) {
        double elsewhere = outside(rate, left).share();
        return rate.bad() >= LEAST_BAD && rate.share() >= LEAST_RATIO * elsewhere;
    }

    private static Finding.Rate outside(Finding.Rate inside, Finding.Rate left) {
        return new Finding.Rate(left.bad() - inside.bad(), left.transfers() - inside.transfers());
    }

    /** By code; that of the unknown stays empty. */
    private Finding.Rate[] rates(Dimension dimension) {
        int[] bad = new int[seen.codes(dimension)];
        long[] all = new long[bad.length];
        for (int i = 0; i < order.length; i++) {
            if (!aside[i]) {
                int code = seen.code(dimension, order[i]);
                bad[code] += isBad(order[i]) ? 1 : 0;
                all[code] += weight(order[i]);
            }
        }
        Finding.Rate[] rates = new Finding.Rate[bad.length];
        for (int code = 0; code < rates.length; code++) {
            rates[code] =
                    code == 0 ? new Finding.Rate(0, 0) : new Finding.Rate(bad[code], all[code]);
        }
        return rates;
    }

    private List<Candidate> candidates(
            Dimension dimension, Finding.Rate[] rates, Finding.Rate left) {
        List<Candidate> found = new ArrayList<>();
        Map<Integer, Bursts> bursts = bursts(dimension, rates);
        for (int code = 1; code < rates.length; code++) {
            Finding.Rate rate = rates[code];
            if (rate.bad() < LEAST_BAD) {
                continue;
            }
            double logP =
                    Hypergeometric.logAtLeast(
                            left.transfers(), left.bad(), rate.transfers(), rate.bad());
            found.add(new Candidate(dimension, code, 0, order.length - 1, rate, logP));
            if (hasTimes) {
                burst(dimension, code, bursts.get(code), rate, left).ifPresent(found::add);
            }
        }
        return found;
    }

    private Map<Integer, Bursts> bursts(Dimension dimension, Finding.Rate[] rates) {
        Map<Integer, Bursts> bursts = new HashMap<>();
        long[] positions = new long[rates.length];
        for (int i = 0; i < order.length; i++) {
            int code = seen.code(dimension, order[i]);
            if (!aside[i] && rates[code].bad() >= LEAST_BAD) {
                positions[code] += weight(order[i]);
                if (isBad(order[i])) {
                    bursts.computeIfAbsent(code, _ -> new Bursts()).add(positions[code], i);
                }
            }
        }
        return bursts;
    }

    private static Optional<Candidate> burst(
            Dimension dimension, int code, Bursts bursts, Finding.Rate rate, Finding.Rate left) {
        Bursts.Stretch stretch = bursts.densest(left.transfers(), left.bad(), rate.transfers());
        if (stretch.count() < LEAST_BAD
                || bursts.transfers(stretch) > MOST_OF_GROUP * rate.transfers()) {
            return Optional.empty();
        }
        return Optional.of(
                new Candidate(
                        dimension,
                        code,
                        bursts.row(stretch.first()),
                        bursts.row(stretch.last()),
                        new Finding.Rate(stretch.count(), bursts.transfers(stretch)),
                        stretch.logP()));
    }

    private boolean isIn(Candidate group, int place) {
        return !aside[place]
                && place >= group.first()
                && place <= group.last()
                && seen.code(group.dimension(), order[place]) == group.code();
    }

    private void putAside(Candidate group) {
        for (int i = group.first(); i <= group.last(); i++) {
            aside[i] |= isIn(group, i);
        }
    }

    private Finding finding(Candidate group, Finding.Rate left, long tests) {
        boolean whole = group.first() == 0 && group.last() == order.length - 1;
        Map<String, Long> kinds = new TreeMap<>();
        for (int i = group.first(); i <= group.last(); i++) {
            if (isIn(group, i) && isBad(order[i])) {
                kinds.merge(seen.kind(order[i]), (long) seen.scale(), Long::sum);
            }
        }
        List<String> same = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (Dimension other : Dimension.values()) {
            if (other != group.dimension() && other != Dimension.ALL) {
                compare(group, other, same, all);
            }
        }
        return new Finding(
                group.dimension(),
                seen.text(group.dimension(), group.code()),
                whole
                        ? Optional.empty()
                        : Optional.of(
                                new Finding.Window(
                                        seen.time(order[group.first()]),
                                        seen.time(order[group.last()]))),
                scaled(group.rate()),
                scaled(outside(group.rate(), left)),
                Math.min(1, Math.exp(group.logP() + Math.log(tests))),
                tests,
                same,
                all,
                kinds);
    }

    private Finding.Rate scaled(Finding.Rate rate) {
        return new Finding.Rate(rate.bad() * seen.scale(), rate.transfers() * seen.scale());
    }

    /** Whether the bad ones of a group share a value of another dimension, and only they do. */
    private void compare(Candidate group, Dimension other, List<String> same, List<String> all) {
        int shared = 0;
        for (int i = group.first(); i <= group.last(); i++) {
            if (isIn(group, i) && isBad(order[i])) {
                int code = seen.code(other, order[i]);
                if (code == 0 || shared != 0 && shared != code) {
                    return;
                }
                shared = code;
            }
        }
        boolean identical = true;
        for (int i = group.first(); i <= group.last() && identical; i++) {
            boolean has = !aside[i] && seen.code(other, order[i]) == shared;
            identical = has == isIn(group, i);
        }
        String words = other.words() + " " + seen.text(other, shared);
        if (identical) {
            same.add(words);
        } else if (!isUsual(other, shared)) {
            all.add(words);
        }
    }

    /** Whether most of what is left has it, so that it tells nothing. */
    private boolean isUsual(Dimension dimension, int code) {
        long having = 0;
        long left = 0;
        for (int i = 0; i < order.length; i++) {
            if (!aside[i]) {
                left++;
                having += seen.code(dimension, order[i]) == code ? 1 : 0;
            }
        }
        return having > 0.8 * left;
    }
}
