package transfer.diagnosis;

/** How one way that an item took ended. Wrong bytes and failures are looked at apart. */
enum Ending {
    WELL,
    FAILED,
    WRONG_BYTES;

    /** How an attempt ended. */
    static Ending of(Attempt attempt) {
        if (!attempt.damage().isNone() || attempt.failure().kind().equals("checksum_mismatch")) {
            return WRONG_BYTES;
        }
        return attempt.failure().isNone() ? WELL : FAILED;
    }
}
