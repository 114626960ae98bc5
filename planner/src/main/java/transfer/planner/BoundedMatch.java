package transfer.planner;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that a user wrote, matched with as much work as honest ones need by far. One
 * that wants more is told once, and fits nothing from then on. For one thread.
 */
final class BoundedMatch {
    private static final long MOST_LOOKS = 5_000_000;

    private final Pattern pattern;
    private final Consumer<String> teller;
    private boolean isGivenUp;

    /**
     * @param teller told what is wrong
     */
    BoundedMatch(Pattern pattern, Consumer<String> teller) {
        this.pattern = pattern;
        this.teller = teller;
    }

    /** A text that counts how often it is looked at. */
    private static final class Watched implements CharSequence {
        private final CharSequence text;
        private long looks;

        Watched(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooMuchWork();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static final class TooMuchWork extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The groups, if the whole text fits. */
    Optional<Matcher> of(String text) {
        if (isGivenUp) {
            return Optional.empty();
        }
        Matcher match = pattern.matcher(new Watched(text));
        try {
            return match.matches() ? Optional.of(match) : Optional.empty();
        } catch (TooMuchWork | StackOverflowError e) { // the library goes deeper with each repeat
            isGivenUp = true;
            String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
            teller.accept(
                    "the regular expression '"
                            + pattern
                            + "' has too many ways to fit '"
                            + shown
                            + "'; a simpler one is needed");
            return Optional.empty();
        }
    }
}
