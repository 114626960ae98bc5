package transfer.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import transfer.checksum.Checksum;

/**
 * Lines of receipts as text: one JSON object each, in ASCII, so that no tool on the way can change
 * a byte of it by changing its encoding. Bytes of names that are not UTF-8 are escapes of lone
 * surrogates, see {@link transfer.protocol.ByteText}.
 */
final class ReceiptText {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ReceiptText() {}

    /** Writes the fields that a kind of line has besides those that all have. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** The line with its end. */
    static byte[] line(int number, String previous, ReceiptKind kind, Fields fields) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("n", number);
            json.writeStringField("previous", previous);
            json.writeStringField("kind", kind.word());
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string takes everything", e);
        }
        return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }

    static void writeAuthor(JsonGenerator json, Author author) throws IOException {
        json.writeStringField("program", author.program());
        json.writeStringField("user", author.user());
        json.writeStringField("host", author.host());
    }

    static void write(JsonGenerator json, Receipt receipt) throws IOException {
        json.writeNumberField("item", receipt.item());
        if (!receipt.lfn().isEmpty()) {
            json.writeStringField("lfn", receipt.lfn());
        }
        json.writeStringField("source", receipt.source());
        if (receipt.address().isPresent()) {
            json.writeStringField("address", receipt.address().get());
        }
        json.writeStringField("destination", receipt.destination());
        json.writeStringField("form", receipt.form().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("size", receipt.size());
        json.writeObjectFieldStart("digests");
        for (Checksum digest : receipt.digests()) {
            json.writeStringField(digest.algorithm().fieldName(), digest.hex());
        }
        json.writeEndObject();
        json.writeStringField("verdict", receipt.verdict());
        if (!receipt.reason().isEmpty()) {
            json.writeStringField(
                    receipt.verdict().equals("verified") ? "evidence" : "reason", receipt.reason());
        }
        json.writeStringField("started", receipt.started().toString());
        json.writeStringField("ended", receipt.ended().toString());
        json.writeNumberField("attempts", receipt.attempts());
        writeAuthor(json, receipt.author());
    }
}
