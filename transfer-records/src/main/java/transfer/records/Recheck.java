package transfer.records;

/** How closely a run that goes on looks at what an earlier one did. */
public enum Recheck {
    /** Not at all. */
    NONE,
    /** Files of this machine must have the size and the time of change that they got. */
    SIZE,
    /** The same, and their content the digest: they are read. */
    DIGEST
}
