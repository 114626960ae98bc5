package transfer.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A diagnosis as JSON. */
record DiagnosisJson(JsonGenerator json) {

    void write(String name, Search.Outcome outcome) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("bad", outcome.all().bad());
        json.writeNumberField("transfers", outcome.all().transfers());
        json.writeNumberField("unexplained", outcome.unexplained());
        json.writeArrayFieldStart("findings");
        for (Finding finding : outcome.found()) {
            write(finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("dimension", finding.dimension().name().toLowerCase(Locale.ROOT));
        json.writeStringField("value", finding.value());
        if (finding.window().isPresent()) {
            Finding.Window window = finding.window().get();
            json.writeStringField("from", Instant.ofEpochMilli(window.from()).toString());
            json.writeStringField("to", Instant.ofEpochMilli(window.to()).toString());
            json.writeNumberField("window_s", window.millis() / 1e3);
        }
        json.writeNumberField("bad", finding.inside().bad());
        json.writeNumberField("transfers", finding.inside().transfers());
        json.writeNumberField("bad_elsewhere", finding.outside().bad());
        json.writeNumberField("transfers_elsewhere", finding.outside().transfers());
        json.writeNumberField("p", finding.p());
        json.writeNumberField("questions", finding.tests());
        write("same_transfers", finding.same());
        write("all_share", finding.all());
        json.writeObjectFieldStart("kinds");
        for (Map.Entry<String, Long> kind : finding.kinds().entrySet()) {
            json.writeNumberField(kind.getKey(), kind.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void write(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
