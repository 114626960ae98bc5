package transfer.planner;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A simulation in lines for people. Control characters of names do not reach the terminal. */
final class SimulationText {
    private static final int MOST_NAMES = 10;
    private static final int MOST_LEVELS = 100;
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private final Simulation simulation;
    private final Writer out;
    private final long assumed;

    SimulationText(Simulation simulation, Writer out) {
        this.simulation = simulation;
        this.out = out;
        this.assumed = simulation.rates().unknownBytes();
    }

    void write() throws IOException {
        Plan plan = simulation.plan();
        line(
                plan.workflow().name()
                        + ": "
                        + Amount.count(plan.size(), "job")
                        + " in "
                        + Amount.count(simulation.levels().all().size(), "level"));
        line("  " + kinds(simulation.kinds()));
        traffic();
        scratches();
        times();
        unknown();
    }

    private static String kinds(Map<NodeKind, Integer> kinds) {
        return kinds.entrySet().stream()
                .map(kind -> kind.getKey().word() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
    }

    private void traffic() throws IOException {
        Traffic traffic = simulation.traffic();
        line("");
        line("Bytes per link: " + traffic.total().words(assumed) + " in all");
        List<List<String>> rows = new ArrayList<>();
        traffic.links()
                .forEach((link, amount) ->
                        rows.add(
                                List.of(
                                        link.from() + " → " + link.to(),
                                        link.schemes(),
                                        amount.words(assumed))));
        table(rows);
        line("");
        line("Bytes per site");
        rows.clear();
        traffic.sites()
                .forEach((name, site) -> {
                    rows.add(List.of(name, "in", site.in().words(assumed)));
                    rows.add(List.of("", "out", site.out().words(assumed)));
                    if (site.within().files() > 0) {
                        rows.add(List.of("", "within", site.within().words(assumed)));
                    }
                });
        table(rows);
    }

    private void scratches() throws IOException {
        line("");
        line("Fullest moment of each scratch directory");
        for (ScratchUse use : simulation.scratches()) {
            line(
                    "  "
                            + use.site()
                            + ", "
                            + use.directory()
                            + ", "
                            + use.limit()
                                    .map(bytes -> "limit " + Amount.size(bytes))
                                    .orElse("no limit known"));
            peak(use, use.serial(), "one job at a time");
            peak(use, use.level(), "a level at a time");
            peak(use, use.uncleaned(), "without clean-up");
        }
    }

    private void peak(ScratchUse use, ScratchUse.Peak peak, String how) throws IOException {
        Optional<PlanNode> node = peak.node();
        if (node.isEmpty()) {
            line("    " + how + ": empty");
            return;
        }
        String over =
                use.isOver(peak)
                        ? ", OVER THE LIMIT by "
                                + Amount.size(peak.amount().bytes() - use.limit().get())
                        : "";
        line(
                "    "
                        + how
                        + ": "
                        + peak.amount().words(assumed)
                        + ", after "
                        + node.get().name()
                        + over);
    }

    private void times() throws IOException {
        line("");
        line(
                "Time, from as much at once as may be to one after the other: "
                        + range(simulation.low(), simulation.high())
                        + unknownJobs(simulation.unknownJobs()));
        List<List<String>> rows = new ArrayList<>();
        List<LevelEstimate> levels = simulation.estimates();
        for (LevelEstimate level : levels.subList(0, Math.min(MOST_LEVELS, levels.size()))) {
            rows.add(
                    List.of(
                            "level " + level.level(),
                            range(level.low(), level.high()) + unknownJobs(level.unknownJobs()),
                            kinds(level.kinds())));
        }
        table(rows);
        if (levels.size() > MOST_LEVELS) {
            line("  and " + Amount.count(levels.size() - MOST_LEVELS, "level") + " more");
        }
        AssumedRates rates = simulation.rates();
        line(
                "  assumed: "
                        + Amount.size(rates.bytesPerSecond())
                        + "/s for the transfers of a job, "
                        + seconds(rates.secondsPerFile())
                        + " for each file, "
                        + seconds(rates.secondsPerJob())
                        + " for each job (transfer.simulate.*)");
    }

    private static String unknownJobs(int jobs) {
        return jobs == 0 ? "" : ", and " + Amount.count(jobs, "program") + " of unknown duration";
    }

    private void unknown() throws IOException {
        Collection<String> files = simulation.unknownFiles();
        if (files.isEmpty()) {
            return;
        }
        line("");
        line(
                Amount.count(files.size(), "file")
                        + " of unknown size, "
                        + (assumed == 0
                                ? "in no number of bytes above"
                                : "each taken for " + Amount.size(assumed))
                        + ":");
        for (String name : files.stream().limit(MOST_NAMES).toList()) {
            line("  " + name);
        }
        if (files.size() > MOST_NAMES) {
            line("  and " + (files.size() - MOST_NAMES) + " more");
        }
    }

    static String range(double low, double high) {
        String from = seconds(low);
        String to = seconds(high);
        return from.equals(to) ? from : from + " to " + to;
    }

    /** {@code 0.1 s}, {@code 59 s}, {@code 3 min 20 s}, {@code 5 h 10 min}, {@code 2 d 3 h}. */
    static String seconds(double seconds) {
        if (seconds < 10) {
            long tenths = Math.round(seconds * 10);
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        long whole = Math.round(seconds);
        if (whole < MINUTE) {
            return whole + " s";
        }
        if (whole < HOUR) {
            return whole / MINUTE + " min" + rest(whole % MINUTE, "s");
        }
        if (whole < DAY) {
            return whole / HOUR + " h" + rest(whole % HOUR / MINUTE, "min");
        }
        return whole / DAY + " d" + rest(whole % DAY / HOUR, "h");
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + " " + unit;
    }

    /** Columns as wide as their widest cell, the last one as it comes. */
    private void table(List<List<String>> rows) throws IOException {
        int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder(" ");
            for (int i = 0; i < columns; i++) {
                text.append(' ').append(row.get(i));
                if (i < columns - 1) {
                    text.append(" ".repeat(widths[i] - row.get(i).length() + 1));
                }
            }
            line(text.toString());
        }
    }

    private void line(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.write(Character.isISOControl(c) ? '\uFFFD' : c);
        }
        out.write('\n');
    }
}
