package transfer.diagnosis;

import java.util.List;

/**
 * What became of an item, as a line of results tells it. What it does not tell is empty, or
 * negative where it is a number.
 *
 * @param item the number in its list, 0 when there is none
 * @param fingerprint by which the item is known again in other results
 * @param outcome {@code done}, {@code failed} or {@code not-tried}
 * @param target where the bytes were to go, or what was to be made or removed
 * @param failure why it is not done; none when it is
 * @param node the machine that ran it
 * @param run by which the lines of one run are known
 * @param mount where the disk of a local target is mounted
 */
record Result(
        long item,
        String fingerprint,
        String outcome,
        List<String> sources,
        String target,
        Failure failure,
        String node,
        String run,
        String mount,
        List<Attempt> attempts) {

    boolean isDone() {
        return outcome.equals("done");
    }

    /** The last attempt, of which the item's own failure speaks. */
    Attempt last() {
        return attempts.isEmpty() ? Attempt.NONE : attempts.getLast();
    }

    String source() {
        return sources.isEmpty() ? "" : sources.getFirst();
    }
}
