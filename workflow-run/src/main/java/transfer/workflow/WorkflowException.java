package transfer.workflow;

/**
 * A submit directory cannot be run; the message says why and what can be done, and fits after the
 * program's name.
 */
public final class WorkflowException extends Exception {
    private static final long serialVersionUID = 1;

    WorkflowException(String message) {
        super(message);
    }

    WorkflowException(String message, Throwable cause) {
        super(message, cause);
    }
}
