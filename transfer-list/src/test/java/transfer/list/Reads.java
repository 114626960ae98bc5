package transfer.list;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import transfer.engine.Defect;
import transfer.engine.WorkItem;
import transfer.protocol.ByteText;
import transfer.protocol.Place;

/** Reads lists that stand in a test. */
final class Reads {
    static final ListDialect STRICT = new ListDialect(Map.of("HOME", "/home/u", "AB", "x"), false);
    static final ListDialect AS_REFERENCE =
            new ListDialect(Map.of("HOME", "/home/u", "AB", "x"), true);

    private Reads() {}

    static TransferList list(String text) {
        return list(text, STRICT);
    }

    static TransferList list(String text, ListDialect dialect) {
        return list(ByteText.encode(text), dialect);
    }

    static TransferList list(byte[] bytes, ListDialect dialect) {
        try {
            return TransferList.read(new ByteArrayInputStream(bytes), dialect);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The items of a list that has nothing wrong with it. */
    static List<WorkItem> items(String text) {
        TransferList list = list(text);
        if (!list.defects().isEmpty()) {
            throw new AssertionError(list.defects().toString());
        }
        return list.items();
    }

    static WorkItem.Transfer transfer(String text) {
        return (WorkItem.Transfer) items(text).getFirst();
    }

    static List<String> defects(String text) {
        return list(text).defects().stream().map(Defect::toString).toList();
    }

    /** {@code SITE URL, SITE URL -> SITE URL} for transfers, {@code mkdir SITE URL} and so on. */
    static String shown(WorkItem item) {
        return switch (item) {
            case WorkItem.Transfer transfer ->
                    String.join(", ", transfer.sources().stream().map(Reads::shown).toList())
                            + " -> "
                            + shown(transfer.target());
            case WorkItem.MakeDirectory make -> "mkdir " + shown(make.target());
            case WorkItem.Remove remove ->
                    (remove.recursive() ? "rm -r " : "rm ") + shown(remove.target());
        };
    }

    static List<String> shown(TransferList list) {
        return list.items().stream().map(Reads::shown).toList();
    }

    private static String shown(Place place) {
        return (place.site().label() + " " + place.url().text()).strip();
    }
}
