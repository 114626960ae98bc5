package transfer.planner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to plan, and how.
 *
 * @param workflow the file of the abstract workflow
 * @param properties the properties file, when one is named
 * @param settings properties of the command line, stronger than the file
 * @param cleanup what is removed while the workflow runs, and at its end
 * @param force plans every job, also those whose outputs exist
 */
public record PlanRequest(
        Path workflow,
        Optional<Path> properties,
        Map<String, String> settings,
        Sites sites,
        Sources sources,
        Names names,
        Cleanup cleanup,
        boolean force) {
    public PlanRequest {
        settings = Map.copyOf(settings);
    }

    /** Strategies of removing what is not needed any more. */
    public enum Cleanup {
        NONE,
        LEAF,
        INPLACE,
        CONSTRAINT
    }

    /**
     * Where the workflow may run and where its data goes.
     *
     * @param execution sites for compute jobs; empty for all that the catalog has
     * @param staging the staging site for each site of execution; {@code *} for all others
     * @param output sites for the outputs; with none of them and no directory nothing is staged out
     * @param directory the directory for outputs, instead of the one in the catalog
     */
    public record Sites(
            List<String> execution,
            Map<String, String> staging,
            List<String> output,
            Optional<String> directory) {
        public Sites {
            execution = List.copyOf(execution);
            staging = Map.copyOf(staging);
            output = List.copyOf(output);
        }
    }

    /**
     * Where files are, besides the replica catalog.
     *
     * @param directories trees whose files are inputs by their relative names
     * @param caches text catalogs that are asked first
     * @param inherited text catalogs that are asked before the replica catalog
     * @param runs submit directories of earlier runs whose files are used again
     */
    public record Sources(
            List<Path> directories, List<Path> caches, List<Path> inherited, List<Path> runs) {
        public Sources {
            directories = List.copyOf(directories);
            caches = List.copyOf(caches);
            inherited = List.copyOf(inherited);
            runs = List.copyOf(runs);
        }
    }

    /**
     * Names of what is made.
     *
     * @param base the directory in which submit directories are made
     * @param relative of the directories in which jobs run; for the submit directory too, unless
     *     that has its own
     * @param random a directory of a name that no other run has instead of the relative one in
     *     which jobs run; an empty word lets the planner choose the name
     * @param prefix in front of the names of jobs; may be empty
     * @param basename instead of the workflow's name in the names of files
     */
    public record Names(
            Path base,
            Optional<String> relative,
            Optional<String> relativeSubmit,
            Optional<String> random,
            String prefix,
            Optional<String> basename) {}
}
