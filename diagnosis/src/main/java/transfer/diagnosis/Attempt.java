package transfer.diagnosis;

/**
 * One try at moving a file, as results tell it. What they do not tell is empty, or negative where
 * it is a number.
 *
 * @param server scheme, host and port of the remote end, or {@code file}
 * @param started milliseconds since 1970; {@link Long#MIN_VALUE} when not told
 * @param bytes how many came
 * @param way what the bytes passed, as far as the answer's header said
 */
record Attempt(
        String source,
        String sourceSite,
        String destination,
        String destinationSite,
        String server,
        String scheme,
        String address,
        long started,
        long bytes,
        Failure failure,
        Way way,
        Damage damage) {

    /**
     * Proxies, caches and the server itself, as far as the answer's header names them.
     *
     * @param redirect the host that the request was sent on to
     */
    record Way(String proxy, String via, String cache, long age, String software, String redirect) {
        static final Way UNKNOWN = new Way("", "", "", -1, "", "");
    }

    static final Attempt NONE =
            new Attempt(
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    Long.MIN_VALUE,
                    -1,
                    Failure.NONE,
                    Way.UNKNOWN,
                    Damage.NONE);
}
