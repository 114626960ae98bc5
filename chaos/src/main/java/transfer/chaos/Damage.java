package transfer.chaos;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The faults of an answer that change its bytes and leave its length. */
final class Damage {
    private static final int PACKET = Fault.SwapWords.PACKET_BYTES;

    private final List<Fault> faults;
    private final Notes notes;
    private final long length;

    /**
     * @param length of what passes; negative when it is not known
     */
    Damage(List<Fault> faults, Notes notes, long length) {
        this.faults = faults.stream().filter(Damage::isOne).toList();
        this.notes = notes;
        this.length = length;
    }

    private static boolean isOne(Fault fault) {
        return fault instanceof Fault.Corrupt
                || fault instanceof Fault.FlipBits
                || fault instanceof Fault.SwapWords;
    }

    /** Whether what it does is the same only if whole buffers are handed to it. */
    boolean wantsWholeBuffers() {
        return faults.stream().anyMatch(Fault.SwapWords.class::isInstance);
    }

    /**
     * @param position of the first of these bytes
     */
    void to(byte[] bytes, int count, long position) {
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.Corrupt corrupt -> corrupt(corrupt, bytes, count, position);
                case Fault.FlipBits flip -> flip(flip, bytes, count, position);
                case Fault.SwapWords swap -> swap(swap, bytes, count, position);
                default -> throw new IllegalStateException(fault.word());
            }
        }
    }

    private void corrupt(Fault.Corrupt fault, byte[] bytes, int count, long position) {
        long first = fault.at().in(length);
        if (length > 0) {
            first = Math.min(first, length - 1);
        }
        for (long at = Math.max(first, position);
                at < Math.min(first + fault.bytes(), position + count);
                at++) {
            bytes[(int) (at - position)] ^= (byte) fault.mask();
            if (at == first) {
                notes.struck(fault, at);
            }
        }
    }

    /**
     * Each place has a random number of its own, so that the size of the pieces does not matter.
     */
    private void flip(Fault.FlipBits fault, byte[] bytes, int count, long position) {
        for (int i = 0; i < count; i++) {
            RandomGenerator random = of(fault.seed(), position + i);
            if (random.nextDouble() < fault.rate()) {
                bytes[i] ^= (byte) (1 << random.nextInt(8));
                notes.struck(fault, position + i);
            }
        }
    }

    private void swap(Fault.SwapWords fault, byte[] bytes, int count, long position) {
        long first = position / PACKET;
        for (long packet = first; packet * PACKET < position + count; packet++) {
            if ((packet + 1) % fault.packets() == 0) {
                int from = (int) Math.max(0, packet * PACKET - position);
                int to = (int) Math.min(count, (packet + 1) * PACKET - position);
                // words are counted from the begin of the packet
                from += (int) ((position + from) % 2);
                int at = swapWithin(bytes, from, to, of(fault.seed(), packet));
                if (at >= 0) {
                    notes.struck(fault, position + at);
                }
            }
        }
    }

    /** Swaps two words that differ; returns where the first of them is, negative if none do. */
    private static int swapWithin(byte[] bytes, int from, int to, RandomGenerator random) {
        int words = (to - from) / 2;
        if (words < 2) {
            return -1;
        }
        int one = from + 2 * random.nextInt(words);
        int turn = 1 + random.nextInt(words - 1);
        for (int i = 0; i < words - 1; i++) {
            int other = from + (one - from + 2 * ((turn + i) % words)) % (2 * words);
            if (bytes[one] != bytes[other] || bytes[one + 1] != bytes[other + 1]) {
                swapBytes(bytes, one, other);
                swapBytes(bytes, one + 1, other + 1);
                return Math.min(one, other);
            }
        }
        return -1;
    }

    private static void swapBytes(byte[] bytes, int one, int other) {
        byte kept = bytes[one];
        bytes[one] = bytes[other];
        bytes[other] = kept;
    }

    private static RandomGenerator of(long seed, long place) {
        return new SplittableRandom(seed + place * 0x9e3779b97f4a7c15L);
    }
}
