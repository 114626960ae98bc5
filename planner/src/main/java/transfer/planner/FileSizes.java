package transfer.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How large files are or are thought to be, in bytes. */
final class FileSizes {
    /** What the planner takes a file for whose size nobody tells. */
    static final long UNKNOWN = 10_485_760;

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

    /**
     * What planning goes by, and beyond it what replica catalogs tell of a file and what lies on
     * this machine.
     */
    static FileSizes seen(Plan plan) {
        FileSizes sizes = of(plan.workflow(), plan.inputs());
        for (PlanNode node : plan.nodes()) {
            if (node.task() instanceof Task.Transfer transfer) {
                transfer.entries()
                        .forEach(entry ->
                                sizes.learn(
                                        entry.lfn(),
                                        entry.attributes(),
                                        entry.sources().getFirst()));
            } else if (node.task() instanceof Task.Compute compute) {
                plan.places()
                        .bypassed(compute.job())
                        .forEach((lfn, sources) ->
                                sizes.learn(
                                        lfn,
                                        plan.inputs().replicas().find(lfn).metadata(),
                                        sources.getFirst()));
            }
        }
        return sizes;
    }

    private void learn(String lfn, Map<String, String> metadata, TransferEntry.Source source) {
        if (known.containsKey(lfn)) {
            return;
        }
        String told = metadata.getOrDefault("size", "");
        // at most 18 digits, which a long surely takes
        if (!told.isEmpty() && told.length() <= 18 && told.chars().allMatch(Character::isDigit)) {
            known.put(lfn, Long.valueOf(told));
            return;
        }
        if (source.site().equals(Site.LOCAL) && Urls.isFile(source.url())) {
            try {
                Path file = Path.of(Urls.path(source.url()));
                if (Files.isRegularFile(file)) {
                    known.put(lfn, Files.size(file));
                }
            } catch (IOException | InvalidPathException e) {
                // nobody knows its size: reports say so
            }
        }
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
                long bytes = Long.parseLong(cells[length].strip());
                if (bytes < 0) {
                    throw new NumberFormatException("negative");
                }
                known.put(cells[name].strip(), bytes);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                defects.add(new Defect(file, i + 1, "length", "must be a number of bytes"));
            }
        }
    }

    /** Empty where nobody tells it. */
    OptionalLong known(String lfn) {
        Long bytes = known.get(lfn);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** What planning goes by: known, or else assumed. */
    long of(String lfn) {
        return known.getOrDefault(lfn, UNKNOWN);
    }
}
