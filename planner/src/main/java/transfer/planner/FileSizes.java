package transfer.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How large files are or are thought to be, in bytes. */
final class FileSizes {
    private static final long UNKNOWN = 10_485_760;

    private final Map<String, Long> known = new HashMap<>();

    /** As the workflow tells them, and stronger, a table that a property names. */
    static FileSizes of(Workflow workflow, PlanInputs inputs) {
        FileSizes sizes = new FileSizes();
        for (Job job : workflow.jobs()) {
            for (FileUse use : job.uses()) {
                if (use.bytes() >= 0) {
                    sizes.known.put(use.lfn(), use.bytes());
                }
            }
        }
        String key = "pegasus.file.cleanup.constraint.csv";
        Optional<Path> table =
                inputs.properties().get(key).map(inputs.surroundings().directory()::resolve);
        if (table.isPresent()) {
            try {
                sizes.read(
                        Files.readAllLines(table.get(), StandardCharsets.UTF_8),
                        table.get().toString(),
                        inputs.defects());
            } catch (IOException e) {
                inputs.properties().defect(key, "cannot read " + table.get());
            }
        }
        return sizes;
    }

    private void read(List<String> lines, String file, Defects defects) {
        List<String> columns = lines.isEmpty() ? List.of() : Words.list(lines.getFirst());
        int name = columns.indexOf("filename");
        int length = columns.indexOf("length");
        if (name < 0 || length < 0) {
            defects.add(
                    new Defect(
                            file,
                            1,
                            "",
                            "the first line must name the columns filename and length"));
            return;
        }
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            try {
                known.put(cells[name].strip(), Long.valueOf(cells[length].strip()));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                defects.add(new Defect(file, i + 1, "length", "must be a number of bytes"));
            }
        }
    }

    long of(String lfn) {
        return known.getOrDefault(lfn, UNKNOWN);
    }
}
