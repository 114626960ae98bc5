package transfer.planner;

/**
 * The names of one job's files.
 *
 * @param name of the job, as engines take it
 * @param directory of its files below the submit directory; {@code .} for that itself
 */
record NodeFiles(String name, String directory) {
    /** Relative to the submit directory. */
    String file(String suffix) {
        return directory.equals(".") ? name + suffix : directory + "/" + name + suffix;
    }
}
