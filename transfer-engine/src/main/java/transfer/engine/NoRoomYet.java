package transfer.engine;

/** An attempt has to wait for room on a disk; nothing of it is left open meanwhile. */
final class NoRoomYet extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Claim claim;

    NoRoomYet(Claim claim) {
        super("there is no room yet for " + claim.need().file(), null, false, false);
        this.claim = claim;
    }

    /** To be waited for before the next attempt. */
    Claim claim() {
        return claim;
    }
}
