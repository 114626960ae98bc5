package transfer.planner;

import java.nio.file.Path;

/**
 * A plan as it was written.
 *
 * @param directory with all files of the run
 * @param entry the name of the file in it with which the run is started; it is written last, so
 *     that a directory without it is unfinished
 * @param jobs how many jobs the run has
 */
public record SubmitDirectory(Path directory, String entry, int jobs) {}
