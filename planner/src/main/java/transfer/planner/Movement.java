package transfer.planner;

/**
 * One file on its way.
 *
 * @param size what is known of its size; nothing moves where only a link is made
 */
record Movement(Link link, Amount size) {
    /** The scheme of what HTCondor carries itself, between submit host and node. */
    static final String CONDOR = "condor";

    /** From where to where, and how each end is spoken to. Ordered as reports list them. */
    record Link(String from, String fromScheme, String to, String toScheme)
            implements Comparable<Link> {
        /** {@code gsiftp → file}, or one word where both are alike. */
        String schemes() {
            return fromScheme.equals(toScheme) ? fromScheme : fromScheme + " → " + toScheme;
        }

        @Override
        public int compareTo(Link other) {
            int order = from.compareTo(other.from);
            order = order != 0 ? order : to.compareTo(other.to);
            order = order != 0 ? order : fromScheme.compareTo(other.fromScheme);
            return order != 0 ? order : toScheme.compareTo(other.toScheme);
        }
    }
}
