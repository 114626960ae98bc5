package transfer.planner;

/**
 * Names of files as workflows have them. They become parts of URLs and paths, below directories of
 * a run and of its outputs, and words in lists.
 */
final class Lfn {
    /** What holds for all of them. */
    static final String RULE =
            "must be a relative name without empty parts, . and .., and without line ends";

    private Lfn() {}

    /** Whether it stays in the directory where it is put, as one file, under one name only. */
    static boolean isPlain(String lfn) {
        int start = 0;
        for (int i = 0; i <= lfn.length(); i++) {
            char c = i < lfn.length() ? lfn.charAt(i) : '/';
            if (c == '\n' || c == '\r' || c == 0) {
                return false;
            }
            if (c == '/') {
                int length = i - start;
                if (length == 0
                        || (lfn.charAt(start) == '.'
                                && (length == 1
                                        || (length == 2 && lfn.charAt(start + 1) == '.')))) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }
}
