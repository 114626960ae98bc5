package transfer.cli;

/** Ends the program with this code and this sentence for the user. */
final class ProgramException extends Exception {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    ProgramException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    ProgramException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static ProgramException usage(String message) {
        return new ProgramException(ExitCode.BAD_USAGE, message);
    }

    static ProgramException configuration(String message, Throwable cause) {
        return new ProgramException(ExitCode.BAD_CONFIGURATION, message, cause);
    }

    ExitCode code() {
        return code;
    }
}
