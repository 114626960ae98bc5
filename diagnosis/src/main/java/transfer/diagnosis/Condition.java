package transfer.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must all be so for a cause to be it, read from a line such as {@code kind=timed_out
 * words="connect timed out|after "}. Alternatives of a test are kept apart by bars; a test that
 * stands twice must hold twice.
 */
final class Condition {
    private static final Pattern TEST =
            Pattern.compile("([a-z]+)=(?:\"([^\"]+)\"|([^\\s\"]+))(?:\\s+|$)");

    private final List<Predicate<Symptom>> tests;

    private Condition(List<Predicate<Symptom>> tests) {
        this.tests = List.copyOf(tests);
    }

    /**
     * @throws IllegalArgumentException when it is none
     */
    static Condition parse(String line) {
        List<Predicate<Symptom>> tests = new ArrayList<>();
        Matcher test = TEST.matcher(line);
        int end = 0;
        while (test.lookingAt()) {
            String value = test.group(2) == null ? test.group(3) : test.group(2);
            tests.add(test(test.group(1), List.of(value.split("\\|"))));
            end = test.end();
            test.region(end, line.length());
        }
        if (tests.isEmpty() || end < line.length()) {
            throw new IllegalArgumentException("no condition: " + line);
        }
        return new Condition(tests);
    }

    boolean holds(Symptom symptom) {
        for (Predicate<Symptom> test : tests) {
            if (!test.test(symptom)) {
                return false;
            }
        }
        return true;
    }

    private static Predicate<Symptom> test(String field, List<String> values) {
        return switch (field) {
            case "kind" ->
                    values.contains("*")
                            ? _ -> true
                            : symptom -> values.contains(symptom.failure().kind());
            case "phase" -> symptom -> values.contains(symptom.failure().phase());
            case "errno" -> symptom -> values.contains(symptom.errno());
            case "scheme" -> symptom -> values.contains(symptom.scheme());
            case "status" -> status(values);
            case "words" -> symptom -> holdsOne(symptom.words(), values);
            case "url" -> {
                Predicate<Symptom> either =
                        symptom ->
                                holdsOne(symptom.url().toLowerCase(Locale.ROOT), values)
                                        || holdsOne(symptom.words(), values);
                yield either;
            }
            case "type" -> type(values);
            case "bytes" -> symptom -> (symptom.last().bytes() > 0) == values.contains("some");
            case "pause" ->
                    symptom -> (symptom.failure().retryAfter() >= 0) == values.contains("told");
            default -> throw new IllegalArgumentException("no such test: " + field);
        };
    }

    private static boolean holdsOne(String text, List<String> words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the failure speaks of reading or of writing a local file. */
    private static Predicate<Symptom> type(List<String> values) {
        return symptom -> values.contains(symptom.isReading() ? "reading" : "writing");
    }

    private static Predicate<Symptom> status(List<String> ranges) {
        List<int[]> limits = new ArrayList<>();
        for (String range : ranges) {
            String[] ends = range.split("-");
            limits.add(
                    new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])});
        }
        return symptom ->
                limits.stream()
                        .anyMatch(limit ->
                                symptom.status() >= limit[0] && symptom.status() <= limit[1]);
    }
}
