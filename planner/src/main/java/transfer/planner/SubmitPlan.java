package transfer.planner;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A plan and where its files go.
 *
 * @param directory the submit directory, absolute
 * @param metas which digests travel with which job
 * @param uuid by which monitoring knows the run
 */
record SubmitPlan(
        Plan plan,
        Engine engine,
        Tools tools,
        Path directory,
        SubmitLayout layout,
        MetaNeeds metas,
        String uuid) {
    /** The whole path of one of a job's files. */
    String path(PlanNode node, String suffix) {
        return directory + "/" + layout.of(node).file(suffix);
    }

    /** The beginning of the names of files of the whole run. */
    String label() {
        return plan.inputs()
                        .request()
                        .names()
                        .basename()
                        .orElseGet(() -> plan.workflow().name())
                        .replace('/', '_')
                + "-0";
    }

    /** With all properties that counted, for jobs that need them. */
    Path propertiesFile() {
        return directory.resolve("pegasus.properties");
    }

    /** The archive of tools that jobs elsewhere bring along; empty where there is none. */
    Optional<String> worker() {
        return tools.worker().isPresent() || WorkerPackage.isCatalogued(plan.inputs())
                ? Optional.of(directory.resolve(WorkerPackage.name(plan.inputs())).toString())
                : Optional.empty();
    }
}
