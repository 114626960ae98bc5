package transfer.planner;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lists of words in one setting, parted by commas. */
final class Words {
    private Words() {}

    static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static Set<String> set(String text) {
        return new LinkedHashSet<>(list(text));
    }
}
