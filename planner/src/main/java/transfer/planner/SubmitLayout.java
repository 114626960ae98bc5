package transfer.planner;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives every job a name that HTCondor and file systems take, and a place for its files. */
final class SubmitLayout {
    private static final int LONGEST = 200;

    private final Map<PlanNode, NodeFiles> files = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Properties properties;
    private final Mapper mapper;
    private final HashedLayout hashed;
    private long count;

    private enum Mapper {
        HASHED,
        FLAT,
        NAMED
    }

    /**
     * @param ordered all jobs, in the order in which their files are written
     */
    SubmitLayout(Properties properties, List<PlanNode> ordered) {
        this.properties = properties;
        this.mapper = mapper();
        this.hashed = HashedLayout.of(properties, "submit");
        for (PlanNode node : ordered) {
            String directory = directory(node);
            files.put(node, new NodeFiles(unique(node.name()), directory));
        }
    }

    private Mapper mapper() {
        String word = properties.get("pegasus.dir.submit.mapper", "Hashed");
        return switch (word) {
            case "Hashed" -> Mapper.HASHED;
            case "Flat" -> Mapper.FLAT;
            case "Named" -> Mapper.NAMED;
            default -> {
                properties.defect(
                        "pegasus.dir.submit.mapper",
                        "must be Hashed, Flat or Named, not '" + word + "'");
                yield Mapper.HASHED;
            }
        };
    }

    NodeFiles of(PlanNode node) {
        return files.get(node);
    }

    /** Relative to the submit directory; {@code .} for the submit directory itself. */
    private String directory(PlanNode node) {
        return switch (mapper) {
            case HASHED -> hashed.directory(count++);
            case FLAT -> ".";
            case NAMED -> node.task() instanceof Task.Compute compute ? named(compute.job()) : ".";
        };
    }

    private String named(PlacedJob job) {
        String word = job.profiles().pegasus("relative.submit.dir").orElse(job.job().name());
        String clean = word.replaceAll("^/+|/+$", "");
        for (String part : clean.split("/", -1)) {
            boolean isWord = part.chars().noneMatch(c -> c <= ' ' || c == 127);
            if (part.isEmpty() || part.equals(".") || part.equals("..") || !isWord) {
                properties.defect(
                        "relative.submit.dir",
                        "'"
                                + word
                                + "' of the job "
                                + job.name()
                                + " must be the name of a directory, without . and .., blanks and control characters in it");
                return ".";
            }
        }
        return clean;
    }

    /**
     * The manual of HTCondor forbids blanks, dots and plus signs in the names of jobs. Two jobs
     * that differ in nothing else are told apart by a number.
     */
    private String unique(String name) {
        StringBuilder clean = new StringBuilder(name.length());
        for (int i = 0; i < name.length() && clean.length() < LONGEST; i++) {
            char c = name.charAt(i);
            boolean isPlain =
                    c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '@');
            clean.append(isPlain ? c : '_');
        }
        String wanted = clean.toString();
        String free = wanted;
        for (int number = 2; !taken.add(free); number++) {
            free = wanted + "_n" + number;
        }
        return free;
    }
}
