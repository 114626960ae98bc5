package transfer.planner;

import java.util.List;
import java.util.Map;

/** What a node of the executable workflow does. */
sealed interface Task {
    /** Runs a job of the abstract workflow. */
    record Compute(PlacedJob job) implements Task {}

    /** Moves files. */
    record Transfer(Kind kind, List<TransferEntry> entries) implements Task {
        enum Kind {
            STAGE_IN,
            STAGE_INTER,
            STAGE_OUT,
            STAGE_WORKER
        }
    }

    record MakeDirectory(String site, String url) implements Task {}

    /**
     * Removes files, or a directory with all that is in it.
     *
     * @param site the files are at
     */
    record Remove(String site, List<String> urls, boolean recursive) implements Task {}

    /** Notes where outputs are. */
    record Register(List<Registration> entries) implements Task {}

    /**
     * @param metadata of the workflow
     */
    record Registration(String lfn, String url, String site, Map<String, String> metadata) {}

    /** Makes programs executable. */
    record Chmod(List<String> paths) implements Task {}

    /** Unpacks the worker package in a directory. */
    record Unpack(String directory, String archive) implements Task {}

    /** Does nothing; others wait for it. */
    record Join() implements Task {}
}
