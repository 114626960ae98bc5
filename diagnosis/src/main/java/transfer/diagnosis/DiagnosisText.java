package transfer.diagnosis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A diagnosis in words. */
record DiagnosisText(StringBuilder text) {

    void append(String title, Search.Outcome outcome, DamageTally damage) {
        long bad = outcome.all().bad();
        text.append('\n').append(title).append(": ");
        if (bad == 0) {
            text.append("none\n");
            return;
        }
        text.append(of(outcome.all())).append('\n');
        int number = 1;
        for (Finding finding : outcome.found()) {
            append(number++, finding);
        }
        if (outcome.found().isEmpty()) {
            text.append(
                    "  Nothing stands out: chance spreads them like this, or they are too few.\n");
        } else if (outcome.unexplained() > 0) {
            text.append("  ").append(outcome.unexplained());
            text.append(" more have nothing in common that chance would not explain.\n");
        }
        append(damage);
    }

    private void append(DamageTally damage) {
        List<String> parts = new ArrayList<>();
        damage.shapes().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(shape -> parts.add(shape.getKey() + " " + shape.getValue()));
        parts.addAll(damage.sentences());
        if (!parts.isEmpty()) {
            text.append("  The damage: ").append(String.join("; ", parts)).append('\n');
        }
    }

    private void append(int number, Finding finding) {
        text.append("  ").append(number).append(". ").append(oneLine(name(finding)));
        text.append('\n');
        line("bad", of(finding.inside()) + "; elsewhere " + of(finding.outside()));
        line(
                "chance",
                "p "
                        + probability(finding.p())
                        + " (corrected for "
                        + finding.tests()
                        + " questions)");
        line("kinds", kinds(finding));
        line("or else", String.join(", ", finding.same()));
        line("all share", String.join(", ", finding.all()));
    }

    private void line(String name, String value) {
        if (!value.isEmpty()) {
            text.append("     ").append(name).repeat(' ', 11 - name.length());
            text.append(oneLine(value)).append('\n');
        }
    }

    private static String name(Finding finding) {
        String who =
                finding.dimension() == Dimension.ALL
                        ? Dimension.ALL.words()
                        : finding.dimension().words() + " " + finding.value();
        return who + finding.window().map(DiagnosisText::words).orElse("");
    }

    private static String words(Finding.Window window) {
        return ", within "
                + seconds(window.millis())
                + " s: "
                + Instant.ofEpochMilli(window.from())
                + " to "
                + Instant.ofEpochMilli(window.to());
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0
                ? Long.toString(millis / 1000)
                : String.format(Locale.ROOT, "%.1f", millis / 1e3);
    }

    private static String kinds(Finding finding) {
        List<String> parts = new ArrayList<>();
        finding.kinds().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(5)
                .forEach(kind -> parts.add(kind.getKey() + " " + kind.getValue()));
        return String.join(", ", parts);
    }

    private static String of(Finding.Rate rate) {
        return String.format(
                Locale.ROOT,
                "%d of %d transfers (%s %%)",
                rate.bad(),
                rate.transfers(),
                percent(100 * rate.share()));
    }

    private static String percent(double value) {
        return value == 0 || value >= 0.095
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.1g", value);
    }

    private static String probability(double p) {
        return p < 1e-300 ? "< 1e-300" : String.format(Locale.ROOT, "%.1e", p);
    }

    private static String oneLine(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r");
    }
}
