package transfer.workflow;

/** A job did not get done. The message is one line. */
public final class JobFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean permanent;

    /**
     * @param permanent whether another try is of no use
     */
    public JobFailure(String message, boolean permanent) {
        super(message, null, false, false);
        this.permanent = permanent;
    }

    boolean isPermanent() {
        return permanent;
    }
}
