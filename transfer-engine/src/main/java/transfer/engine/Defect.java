package transfer.engine;

/**
 * Something wrong with a list, found before anything moves.
 *
 * @param position where; item 0 when the defect is not inside an item
 * @param field the field's name as in the list ({@code src_urls[0].url}); empty when the whole item
 *     is meant
 * @param message what is wrong, in words that go after the place
 */
public record Defect(ListPosition position, String field, String message) {

    /** {@code line 12, item 3, field src_urls[0].url: …}, without the parts that are not known. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (position.line() > 0) {
            text.append("line ").append(position.line());
        }
        if (position.item() > 0) {
            text.append(text.isEmpty() ? "" : ", ").append("item ").append(position.item());
        }
        if (!field.isEmpty()) {
            text.append(text.isEmpty() ? "" : ", ").append("field ").append(field);
        }
        return text.append(text.isEmpty() ? "" : ": ").append(message).toString();
    }
}
