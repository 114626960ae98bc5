package transfer.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Transfers as numbers: what each has in common with others, when it was, and how it ended. Memory
 * is bounded: when there are too many, a random half of those that ended well is forgotten, and
 * each that is left stands for twice as many. Only when bad ones alone are too many, half of them
 * goes too.
 */
final class Observations {
    static final long UNKNOWN_TIME = Long.MIN_VALUE;

    /** Values of one dimension beyond this number count as not told. */
    private static final int MOST_VALUES = 1 << 18;

    private final int most;
    private final List<Codes> dictionaries = new ArrayList<>();
    private final Codes kinds = new Codes();
    private final SplittableRandom random = new SplittableRandom(1);
    private final int[][] codes = new int[Dimension.values().length][];
    private long[] times = {};
    private byte[] endings = {};
    private int[] kind = {};
    private int size;
    private int bad;
    private int weightOfGood = 1;
    private int weightOfBad = 1;

    Observations() {
        this(1 << 21);
    }

    /**
     * @param most how many are kept at once
     */
    Observations(int most) {
        this.most = most;
        for (Dimension _ : Dimension.values()) {
            dictionaries.add(new Codes());
        }
        Arrays.fill(codes, new int[0]);
    }

    /** Numbers for texts, from 1; 0 is for what is not told. */
    private static final class Codes {
        private final Map<String, Integer> byText = new HashMap<>();
        private final List<String> texts = new ArrayList<>(List.of(""));

        int of(String text) {
            if (text.isEmpty()) {
                return 0;
            }
            Integer known = byText.get(text);
            if (known != null || texts.size() > MOST_VALUES) {
                return known == null ? 0 : known;
            }
            byText.put(text, texts.size());
            texts.add(text);
            return texts.size() - 1;
        }
    }

    /** The codes of an attempt, one for each dimension. */
    int[] codes(Result result, Attempt attempt) {
        int[] found = new int[codes.length];
        for (Dimension dimension : Dimension.values()) {
            found[dimension.ordinal()] =
                    dictionaries.get(dimension.ordinal()).of(dimension.of(result, attempt));
        }
        return found;
    }

    /**
     * @param time in milliseconds since 1970, or {@link #UNKNOWN_TIME}
     * @param failure the kind of failure; empty when it ended well
     */
    void add(int[] values, long time, Ending ending, String failure) {
        int weight = ending == Ending.WELL ? weightOfGood : weightOfBad;
        if (weight > 1 && random.nextInt(weight) > 0) {
            return;
        }
        if (size == most) {
            thin();
        }
        if (size == times.length) {
            grow();
        }
        for (int d = 0; d < codes.length; d++) {
            codes[d][size] = values[d];
        }
        times[size] = time;
        endings[size] = (byte) ending.ordinal();
        kind[size] = kinds.of(failure);
        bad += ending == Ending.WELL ? 0 : 1;
        size++;
    }

    private void grow() {
        int larger = Math.min(most, Math.max(1 << 10, 2 * size));
        for (int d = 0; d < codes.length; d++) {
            codes[d] = Arrays.copyOf(codes[d], larger);
        }
        times = Arrays.copyOf(times, larger);
        endings = Arrays.copyOf(endings, larger);
        kind = Arrays.copyOf(kind, larger);
    }

    private void thin() {
        boolean badToo = bad > most / 2;
        int kept = 0;
        int keptBad = 0;
        for (int i = 0; i < size; i++) {
            boolean isBad = endings[i] != 0;
            if ((!isBad || badToo) && random.nextBoolean()) {
                continue;
            }
            for (int[] column : codes) {
                column[kept] = column[i];
            }
            times[kept] = times[i];
            endings[kept] = endings[i];
            kind[kept] = kind[i];
            keptBad += isBad ? 1 : 0;
            kept++;
        }
        size = kept;
        bad = keptBad;
        weightOfGood *= 2;
        weightOfBad *= badToo ? 2 : 1;
    }

    int size() {
        return size;
    }

    /** For how many bad ones one that ended well stands. */
    int weight() {
        return weightOfGood / weightOfBad;
    }

    /** For how many that were seen one bad one stands. */
    int scale() {
        return weightOfBad;
    }

    int code(Dimension dimension, int row) {
        return codes[dimension.ordinal()][row];
    }

    /** How many codes a dimension has, that for the unknown included. */
    int codes(Dimension dimension) {
        return dictionaries.get(dimension.ordinal()).texts.size();
    }

    String text(Dimension dimension, int code) {
        return dictionaries.get(dimension.ordinal()).texts.get(code);
    }

    long time(int row) {
        return times[row];
    }

    Ending ending(int row) {
        return Ending.values()[endings[row]];
    }

    String kind(int row) {
        return kinds.texts.get(kind[row]);
    }
}
