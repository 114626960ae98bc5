package transfer.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Files that a user wants HTCondor to bring to a job and to fetch from it, besides those that the
 * plan needs. They are as the submit file has them, macros of HTCondor among them.
 *
 * @param remaps pairs of names, parted by semicolons; empty when there are none
 */
record OwnFiles(List<String> inputs, List<String> outputs, String remaps) {
    static final String INPUTS = "transfer_input_files";
    static final String OUTPUTS = "transfer_output_files";
    static final String REMAPS = "transfer_output_remaps";

    OwnFiles {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * @param condor profiles of the namespace {@code condor}, whose keys may have any case
     */
    static OwnFiles of(Map<String, String> condor) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        StringBuilder remaps = new StringBuilder();
        condor.forEach((key, value) -> {
            switch (key.toLowerCase(Locale.ROOT)) {
                case INPUTS -> inputs.addAll(words(value, ","));
                case OUTPUTS -> outputs.addAll(words(value, ","));
                case REMAPS -> remaps.append(String.join(";", words(value.replace("\"", ""), ";")));
                default -> {}
            }
        });
        return new OwnFiles(inputs, outputs, remaps.toString());
    }

    private static List<String> words(String value, String mark) {
        return Arrays.stream(value.replace('\n', ' ').replace('\r', ' ').split(mark))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    boolean isEmpty() {
        return inputs.isEmpty() && outputs.isEmpty() && remaps.isEmpty();
    }

    /** These names behind others of the same key. */
    static String join(String planned, List<String> own) {
        String more = String.join(",", own);
        return planned.isEmpty() || more.isEmpty() ? planned + more : planned + "," + more;
    }

    /**
     * @param planned in quotation marks, or empty
     */
    String joinRemaps(String planned) {
        if (remaps.isEmpty()) {
            return planned;
        }
        return planned.isEmpty()
                ? '"' + remaps + '"'
                : planned.substring(0, planned.length() - 1) + ";" + remaps + '"';
    }
}
