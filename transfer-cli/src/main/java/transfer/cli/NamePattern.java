package transfer.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of a path with wildcards: {@code *} is any run of characters, {@code ?} any one, {@code
 * [a-z]} and {@code [!a-z]} one of a set or none of it. A backslash takes a wildcard's meaning
 * away. Names with a dot in front are names like others. Compared character by character, without
 * regard to language.
 */
final class NamePattern {
    private static final String SPECIAL = "*?[";

    private final List<Element> elements = new ArrayList<>();
    private final boolean anyDepth;

    private NamePattern(String written) {
        this.anyDepth = written.equals("**");
        int next = 0;
        while (next < written.length()) {
            next = read(written, next);
        }
    }

    static NamePattern of(String written) {
        return new NamePattern(written);
    }

    /** Whether a part of a path has a wildcard; one that is not closed, {@code [}, is none. */
    static boolean isIn(String written) {
        return of(written).elements.stream().anyMatch(element -> !(element instanceof Literal));
    }

    /** What is left of a part without wildcards: backslashes before such characters go. */
    static String plain(String written) {
        return of(written).literalBeginning();
    }

    private sealed interface Element {}

    private record Literal(int character) implements Element {}

    private record AnyOne() implements Element {}

    private record AnyRun() implements Element {}

    private record OneOf(List<Range> ranges, boolean inverted) implements Element {
        boolean holds(int character) {
            return inverted
                    != ranges.stream()
                            .anyMatch(r -> r.first() <= character && character <= r.last());
        }
    }

    private record Range(int first, int last) {}

    private int read(String written, int at) {
        int c = written.codePointAt(at);
        int next = at + Character.charCount(c);
        switch (c) {
            case '*' -> elements.add(new AnyRun());
            case '?' -> elements.add(new AnyOne());
            case '[' -> {
                int end = written.indexOf(']', at + (startsInverted(written, at) ? 3 : 2));
                if (end < 0) {
                    elements.add(new Literal(c));
                } else {
                    elements.add(set(written.substring(at + 1, end)));
                    next = end + 1;
                }
            }
            case '\\' -> {
                if (next < written.length() && SPECIAL.indexOf(written.charAt(next)) >= 0) {
                    elements.add(new Literal(written.charAt(next++)));
                } else {
                    elements.add(new Literal(c));
                }
            }
            default -> elements.add(new Literal(c));
        }
        return next;
    }

    private static boolean startsInverted(String written, int bracket) {
        return written.startsWith("!", bracket + 1) || written.startsWith("^", bracket + 1);
    }

    private static OneOf set(String written) {
        boolean inverted = written.startsWith("!") || written.startsWith("^");
        int[] members = written.substring(inverted ? 1 : 0).codePoints().toArray();
        List<Range> ranges = new ArrayList<>();
        int at = 0;
        while (at < members.length) {
            boolean range = at + 2 < members.length && members[at + 1] == '-';
            ranges.add(new Range(members[at], members[range ? at + 2 : at]));
            at += range ? 3 : 1;
        }
        return new OneOf(ranges, inverted);
    }

    /** Whether it stands for directories of any names, in one another, or for none at all. */
    boolean isAnyDepth() {
        return anyDepth;
    }

    /** What every name begins with that it matches. */
    String literalBeginning() {
        StringBuilder text = new StringBuilder();
        for (Element element : elements) {
            if (!(element instanceof Literal(int character))) {
                break;
            }
            text.appendCodePoint(character);
        }
        return text.toString();
    }

    /** Whether it is the whole name; each run is as short as can be, so this takes no long time. */
    boolean matches(String name) {
        int[] characters = name.codePoints().toArray();
        int at = 0;
        int element = 0;
        int runElement = -1;
        int runEnd = 0;
        while (at < characters.length) {
            if (element < elements.size() && elements.get(element) instanceof AnyRun) {
                runElement = element++;
                runEnd = at;
            } else if (element < elements.size()
                    && matches(elements.get(element), characters[at])) {
                element++;
                at++;
            } else if (runElement >= 0) {
                element = runElement + 1;
                at = ++runEnd;
            } else {
                return false;
            }
        }
        while (element < elements.size() && elements.get(element) instanceof AnyRun) {
            element++;
        }
        return element == elements.size();
    }

    private static boolean matches(Element element, int character) {
        return switch (element) {
            case Literal(int literal) -> literal == character;
            case OneOf set -> set.holds(character);
            case AnyOne _, AnyRun _ -> true;
        };
    }
}
