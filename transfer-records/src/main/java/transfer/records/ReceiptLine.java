package transfer.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

/**
 * A line of receipts as it was read, before anybody knows whether it is genuine. Fields that it
 * knows nothing of are of a later version and count for nothing here.
 */
final class ReceiptLine {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Map<String, String> fields = new HashMap<>();
    private final List<Checksum> digests = new ArrayList<>();

    private ReceiptLine() {}

    /**
     * Reads a line without its end.
     *
     * @return empty when it is no line of receipts
     */
    static Optional<ReceiptLine> read(byte[] text) {
        ReceiptLine line = new ReceiptLine();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    line.fields.put(name, parser.getText());
                } else if (name.equals("digests")
                        && parser.currentToken() == JsonToken.START_OBJECT) {
                    line.readDigests(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return parser.nextToken() == null ? Optional.of(line) : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void readDigests(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Optional<DigestAlgorithm> algorithm = DigestAlgorithm.named(parser.currentName());
            parser.nextToken();
            if (algorithm.isPresent()) {
                digests.add(new Checksum(algorithm.get(), parser.getText()));
            }
            parser.skipChildren();
        }
    }

    /** Empty when the line has no such field. */
    String text(String field) {
        return fields.getOrDefault(field, "");
    }

    /** -1 when the line has no such field, or it is no number. */
    long number(String field) {
        String text = text(field);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    Optional<ReceiptKind> kind() {
        return ReceiptKind.of(text("kind"));
    }

    /** The receipt that a line about a file is; empty when something is missing from it. */
    Optional<Receipt> receipt() {
        try {
            if (text("destination").isEmpty() || number("size") < 0) {
                return Optional.empty();
            }
            String address = text("address");
            String reason = text("evidence");
            return Optional.of(
                    new Receipt(
                            (int) number("n"),
                            (int) number("item"),
                            text("lfn"),
                            text("source"),
                            address.isEmpty() ? Optional.empty() : Optional.of(address),
                            text("destination"),
                            Receipt.Form.valueOf(text("form").toUpperCase(Locale.ROOT)),
                            number("size"),
                            digests,
                            text("verdict"),
                            reason.isEmpty() ? text("reason") : reason,
                            Instant.parse(text("started")),
                            Instant.parse(text("ended")),
                            (int) number("attempts"),
                            new Author(text("program"), text("user"), text("host"))));
        } catch (IllegalArgumentException | DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
