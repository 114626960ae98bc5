package transfer.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import transfer.engine.Defect;
import transfer.engine.ListPosition;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;

/**
 * What is left of a list after an earlier run of it, as that run's results file tells.
 *
 * @param again the items that are not known to be done, in the order of the list
 * @param changed numbers, rising, under which the results call something done that is not what the
 *     list has there now, or that the list does not have: the list was edited in between. Those
 *     that the list has are in {@code again}
 * @param defects lines that are no results; unless there are none, nothing else here is to be
 *     relied on
 */
public record FailedItems(List<WorkItem> again, List<Integer> changed, List<Defect> defects) {

    public FailedItems {
        again = WorkList.copyOf(again);
        changed = List.copyOf(changed);
        defects = List.copyOf(defects);
    }

    /**
     * Reads results: JSON objects, one a line, with at least {@code item}, the number in the list;
     * {@code outcome}, which is {@code done}, {@code failed} or {@code not-tried}; and {@code
     * fingerprint}, see {@link Fingerprint}. Of several lines for an item the last one counts; an
     * item without one is not done. A last line without an end that is cut off, as a crash leaves
     * it, is ignored.
     *
     * @param items a whole list, numbered from 1
     * @throws IOException when the results cannot be read
     */
    public static FailedItems read(InputStream results, List<WorkItem> items) throws IOException {
        ResultLines lines = new ResultLines(items);
        lines.read(new Lines(new ByteTextReader(results), 1));
        return lines.left(items);
    }

    private static final class ResultLines {
        private final JsonFactory factory = new JsonFactory();
        private final List<WorkItem> items;

        /** By its number, where an item stands among {@link #items}, from 1; 0 for none. */
        private final int[] byNumber;

        private final BitSet done = new BitSet();
        private final BitSet changed = new BitSet();
        private final List<Defect> defects = new ArrayList<>();
        private int line;

        ResultLines(List<WorkItem> items) {
            int highest = 0;
            for (WorkItem item : items) {
                highest = Math.max(highest, item.position().item());
            }
            this.items = items;
            byNumber = new int[highest + 1];
            for (int i = 0; i < items.size(); i++) {
                byNumber[items.get(i).position().item()] = i + 1;
            }
        }

        void read(Lines lines) throws IOException {
            while (lines.next()) {
                line = lines.number();
                try (JsonParser parser = factory.createParser(lines.text())) {
                    read(parser);
                } catch (JsonProcessingException e) {
                    if (lines.isWhole()) {
                        defect(0, "", "is not JSON: " + e.getOriginalMessage());
                    }
                }
            }
        }

        private void read(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                defect(0, "", "is no result, which is an object");
                return;
            }
            int number = 0;
            String outcome = "";
            String fingerprint = "";
            boolean ofItem = true;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "item" ->
                            number = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : 0;
                    case "outcome" -> outcome = parser.getText();
                    case "fingerprint" -> fingerprint = parser.getText();
                    case "type" -> ofItem = !"run".equals(parser.getText());
                    default -> {}
                }
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                defect(number, "", "has more than one object");
            } else if (ofItem) {
                take(number, outcome, fingerprint);
            }
        }

        private void take(int number, String outcome, String fingerprint) {
            if (number < 1) {
                defect(0, "item", "must be the number of an item; is this a file of results?");
                return;
            }
            switch (outcome) {
                case "done" -> {
                    boolean same =
                            number < byNumber.length
                                    && byNumber[number] > 0
                                    && Fingerprint.of(items.get(byNumber[number] - 1))
                                            .equals(fingerprint);
                    done.set(number, same);
                    changed.set(number, !same);
                }
                case "failed", "not-tried" -> {
                    done.clear(number);
                    changed.set(number, number >= byNumber.length);
                }
                default -> defect(number, "outcome", "must be done, failed or not-tried");
            }
        }

        private void defect(int item, String field, String message) {
            defects.add(new Defect(new ListPosition(item, line), field, message));
        }

        FailedItems left(List<WorkItem> items) {
            WorkList again = new WorkList();
            for (WorkItem item : items) {
                if (!done.get(item.position().item())) {
                    again.add(item);
                }
            }
            return new FailedItems(again.end(), changed.stream().boxed().toList(), defects);
        }
    }
}
