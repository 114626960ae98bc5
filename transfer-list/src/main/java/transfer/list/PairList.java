package transfer.list;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Site;
import transfer.engine.ListPosition;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.list.PairWords.Word;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;

/** A list with one item on each line: a pair, or something to make or to remove. */
final class PairList {
    private static final String SOURCE = "source";
    private static final String DESTINATION = "destination";
    private static final String TARGET = "target";
    private static final String CHECKSUM = "checksum";

    private final Lines lines;
    private final ListDraft draft;
    private int item;

    PairList(Lines lines, ListDraft draft) {
        this.lines = lines;
        this.draft = draft;
    }

    void read() throws IOException {
        while (lines.next()) {
            PairWords line = PairWords.of(lines.text());
            if (!line.problem().isEmpty()) {
                item++;
                defect("", line.problem());
            } else if (!line.words().isEmpty()) {
                item++;
                readItem(line.words());
            }
        }
    }

    private void readItem(List<Word> words) {
        Word first = words.getFirst();
        List<Word> rest = words.subList(1, words.size());
        if (first.says("mkdir")) {
            readMakeDirectory(rest);
        } else if (first.says("rm")) {
            readRemove(rest);
        } else if (first.says("ln")) {
            readLink(rest);
        } else {
            readPair(words);
        }
    }

    private void readMakeDirectory(List<Word> words) {
        if (words.size() != 1) {
            defect("", "must read 'mkdir URL'" + ifTooMany(words, 1));
            return;
        }
        place(words.getFirst(), TARGET)
                .ifPresent(target -> draft.add(new WorkItem.MakeDirectory(position(), target)));
    }

    private void readRemove(List<Word> words) {
        boolean recursive = !words.isEmpty() && words.getFirst().says("-r");
        List<Word> names = recursive ? words.subList(1, words.size()) : words;
        if (names.stream().anyMatch(name -> !name.quoted() && name.text().startsWith("-"))) {
            defect("", "rm knows no option but -r (write ./ before a name that begins with -)");
            return;
        }
        if (names.size() != 1) {
            defect("", "must read 'rm URL' or 'rm -r URL'" + ifTooMany(names, 1));
            return;
        }
        place(names.getFirst(), TARGET)
                .ifPresent(target -> draft.add(new WorkItem.Remove(position(), target, recursive)));
    }

    private void readLink(List<Word> words) {
        if (words.size() != 2) {
            defect("", "must read 'ln SRC DST'" + ifTooMany(words, 2));
            return;
        }
        Optional<Place> source = place(words.getFirst(), SOURCE);
        Optional<Place> link = place(words.getLast(), DESTINATION).flatMap(this::asLink);
        add(source, link, TransferTerms.PLAIN);
    }

    private Optional<Place> asLink(Place place) {
        return switch (place.url().scheme()) {
            case "file" -> Optional.of(new Place(place.url().withScheme("symlink"), place.site()));
            case "symlink" -> Optional.of(place);
            default -> {
                defect(DESTINATION, JsonPlace.noLinkAt(place.url()));
                yield Optional.empty();
            }
        };
    }

    private void readPair(List<Word> words) {
        if (words.size() > 3) {
            defect("", "must read 'SRC DST' or 'SRC DST sha256:HEX'" + ifTooMany(words, 3));
            return;
        }
        Optional<Place> source = place(words.getFirst(), SOURCE);
        if (words.size() == 1) {
            defect(DESTINATION, "there is no destination on the line");
            return;
        }
        Optional<Place> destination = place(words.get(1), DESTINATION);
        if (words.size() == 2) {
            add(source, destination, TransferTerms.PLAIN);
            return;
        }
        checksum(words.get(2).text())
                .map(checksum -> TransferTerms.PLAIN.withExpected(Optional.of(checksum)))
                .ifPresent(terms -> add(source, destination, terms));
    }

    private Optional<Checksum> checksum(String text) {
        int colon = text.indexOf(':');
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.named(text.substring(0, Math.max(0, colon)));
        if (algorithm.isEmpty()) {
            defect(
                    CHECKSUM,
                    "must be the expected digest, as sha256:HEX (names that hold blanks need"
                            + " quotes)");
            return Optional.empty();
        }
        try {
            return Optional.of(new Checksum(algorithm.get(), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            defect(CHECKSUM, "is no digest of its kind: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void add(Optional<Place> source, Optional<Place> target, TransferTerms terms) {
        if (source.isPresent() && target.isPresent()) {
            draft.add(
                    new WorkItem.Transfer(position(), List.of(source.get()), target.get(), terms));
        }
    }

    private Optional<Place> place(Word word, String field) {
        try {
            return Optional.of(new Place(draft.url(word.text()), Site.UNNAMED));
        } catch (MalformedUrlException e) {
            defect(field, "Unable to parse URL: the URL " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String ifTooMany(List<Word> words, int wanted) {
        return words.size() > wanted
                ? ", and has " + words.size() + " names (those that hold blanks need quotes)"
                : "";
    }

    private ListPosition position() {
        return new ListPosition(item, lines.number());
    }

    private void defect(String field, String message) {
        draft.defect(position(), field, message);
    }
}
