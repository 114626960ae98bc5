package transfer.list;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.credentials.Site;
import transfer.engine.ListPosition;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;

/** A list of blocks of four lines: comment and URL of the source, then of the destination. */
final class BlockList {
    private static final Pattern COMMENT =
            Pattern.compile("#\\s*(\\w+)\\s+\\w+\\s+([A-Za-z0-9_-]+)(?:\\s.*)?");
    private static final int COLUMNS_SHOWN = 60;

    private final Lines lines;
    private final ListDraft draft;
    private final Side source = new Side("source");
    private final Side destination = new Side("destination");

    private int item;
    private int itemLine;

    /** Whose line comes next. */
    private Side next = source;

    /** Whether that must be a URL, because its comment is done. */
    private boolean urlIsNext;

    /** One end of a pair, and the label that holds for it. */
    private static final class Side {
        private final String name;
        private Optional<Site> site = Optional.empty();
        private Optional<Place> place = Optional.empty();

        /** Whether its label could not be read, which has been said. */
        private boolean labelMalformed;

        Side(String name) {
            this.name = name;
        }
    }

    BlockList(Lines lines, ListDraft draft) {
        this.lines = lines;
        this.draft = draft;
    }

    void read() throws IOException {
        while (lines.next()) {
            String line = lines.text();
            if (!line.startsWith("#")) {
                readUrl(line);
            } else if (urlIsNext) {
                readMisplacedComment(line);
            } else {
                readComment(line);
            }
        }
        if (next != source || urlIsNext) {
            draft.defect(
                    new ListPosition(item, itemLine),
                    next.name,
                    "the list ends before the pair has a " + next.name);
        }
    }

    private void beginIfFirst() {
        if (next == source && !urlIsNext) {
            item++;
            itemLine = lines.number();
            source.place = Optional.empty();
            destination.place = Optional.empty();
        }
    }

    private void readComment(String line) {
        beginIfFirst();
        urlIsNext = true;
        Matcher comment = COMMENT.matcher(line);
        next.labelMalformed = !comment.matches();
        if (next.labelMalformed) {
            defect("", "Unable to parse comment on line " + lines.number() + ": " + expected(line));
        } else {
            next.site = Optional.of(draft.site(comment.group(2)));
        }
    }

    private String expected(String line) {
        String word = next == source ? "src" : "dst";
        return "it must read '# "
                + word
                + " NUMBER SITE', and reads '"
                + line.substring(0, Math.min(line.length(), COLUMNS_SHOWN))
                + "'";
    }

    /** The comment's own word tells whether a URL was left out or a comment is one too many. */
    private void readMisplacedComment(String line) {
        defect(next.name, "the URL of the " + next.name + " must stand here, not a comment");
        Matcher comment = COMMENT.matcher(line);
        boolean ofDestination = comment.matches() && comment.group(1).equals("dst");
        boolean ofSource = comment.matches() && comment.group(1).equals("src");
        if (next == source && ofDestination) {
            next = destination;
            readComment(line);
        } else if (next == destination && ofSource) {
            next = source;
            urlIsNext = false;
            readComment(line);
        }
    }

    private void readUrl(String line) {
        beginIfFirst();
        next.place = placeOf(line);
        urlIsNext = false;
        if (next == source) {
            next = destination;
            return;
        }
        next = source;
        if (source.place.isPresent() && destination.place.isPresent()) {
            draft.add(
                    new WorkItem.Transfer(
                            new ListPosition(item, itemLine),
                            List.of(source.place.get()),
                            destination.place.get(),
                            TransferTerms.PLAIN));
        }
    }

    private Optional<Place> placeOf(String line) {
        try {
            var url = draft.url(line);
            if (next.site.isPresent()) {
                return next.site.map(site -> new Place(url, site));
            }
            if (!next.labelMalformed) {
                defect(
                        next.name,
                        "the first "
                                + next.name
                                + " needs a comment before it that names its site");
            }
        } catch (MalformedUrlException e) {
            defect(next.name, "Unable to parse URL: the URL " + e.getMessage());
        }
        return Optional.empty();
    }

    private void defect(String field, String message) {
        draft.defect(new ListPosition(item, lines.number()), field, message);
    }
}
