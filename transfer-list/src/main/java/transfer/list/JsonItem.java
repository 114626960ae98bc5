package transfer.list;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.engine.Defect;
import transfer.engine.ListPosition;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.protocol.Place;

/**
 * One object of a JSON list. Its fields come in any order, {@code type} perhaps last, so they are
 * all read before it is known which of them count.
 */
final class JsonItem {
    private static final String SOURCES = "src_urls";
    private static final String DESTINATIONS = "dest_urls";
    private static final String TARGET = "target";

    private final JsonCursor at;
    private final ListDraft draft;
    private final int line;

    private String type = "";
    private String typeKind = "";
    private List<JsonPlace> sources;
    private List<JsonPlace> destinations;
    private JsonPlace target;
    private String lfn = "";
    private String linkage = TransferTerms.PLAIN.linkage();
    private boolean generateChecksum;
    private boolean verifyStored;
    private boolean sourceMustExist = true;

    /** Begins at the object's opening brace. */
    JsonItem(JsonCursor at, ListDraft draft) {
        this.at = at;
        this.draft = draft;
        this.line = at.line();
    }

    /** Reads to the closing brace and hands the draft an item, or what is wrong with it. */
    void read() throws IOException {
        while (at.nextBefore(JsonToken.END_OBJECT)) {
            readField(at.nameThenValue());
        }
        switch (type) {
            case "transfer" -> addTransfer();
            case "symlink" -> {
                if (destinations != null) {
                    destinations.forEach(place -> place.makeLink(at));
                }
                addTransfer();
            }
            case "mkdir", "remove" -> addChange();
            default -> {
                at.defect(line, "type", "Unknown JSON entry: " + typeProblem());
                at.defects().forEach(draft::add);
            }
        }
    }

    private String typeProblem() {
        if (typeKind.isEmpty()) {
            return "it has no 'type'";
        }
        return (typeKind.equals("a string")
                        ? "the type '" + type + "'"
                        : "a type that is " + typeKind)
                + " is none of transfer, mkdir, remove, symlink";
    }

    private void readField(String name) throws IOException {
        switch (name) {
            case "type" -> readType();
            case SOURCES -> sources = readPlaces(SOURCES);
            case DESTINATIONS -> destinations = readPlaces(DESTINATIONS);
            case TARGET -> target = JsonPlace.read(at, draft, TARGET);
            case "lfn" -> lfn = readText("lfn", "");
            case "linkage" -> linkage = shared(readText("linkage", linkage));
            case "generate_checksum" -> generateChecksum = at.truth();
            case "verify_checksum_remote" -> verifyStored = at.truth();
            case "verify_symlink_source" -> sourceMustExist = at.truth();
            default -> at.skip();
        }
    }

    private void readType() throws IOException {
        typeKind = at.kind();
        if (at.token() == JsonToken.STRING) {
            type = at.scalar();
        } else {
            type = "";
            at.skip();
        }
    }

    private String readText(String name, String otherwise) throws IOException {
        return at.token() == JsonToken.NULL ? otherwise : at.text(name, name);
    }

    /** The same text, as one object for the whole list where it is one of the usual ones. */
    private static String shared(String linkage) {
        return switch (linkage) {
            case "input" -> "input";
            case "output" -> "output";
            case "inout" -> "inout";
            case "none" -> "none";
            default -> linkage;
        };
    }

    private List<JsonPlace> readPlaces(String name) throws IOException {
        List<JsonPlace> places = new ArrayList<>(2);
        if (at.token() != JsonToken.START_ARRAY) {
            at.defect(name, "'" + name + "' must be an array, and is " + at.kind());
            at.skip();
            return places;
        }
        int arrayLine = at.line();
        while (at.nextBefore(JsonToken.END_ARRAY)) {
            places.add(JsonPlace.read(at, draft, fieldOf(name, places.size())));
        }
        if (places.isEmpty()) {
            at.defect(arrayLine, name, "'" + name + "' is empty");
        }
        return places;
    }

    /** Without a new text for the usual few, of which a long list has millions. */
    private static String fieldOf(String name, int index) {
        boolean source = name.equals(SOURCES);
        return switch (index) {
            case 0 -> source ? "src_urls[0]" : "dest_urls[0]";
            case 1 -> source ? "src_urls[1]" : "dest_urls[1]";
            default -> name + "[" + index + "]";
        };
    }

    private void addTransfer() {
        checkSeen(sources != null, SOURCES);
        checkSeen(destinations != null, DESTINATIONS);
        if (reportDefects(false)) {
            return;
        }
        sources.sort(JsonPlace.BY_PREFERENCE);
        destinations.sort(JsonPlace.BY_PREFERENCE);
        List<Place> places = new ArrayList<>(sources.size());
        for (JsonPlace source : sources) {
            places.add(source.place());
        }
        draft.add(
                new WorkItem.Transfer(
                        position(), places, destinations.getFirst().place(), terms()));
    }

    private TransferTerms terms() {
        return new TransferTerms(
                lfn, linkage, generateChecksum, verifyStored, sourceMustExist, Optional.empty());
    }

    private void addChange() {
        checkSeen(target != null, TARGET);
        if (reportDefects(true)) {
            return;
        }
        draft.add(
                type.equals("mkdir")
                        ? new WorkItem.MakeDirectory(position(), target.place())
                        : new WorkItem.Remove(position(), target.place(), target.recursive()));
    }

    private ListPosition position() {
        return new ListPosition(at.item(), line);
    }

    private void checkSeen(boolean seen, String name) {
        if (!seen) {
            at.defect(line, name, "'" + name + "' is missing");
        }
    }

    /** Passes on the defects of those fields that count for the type; false when there are none. */
    private boolean reportDefects(boolean ofTarget) {
        boolean any = false;
        for (Defect defect : at.defects()) {
            if (defect.field().startsWith(TARGET) == ofTarget) {
                draft.add(defect);
                any = true;
            }
        }
        return any;
    }
}
