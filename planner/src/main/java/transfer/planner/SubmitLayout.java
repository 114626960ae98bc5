package transfer.planner;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives every job a name that HTCondor and file systems take, and a place for its files. */
final class SubmitLayout {
    private static final int LONGEST = 200;

    private final NodeFiles[] files;
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
        this.files = new NodeFiles[ordered.size()];
        for (int i = 0; i < files.length; i++) {
            PlanNode node = ordered.get(i);
            node.number(i);
            String directory = directory(node);
            files[i] = new NodeFiles(unique(node.name()), directory);
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
        return files[node.number()];
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
        String wanted = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            if (!isPlain(c)) {
                wanted = wanted.replace(c, '_');
            }
        }
        String free = wanted;
        for (int number = 2; !taken.add(free); number++) {
            free = wanted + "_n" + number;
        }
        return free;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || c == '-'
                || c == '@';
    }
}
