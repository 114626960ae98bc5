package transfer.protocol;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Which way an answer came, as far as anybody on the way says so: what tells a bad cache from a bad
 * server. Texts that others wrote lose their control characters, all beyond {@link #LONGEST}
 * characters, and the parts of URLs that may be secret: caches repeat what they were asked for. One
 * that says nothing is as none.
 *
 * @param address IP address and port at the other end of our connection: the server's, or the
 *     proxy's where one is used
 * @param host name and port of the host that answered, where that is another than was asked, as
 *     after a redirect
 * @param proxy host and port of the forward proxy that we were told to use; never its log-in
 * @param via the header {@code Via} (RFC 9110, 7.6.3): proxies and caches that passed it on
 * @param ageSeconds the header {@code Age} (RFC 9111, 5.1): how long a cache has had it; not
 *     negative
 * @param cache what a cache says of itself: {@code X-Cache} or {@code Cache-Status} (RFC 9211)
 * @param software the header {@code Server} (RFC 9110, 10.2.4), or what a server calls itself in
 *     another protocol
 */
public record Provenance(
        Optional<String> address,
        Optional<String> host,
        Optional<String> proxy,
        Optional<String> via,
        OptionalLong ageSeconds,
        Optional<String> cache,
        Optional<String> software) {

    private static final Pattern LOGIN = Pattern.compile("://[^\\s/?#\"]*@");

    private static final Pattern QUERY = Pattern.compile("\\?[^\\s\"]+");

    /** Nobody said anything. */
    public static final Provenance UNKNOWN =
            new Provenance(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** How many characters of another's text are kept. */
    public static final int LONGEST = 200;

    public Provenance {
        address = address.flatMap(Provenance::clean);
        host = host.flatMap(Provenance::clean);
        proxy = proxy.flatMap(Provenance::clean);
        via = via.flatMap(Provenance::clean);
        cache = cache.flatMap(Provenance::clean);
        software = software.flatMap(Provenance::clean);
    }

    /** Straight from this address. */
    public static Provenance of(String address) {
        return UNKNOWN.at(address);
    }

    /** The same way, from this address. */
    public Provenance at(String newAddress) {
        return new Provenance(
                Optional.of(newAddress), host, proxy, via, ageSeconds, cache, software);
    }

    private static Optional<String> clean(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST));
        QUERY.matcher(LOGIN.matcher(text).replaceAll("://***@"))
                .replaceAll("?***")
                .codePoints()
                .map(c -> isPrinted(c) ? c : ' ')
                .limit(LONGEST)
                .forEach(kept::appendCodePoint);
        String cleaned = kept.toString().strip();
        return cleaned.isEmpty() ? Optional.empty() : Optional.of(cleaned);
    }

    /**
     * Not what moves a terminal's cursor, turns the direction of writing, or is half a character.
     */
    private static boolean isPrinted(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
