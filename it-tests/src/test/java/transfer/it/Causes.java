package transfer.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why items of a run failed, as {@code transfer explain} tells it.
 *
 * @param names the causes by their names
 * @param told all that it says
 */
record Causes(Set<String> names, String told) {
    private static final Pattern CAUSE = Pattern.compile("\"cause\":\"([^\"]+)\"");

    /** Runs the program on these lines, each of which is tried once. */
    static Causes of(Path folder, Program program, String... items) throws Exception {
        Ended ended =
                program.input(String.join("\n", items) + "\n")
                        .run("-m", "1", "--json", folder + "/results");
        assertTrue(ended.exit() == 1 || ended.exit() == 3, ended::toString);
        ended.says("Why items are not done");
        String told =
                Program.transfer(folder)
                        .run("explain", "--json", folder + "/results")
                        .exited(0)
                        .out();
        Set<String> names = new TreeSet<>();
        Matcher cause = CAUSE.matcher(told);
        while (cause.find()) {
            names.add(cause.group(1));
        }
        return new Causes(names, told);
    }
}
