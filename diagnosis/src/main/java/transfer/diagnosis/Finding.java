package transfer.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of transfers that went wrong more often than chance would have it.
 *
 * @param window when, if it was a burst
 * @param inside of the group
 * @param outside of all others that were left to explain
 * @param p the probability of something as odd anywhere if there were no cause, corrected for all
 *     that was looked at; at most 1, and 0 where a double holds it no more
 * @param tests how many questions were asked
 * @param same what else holds for exactly these transfers, so that it may as well be the cause
 * @param all what all of them share with others too
 * @param kinds how they failed, and how often
 */
record Finding(
        Dimension dimension,
        String value,
        Optional<Window> window,
        Rate inside,
        Rate outside,
        double p,
        long tests,
        List<String> same,
        List<String> all,
        Map<String, Long> kinds) {

    Finding {
        same = List.copyOf(same);
        all = List.copyOf(all);
        kinds = Map.copyOf(kinds);
    }

    /** So many bad ones of so many transfers. */
    record Rate(long bad, long transfers) {
        double share() {
            return transfers == 0 ? 0 : (double) bad / transfers;
        }
    }

    /** From the start of the first bad one to that of the last, in milliseconds since 1970. */
    record Window(long from, long to) {
        long millis() {
            return to - from;
        }
    }
}
