package transfer.cli;

import transfer.engine.RunSummary;

/** How the program ends under the name {@code transfer}. */
enum ExitCode {
    DONE(0, "everything was done"),
    FAILED_FOR_GOOD(1, "some items failed, and trying again will not help at least one of them"),
    BAD_USAGE(2, "the command line or the list is wrong; nothing was moved"),
    FAILED_FOR_NOW(3, "some items failed, and all of those may succeed another time"),
    BAD_CONFIGURATION(
            4, "a credentials file, a variable or a file for reports cannot be used as it is"),
    INTERRUPTED(5, "ended by a signal; what was done by then stays done"),
    INTERNAL_ERROR(70, "a program error of ours; please report it");

    private final int number;
    private final String sentence;

    ExitCode(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    /** What the shell sees. */
    int number() {
        return number;
    }

    /** Fits after the number in help texts. */
    String sentence() {
        return sentence;
    }

    /**
     * The code of a finished run: what is worst for the caller wins, and a failure for good is
     * worse than one that may pass, because repeating the same list cannot end well.
     */
    static ExitCode of(RunSummary summary) {
        if (summary.internalErrors() > 0) {
            return INTERNAL_ERROR;
        }
        if (summary.failedForGood() > 0) {
            return FAILED_FOR_GOOD;
        }
        return summary.failedForNow() > 0 ? FAILED_FOR_NOW : DONE;
    }
}
