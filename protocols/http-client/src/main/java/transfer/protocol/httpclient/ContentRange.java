package transfer.protocol.httpclient;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code Content-Range} (RFC 9110, 14.4).
 *
 * @param first the first byte sent; empty when none is because the range does not exist
 * @param last the last byte sent
 * @param total the size of the whole file, if told
 */
record ContentRange(OptionalLong first, OptionalLong last, OptionalLong total) {
    private static final Pattern FORM =
            Pattern.compile("\\s*bytes\\s+(?:(\\d{1,18})-(\\d{1,18})|\\*)/(?:(\\d{1,18})|\\*)\\s*");

    /** Empty when the field is missing or malformed. */
    static Optional<ContentRange> of(HttpAnswer answer) {
        return answer.header("Content-Range").flatMap(ContentRange::parse);
    }

    static Optional<ContentRange> parse(String field) {
        Matcher matcher = FORM.matcher(field);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ContentRange range =
                new ContentRange(
                        number(matcher.group(1)),
                        number(matcher.group(2)),
                        number(matcher.group(3)));
        return range.isSound() ? Optional.of(range) : Optional.empty();
    }

    private static OptionalLong number(String digits) {
        return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    private boolean isSound() {
        return first.isEmpty()
                || first.getAsLong() <= last.getAsLong()
                        && (total.isEmpty() || last.getAsLong() < total.getAsLong());
    }
}
