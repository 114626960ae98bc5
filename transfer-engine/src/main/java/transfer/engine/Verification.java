package transfer.engine;

/** How much proof a run demands. */
public enum Verification {
    /**
     * Content must be proved by a digest; the stored file is read back when nothing cheaper can
     * prove it.
     */
    REQUIRE,
    /** The best proof that costs no second reading; items that ask for more get it. */
    PREFER,
    /** None; local copies are left to the kernel. */
    OFF
}
