package transfer.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import transfer.credentials.Site;
import transfer.engine.Attempt;
import transfer.engine.Progress;
import transfer.engine.WorkItem;

/**
 * The summary that ends a log: attempts, bytes and rate, in all and for each pair of sites.
 * Attempts of both hops and failed ones count, as in the reference.
 */
final class Statistics implements Progress {
    private final Map<String, Sum> byPair = new LinkedHashMap<>();
    private final Sum all = new Sum();
    private Sum last = all;
    private Site lastFrom;
    private Site lastTo;
    private boolean local = true;

    private static final class Sum {
        private long attempts;
        private long bytes;

        void add(Attempt attempt) {
            attempts++;
            bytes += attempt.bytes();
        }
    }

    @Override
    public synchronized void attempted(WorkItem item, Attempt attempt) {
        local &= attempt.source().url().isLocal() || attempt.destination().url().isLocal();
        all.add(attempt);
        Site from = attempt.source().site();
        Site to = attempt.destination().site();
        if (from != lastFrom || to != lastTo) { // of a list, mostly all are of one pair
            String pair = from.variableSuffix() + "->" + to.variableSuffix();
            last = byPair.computeIfAbsent(pair, _ -> new Sum());
            lastFrom = from;
            lastTo = to;
        }
        last.add(attempt);
    }

    /**
     * The lines of the summary.
     *
     * @param elapsed since the program began
     */
    synchronized List<String> lines(Duration elapsed) {
        if (all.attempts == 0) {
            return List.of("Stats: no local files in the transfer set");
        }
        if (!local) {
            return List.of("Unable to provide stats for third party gsiftp/srm transfers");
        }
        List<String> lines = new ArrayList<>();
        lines.add("Stats: Total " + sentence(all, elapsed));
        byPair.forEach((pair, sum) ->
                lines.add("       Between sites " + pair + " : " + sentence(sum, elapsed)));
        return lines;
    }

    private static String sentence(Sum sum, Duration elapsed) {
        double rate = sum.bytes / Math.max(elapsed.toNanos() / 1e9, 1e-3);
        return sum.attempts
                + " transfers, "
                + ByteCount.statistic(sum.bytes)
                + "B transferred in "
                + DurationText.seconds(elapsed, 0)
                + " seconds. Rate: "
                + ByteCount.statistic(rate)
                + "B/s ("
                + ByteCount.statistic(rate * 8)
                + "b/s)";
    }
}
