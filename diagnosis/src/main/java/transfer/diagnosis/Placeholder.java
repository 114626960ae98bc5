package transfer.diagnosis;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What sentences of the table may hold in braces, and what stands there when nothing is known. */
enum Placeholder {
    SERVER("the server", Symptom::server),
    HOST("HOST", Placeholder::host),
    AUTHORITY("HOST:PORT", Placeholder::authority),
    URL("URL", symptom -> Symptom.shown(symptom.url())),
    WEB("URL", Placeholder::web),
    SOURCE("the source", symptom -> Symptom.shown(symptom.source())),
    DESTINATION("the destination", symptom -> Symptom.shown(symptom.target())),
    PATH("FILE", Symptom::path),
    DIRECTORY("DIRECTORY", symptom -> directory(symptom.path())),
    MOUNT("the disk", symptom -> symptom.result().mount()),
    NODE("this machine", symptom -> symptom.result().node()),
    PROXY("the proxy", Placeholder::proxy),
    STATUS("an error", symptom -> symptom.status() < 0 ? "" : "" + symptom.status()),
    PAUSE("a while", symptom -> pause(symptom.failure().retryAfter())),
    ARRIVED("some of the bytes", Placeholder::arrived),
    MEND("chmod 600 FILE", Placeholder::mending),
    UNTIL("an earlier day", Placeholder::until),
    NAMED("FILE", Placeholder::namedFile);

    private static final Pattern MENDING = Pattern.compile("to mend: (.*?)(?: \\(from |$)");
    private static final Pattern NAMED_FILE =
            Pattern.compile(
                    "(?:file|certificate|as in|got) (/.*?)(?:[:;,] | are | belongs | is | \\(|$)");
    private static final Pattern END = Pattern.compile("\\buntil (\\d[\\w:.+-]*)");
    private static final Pattern UNKNOWN_HOST = Pattern.compile("for the host \\(([^:)]+)");
    private static final Pattern THROUGH = Pattern.compile("the proxy (\\S+)");
    private static final Pattern ARRIVAL =
            Pattern.compile(
                    "after (\\d+) of (\\d+)"
                            + "|sent (\\d+) bytes, of (\\d+)"
                            + "|has (\\d+) bytes, but .* (?:says|were) (\\d+)");

    private final String fallback;
    private final Function<Symptom, String> value;

    Placeholder(String fallback, Function<Symptom, String> value) {
        this.fallback = fallback;
        this.value = value;
    }

    static Optional<Placeholder> named(String name) {
        for (Placeholder known : values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    String of(Symptom symptom) {
        String known = value.apply(symptom);
        return known.isEmpty() ? fallback : known;
    }

    /** Whether it may hold anything and stands in commands: what a shell would have to read. */
    boolean isName() {
        return switch (this) {
            case URL, WEB, SOURCE, DESTINATION, PATH, DIRECTORY, NAMED -> true;
            default -> false;
        };
    }

    private static String host(Symptom symptom) {
        if (!isStore(symptom)) {
            return symptom.host();
        }
        Matcher unknown = UNKNOWN_HOST.matcher(symptom.failure().message());
        String address = symptom.last().address();
        return unknown.find()
                ? unknown.group(1)
                : address.substring(0, Math.max(0, address.lastIndexOf(':')));
    }

    /** Whether its URLs name a site or a bucket in place of a host. */
    private static boolean isStore(Symptom symptom) {
        return switch (symptom.scheme()) {
            case "s3", "s3s", "gs" -> true;
            default -> false;
        };
    }

    /**
     * What curl may ask in place of the URL: the same, or at a store the address that was asked.
     */
    private static String web(Symptom symptom) {
        String url = Symptom.shown(symptom.url());
        String behind = url.substring(url.indexOf(':') + 1);
        return switch (symptom.scheme()) {
            case "webdav", "dav" -> "http:" + behind;
            case "webdavs", "davs" -> "https:" + behind;
            case "s3", "s3s" -> atAddress(symptom, "https://ENDPOINT/");
            case "gs" -> atAddress(symptom, "https://storage.googleapis.com/");
            default -> url;
        };
    }

    private static String atAddress(Symptom symptom, String otherwise) {
        String address = symptom.last().address();
        if (address.isEmpty()) {
            return otherwise;
        }
        return address.endsWith(":443")
                ? "https://" + address.substring(0, address.length() - 4) + "/"
                : "http://" + address + "/";
    }

    private static String authority(Symptom symptom) {
        if (isStore(symptom)) {
            return symptom.last().address();
        }
        String server = symptom.server();
        int scheme = server.indexOf("://");
        String authority = scheme < 0 ? server : server.substring(scheme + 3);
        boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        return server.isEmpty() || hasPort ? authority : authority + port(symptom.scheme());
    }

    private static String port(String scheme) {
        return switch (scheme) {
            case "https", "webdavs", "davs" -> ":443";
            case "http", "webdav", "dav" -> ":80";
            case "ftp", "ftps" -> ":21";
            default -> "";
        };
    }

    private static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : slash < 0 ? "" : path.substring(0, slash);
    }

    private static String proxy(Symptom symptom) {
        String told = symptom.last().way().proxy();
        Matcher through = THROUGH.matcher(symptom.failure().message());
        return !told.isEmpty() ? told : through.find() ? through.group(1) : "";
    }

    private static String pause(long seconds) {
        return seconds < 0 ? "" : seconds + " s";
    }

    /** How many bytes came, and of how many if that is known; empty when neither is. */
    static String arrived(Symptom symptom) {
        Matcher arrival = ARRIVAL.matcher(symptom.failure().message());
        if (arrival.find()) {
            int pair = arrival.group(1) != null ? 1 : arrival.group(3) != null ? 3 : 5;
            return arrival.group(pair) + " of " + arrival.group(pair + 1) + " bytes";
        }
        long bytes = symptom.last().bytes();
        return bytes <= 0 ? "" : bytes + " bytes";
    }

    private static String until(Symptom symptom) {
        return found(END, symptom);
    }

    private static String mending(Symptom symptom) {
        return found(MENDING, symptom);
    }

    private static String namedFile(Symptom symptom) {
        return found(NAMED_FILE, symptom);
    }

    private static String found(Pattern pattern, Symptom symptom) {
        Matcher found = pattern.matcher(symptom.failure().message());
        return found.find() ? found.group(1) : "";
    }
}
