package transfer.list;

import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import transfer.credentials.Site;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/** One URL object of an item, and what it says besides the place. */
final class JsonPlace {
    /** The preferred place first; among equals one whose priority is explicit. */
    static final Comparator<JsonPlace> BY_PREFERENCE =
            (one, other) ->
                    one.priority == other.priority
                            ? Boolean.compare(other.ranked, one.ranked)
                            : Long.compare(other.priority, one.priority);

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,300}(?:\\.[0-9]*)?");
    private static final Set<String> YES = Set.of("yes", "true", "t", "1");
    private static final Set<String> NO = Set.of("no", "false", "f", "0", "");

    private final String field;
    private final int line;
    private TransferUrl url;
    private Site site;
    private boolean sound = true;
    private long priority;
    private boolean ranked;
    private boolean recursive;

    private JsonPlace(String field, int line) {
        this.field = field;
        this.line = line;
    }

    /** Reads the object at the cursor, which may be something else. */
    static JsonPlace read(JsonCursor at, ListDraft draft, String field) throws IOException {
        JsonPlace place = new JsonPlace(field, at.line());
        if (at.token() != JsonToken.START_OBJECT) {
            at.defect(field, "must be an object with 'url' and 'site_label', and is " + at.kind());
            at.skip();
            place.sound = false;
            return place;
        }
        boolean urlSeen = false;
        boolean siteSeen = false;
        while (at.nextBefore(JsonToken.END_OBJECT)) {
            String name = at.nameThenValue();
            switch (name) {
                case "url" -> {
                    urlSeen = true;
                    place.readUrl(at, draft);
                }
                case "site_label" -> {
                    siteSeen = true;
                    place.readSite(at, draft);
                }
                case "priority" -> place.readPriority(at);
                case "recursive" -> place.readRecursive(at);
                default -> at.skip();
            }
        }
        place.checkSeen(at, urlSeen, "url");
        place.checkSeen(at, siteSeen, "site_label");
        return place;
    }

    private void checkSeen(JsonCursor at, boolean seen, String name) {
        if (!seen) {
            wrong(at, line, name, "'" + name + "' is missing");
        }
    }

    private void wrong(JsonCursor at, int where, String name, String message) {
        at.defect(where, field + "." + name, message);
        sound = false;
    }

    private void readUrl(JsonCursor at, ListDraft draft) throws IOException {
        if (at.token() != JsonToken.STRING) {
            at.text(field + ".url", "url");
            sound = false;
            return;
        }
        try {
            url = draft.url(at.scalar());
        } catch (MalformedUrlException e) {
            // without the URL itself, which may hold a password
            wrong(at, at.line(), "url", "Unable to parse URL: the URL " + e.getMessage());
        }
    }

    private void readSite(JsonCursor at, ListDraft draft) throws IOException {
        if (at.token() != JsonToken.STRING) {
            at.text(field + ".site_label", "site_label");
            sound = false;
            return;
        }
        site = draft.site(at.scalar());
    }

    private void readPriority(JsonCursor at) throws IOException {
        switch (at.token()) {
            case NULL -> {}
            case NUMBER -> rank(Double.parseDouble(at.scalar()));
            case STRING -> {
                String text = at.scalar().strip();
                if (NUMBER.matcher(text).matches()) {
                    rank(Double.parseDouble(text));
                } else {
                    wrong(at, at.line(), "priority", "'" + text + "' is not a number");
                }
            }
            default -> {
                wrong(
                        at,
                        at.line(),
                        "priority",
                        "'priority' must be a number, and is " + at.kind());
                at.skip();
            }
        }
    }

    /** Fractions are cut off; what is out of range is the highest or the lowest. */
    private void rank(double number) {
        priority = Math.max((long) number, -Long.MAX_VALUE);
        ranked = true;
    }

    private void readRecursive(JsonCursor at) throws IOException {
        switch (at.token()) {
            case TRUE -> recursive = true;
            case FALSE, NULL -> recursive = false;
            case STRING, NUMBER -> {
                String text = at.scalar().toLowerCase(Locale.ROOT);
                recursive = YES.contains(text);
                if (!recursive && !NO.contains(text)) {
                    wrong(at, at.line(), "recursive", "'" + text + "' is neither true nor false");
                }
            }
            default -> {
                wrong(
                        at,
                        at.line(),
                        "recursive",
                        "'recursive' must be true or false, and is " + at.kind());
                at.skip();
            }
        }
    }

    /** The same place as a link, if it is in this machine's file system; says so if it is not. */
    void makeLink(JsonCursor at) {
        if (url == null) {
            return;
        }
        if (url.scheme().equals("file")) {
            url = url.withScheme("symlink");
        } else if (!url.scheme().equals("symlink")) {
            wrong(at, line, "url", noLinkAt(url));
        }
    }

    static String noLinkAt(TransferUrl url) {
        return "a link can only be made at a file: URL, not at " + url.scheme() + ":";
    }

    boolean recursive() {
        return recursive;
    }

    /** Whether {@link #place} can be asked for. */
    boolean isSound() {
        return sound;
    }

    Place place() {
        return new Place(url, site);
    }
}
