package transfer.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a damaged file looks like beside a good one: how many bytes are wrong, where, and of which
 * shape. Reads both once and keeps the first mebibyte of what is wrong.
 */
public final class FileComparison {
    private static final int MOST_KEPT = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final ByteArrayOutputStream badRegion = new ByteArrayOutputStream();
    private final ByteArrayOutputStream goodRegion = new ByteArrayOutputStream();
    private byte[] head = {};
    private byte[] goodHead = {};
    private long badLength;
    private long goodLength;
    private long first = -1;
    private long last = -1;
    private long wrong;
    private long stretches;
    private boolean zeros = true;

    private FileComparison() {}

    /**
     * Compares two streams to their ends; both stay open.
     *
     * @throws IOException when one cannot be read
     */
    public static FileComparison of(InputStream bad, InputStream good) throws IOException {
        FileComparison comparison = new FileComparison();
        comparison.read(bad, good);
        return comparison;
    }

    private void read(InputStream bad, InputStream good) throws IOException {
        byte[] here = bad.readNBytes(BUFFER);
        byte[] there = good.readNBytes(BUFFER);
        head = Arrays.copyOf(here, Math.min(here.length, 512));
        goodHead = Arrays.copyOf(there, Math.min(there.length, 512));
        while (here.length > 0 || there.length > 0) {
            compare(here, there);
            badLength += here.length;
            goodLength += there.length;
            here = bad.readNBytes(BUFFER);
            there = good.readNBytes(BUFFER);
        }
    }

    /** Buffers are of even size, so that words of 16 bits never lie in two of them. */
    private void compare(byte[] here, byte[] there) {
        int both = Math.min(here.length, there.length);
        for (int i = 0; i < both; i++) {
            if (here[i] == there[i]) {
                continue;
            }
            long at = badLength + i;
            if (first < 0) {
                first = at;
                keep(here, there, i & ~1, both);
            }
            stretches += last == at - 1 && wrong > 0 ? 0 : 1;
            last = at;
            wrong++;
            zeros &= here[i] == 0;
        }
        if (first >= 0 && first < badLength) {
            keep(here, there, 0, both);
        }
    }

    private void keep(byte[] here, byte[] there, int from, int to) {
        int length = Math.min(to - from, MOST_KEPT - badRegion.size());
        badRegion.write(here, from, Math.max(0, length));
        goodRegion.write(there, from, Math.max(0, length));
    }

    /** Whether both are the same. */
    public boolean isSame() {
        return wrong == 0 && badLength == goodLength;
    }

    Damage damage() {
        if (isSame()) {
            return Damage.NONE;
        }
        if (isPage(head) && !isPage(goodHead)) {
            return new Damage("web-page", 0, badLength - 1, badLength);
        }
        if (wrong == 0 && badLength < goodLength) {
            return new Damage("truncated", badLength, goodLength - 1, goodLength - badLength);
        }
        if (badLength != goodLength) {
            long end = Math.max(badLength, goodLength);
            long start = first < 0 ? Math.min(badLength, goodLength) : first;
            return new Damage("other", start, end - 1, wrong + Math.abs(badLength - goodLength));
        }
        return new Damage(shape(), first, last, wrong);
    }

    private String shape() {
        if (wrong == 1 && isOneBit()) {
            return "one-bit";
        }
        if (isKept() && (hasSwappedWords(0) || hasSwappedWords(1))) {
            return "swapped-words";
        }
        if (zeros) {
            return "zeros";
        }
        // within a stretch of random bytes one in 256 is right by chance
        return wrong * 10 >= (last - first + 1) * 9 ? "region" : "other";
    }

    private boolean isOneBit() {
        int difference = keptAt(badRegion, first) ^ keptAt(goodRegion, first);
        return Integer.bitCount(difference & 0xFF) == 1;
    }

    private byte keptAt(ByteArrayOutputStream region, long offset) {
        return region.toByteArray()[(int) (offset - (first & ~1L))];
    }

    private boolean isKept() {
        return last - (first & ~1L) < badRegion.size();
    }

    /**
     * The same words of 16 bits in another order: what the checksum of TCP does not see.
     *
     * @param odd 1 for words that begin at odd offsets of the file, as packets may have them
     */
    private boolean hasSwappedWords(int odd) {
        int length = (int) (last - (first & ~1L)) + 2;
        return Arrays.equals(
                sortedWords(badRegion.toByteArray(), length, odd),
                sortedWords(goodRegion.toByteArray(), length, odd));
    }

    /** What is beside the damage is the same in both, so that it may be left out or taken in. */
    private static int[] sortedWords(byte[] bytes, int length, int odd) {
        int[] words = new int[(length + odd + 1) / 2];
        for (int i = 0; i < Math.min(length, bytes.length); i++) {
            int at = i + odd;
            words[at / 2] |= (bytes[i] & 0xFF) << (at % 2 == 0 ? 8 : 0);
        }
        Arrays.sort(words);
        return words;
    }

    private static boolean isPage(byte[] head) {
        String text =
                new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        return text.startsWith("<!doctype html")
                || text.startsWith("<html")
                || text.startsWith("<?xml") && text.contains("<html");
    }

    /** The comparison for people. */
    public String text() {
        if (isSame()) {
            return "Both are the same, " + goodLength + " bytes.\n";
        }
        Damage damage = damage();
        StringBuilder text = new StringBuilder();
        text.append("The damage is ").append(words(damage.shape())).append(".\n");
        text.append("  length    ").append(badLength).append(", should be ").append(goodLength);
        text.append("\n  wrong     ").append(damage.bytes()).append(" bytes from offset ");
        text.append(damage.first()).append(" to ").append(damage.last());
        if (stretches > 1) {
            text.append(", in ").append(stretches).append(" stretches");
        }
        text.append('\n');
        for (String sentence : alignment(damage)) {
            text.append("  place     ").append(sentence).append('\n');
        }
        return text.toString();
    }

    private static String words(String shape) {
        return switch (shape) {
            case "truncated" -> "truncated: the end is missing";
            case "one-bit" -> "one-bit: a single bit is wrong, as bad memory makes it";
            case "zeros" -> "zeros: what should be data is all zero, as holes of a file are";
            case "swapped-words" ->
                    "swapped-words: words of 16 bits stand in another order, which the checksum of"
                            + " TCP does not see; a network device does that";
            case "web-page" -> "web-page: an error or log-in page came in place of the file";
            case "region" -> "region: one stretch holds other bytes, as a bad block or cache does";
            default -> "other: no shape that is known";
        };
    }

    private static List<String> alignment(Damage damage) {
        List<String> sentences = new ArrayList<>();
        for (int block : new int[] {1 << 20, 1 << 16, 1 << 12, 1 << 9}) {
            boolean begins = damage.first() > 0 && damage.first() % block == 0;
            boolean ends = (damage.last() + 1) % block == 0;
            if (begins || ends) {
                sentences.add(
                        (begins && ends ? "begins and ends" : begins ? "begins" : "ends")
                                + " at a multiple of "
                                + block
                                + " bytes");
                break;
            }
        }
        return sentences;
    }

    /**
     * The comparison for programs: writes the fields of an object that was begun.
     *
     * @throws IOException when the generator cannot write
     */
    public void write(JsonGenerator json) throws IOException {
        json.writeBooleanField("same", isSame());
        json.writeNumberField("bytes_bad", badLength);
        json.writeNumberField("bytes_good", goodLength);
        if (!isSame()) {
            Damage damage = damage();
            json.writeStringField("shape", damage.shape());
            json.writeNumberField("first", damage.first());
            json.writeNumberField("last", damage.last());
            json.writeNumberField("wrong", damage.bytes());
            json.writeNumberField("stretches", stretches);
            json.writeArrayFieldStart("alignment");
            for (String sentence : alignment(damage)) {
                json.writeString(sentence);
            }
            json.writeEndArray();
        }
    }
}
