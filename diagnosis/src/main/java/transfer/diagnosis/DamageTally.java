package transfer.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What damage looks like: which shapes, and whether it keeps to blocks or packets. */
final class DamageTally {
    private static final int MOST = 100_000;
    private static final double RARE = 1e-4;

    /** From the largest: what is aligned to 64 KiB is so to 4096 bytes as well. */
    private static final int[] BLOCKS = {1 << 20, 1 << 16, 1 << 12, 1 << 9};

    /** What a packet of TCP carries without and with time stamps, and in jumbo frames. */
    private static final int[] PACKETS = {1460, 1448, 8960, 8948};

    private final Map<String, Long> shapes = new TreeMap<>();
    private final List<Damage> regions = new ArrayList<>();

    void add(Damage damage) {
        shapes.merge(damage.shape(), 1L, Long::sum);
        if (damage.first() >= 0 && regions.size() < MOST && !damage.shape().equals("truncated")) {
            regions.add(damage);
        }
    }

    /** How often each shape was seen. */
    Map<String, Long> shapes() {
        return Map.copyOf(shapes);
    }

    /** What the places of damage have in common, a sentence each. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        long atBeginning = regions.stream().filter(damage -> damage.first() == 0).count();
        if (atBeginning > 0 && 2 * atBeginning > regions.size()) {
            sentences.add("%d of %d begin with the file".formatted(atBeginning, regions.size()));
            return sentences;
        }
        int aligned = alignment();
        if (aligned > 0) {
            sentences.add(
                    "%d of %d begin at a multiple of %d bytes"
                            .formatted(multiples(aligned), regions.size(), aligned));
        }
        for (int block : aligned > 0 ? PACKETS : with(PACKETS, 1 << 12)) {
            remainder(block, sentences);
        }
        return sentences;
    }

    private static int[] with(int[] units, int more) {
        int[] all = java.util.Arrays.copyOf(units, units.length + 1);
        all[units.length] = more;
        return all;
    }

    /** The largest block at whose beginnings damage begins more often than by chance; or 0. */
    private int alignment() {
        for (int block : BLOCKS) {
            int count = multiples(block);
            if (2 * count > regions.size() && isRare(count, block, 0)) {
                return block;
            }
        }
        return 0;
    }

    private int multiples(int block) {
        return (int) regions.stream().filter(damage -> damage.first() % block == 0).count();
    }

    private void remainder(int unit, List<String> sentences) {
        Map<Long, Integer> counts = new HashMap<>();
        regions.forEach(damage -> counts.merge(damage.first() % unit, 1, Integer::sum));
        Map.Entry<Long, Integer> most = null;
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            most = most == null || entry.getValue() > most.getValue() ? entry : most;
        }
        if (most != null
                && 2 * most.getValue() > regions.size()
                && isRare(most.getValue(), unit, Math.log(unit))) {
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "%d of %d begin at the same place of every %d bytes (offset %d)",
                            most.getValue(),
                            regions.size(),
                            unit,
                            most.getKey()));
        }
    }

    /** Whether chance seldom puts so many into one of so many places. */
    private boolean isRare(int count, int places, double logChoices) {
        double ways =
                Hypergeometric.logFactorial(regions.size())
                        - Hypergeometric.logFactorial(count)
                        - Hypergeometric.logFactorial(regions.size() - count);
        return count >= 3 && ways - count * Math.log(places) + logChoices < Math.log(RARE);
    }
}
