package transfer.protocol.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Names at which programs that escape, unescape or split too much come to grief. */
final class Names {
    /** For every server. */
    private static final List<String> EVERYWHERE =
            List.of(
                    "plain",
                    "with two  spaces",
                    " leading and trailing ",
                    "per%cent",
                    "%41",
                    "100%",
                    "a#b",
                    "a?b=c&d",
                    "a+b",
                    "single'quote",
                    "double\"quote",
                    "$HOME `x` $(y)",
                    "semi;colon,comma=equals@at",
                    "a:b",
                    "[brackets]{braces}<angles>",
                    "star*|pipe~^",
                    "-dash",
                    ".hidden",
                    "dots...",
                    "Grüße, 世界 \uD83D\uDE80",
                    "directory/with sub %2F/#file");

    /** Where names are bytes: control characters, a backslash, an overlong run, Latin-1. */
    private static final List<String> OF_ANY_BYTES =
            List.of(
                    "new\nline",
                    "tab\tbell\u0007",
                    "back\\slash",
                    "Gr\uDCFC\uDCDFe",
                    "\uDCFF\uDC80");

    /**
     * Names that mean something else in a URL. The first ones would be one where somebody cuts or
     * unescapes them.
     */
    private static final List<String> IN_URLS =
            List.of(
                    "aA",
                    "a%41",
                    "a%2541",
                    "a#1",
                    "a#2",
                    "a?1",
                    "a?2",
                    "a;type=i",
                    "a;x",
                    "~",
                    "~x");

    private Names() {}

    /** What files of a tree are called, each without a slash; hidden ones are not listed by all. */
    static List<String> inTrees(boolean anyBytes) {
        return Stream.concat(all(anyBytes), IN_URLS.stream())
                .filter(name -> name.indexOf('/') < 0 && !name.startsWith("."))
                .toList();
    }

    /** The check on every name, each as a test of its own. */
    static Stream<DynamicTest> each(boolean anyBytes, ThrowingConsumer<String> check) {
        return all(anyBytes)
                .map(name -> DynamicTest.dynamicTest(printable(name), () -> check.accept(name)));
    }

    /** As in a Java program, so that a report may hold it. */
    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.chars()
                .forEach(c ->
                        text.append(
                                c >= ' ' && c < 0x7F
                                        ? "" + (char) c
                                        : String.format("\\u%04X", c)));
        return text.toString();
    }

    static Stream<String> all(boolean anyBytes) {
        return anyBytes
                ? Stream.concat(EVERYWHERE.stream(), OF_ANY_BYTES.stream())
                : EVERYWHERE.stream();
    }
}
