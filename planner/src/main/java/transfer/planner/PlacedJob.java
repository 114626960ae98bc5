package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A compute job for which it is decided where it runs and with what.
 *
 * @param name its name in the executable workflow
 * @param site where it runs
 * @param staging where its data lies while the workflow runs
 * @param profiles all that apply, merged
 * @param uses its files, the programs that are brought to it among them
 * @param executable the path of its program; empty when the program is brought to it
 * @param container in which it runs
 */
record PlacedJob(
        Job job,
        String name,
        Site site,
        Site staging,
        Configuration configuration,
        Profiles profiles,
        List<FileUse> uses,
        Optional<String> executable,
        Optional<TransformationCatalog.Container> container) {
    PlacedJob {
        uses = List.copyOf(uses);
    }

    int level() {
        return job.level();
    }

    /** Inputs that no direct parent makes. */
    List<FileUse> rawInputs(FileUsers users) {
        List<FileUse> raw = new ArrayList<>();
        for (FileUse use : uses) {
            if (use.isInput() && !users.isMadeByParent(use.lfn(), job)) {
                raw.add(use);
            }
        }
        return raw;
    }

    List<FileUse> outputs() {
        List<FileUse> outputs = new ArrayList<>();
        for (FileUse use : uses) {
            if (use.isOutput()) {
                outputs.add(use);
            }
        }
        return outputs;
    }

    boolean isLinking(Properties properties) {
        return properties.says("pegasus.transfer.links", false) && !profiles.says("nosymlink");
    }
}
