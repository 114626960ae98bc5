package transfer.planner;

import java.util.regex.Pattern;

/** The line {@code pegasus: "5.0"} that every YAML file of a workflow begins with. */
final class YamlVersion {
    private static final Pattern KNOWN = Pattern.compile("5\\.0(\\.\\d+)?");

    private YamlVersion() {}

    static void check(String file, Yaml value, Defects defects) {
        if (!(value instanceof Yaml.Text text) || !KNOWN.matcher(text.value()).matches()) {
            String what = value instanceof Yaml.Text text ? "'" + text.value() + "'" : value.kind();
            defects.add(
                    new Defect(
                            file,
                            value.line(),
                            "pegasus",
                            "the version of the format must be 5.0, not " + what));
        }
    }
}
