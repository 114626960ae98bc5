package transfer.planner;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;

/** A simulation as one JSON object: bytes and seconds are numbers. */
final class SimulationJson {
    private SimulationJson() {}

    static void write(Simulation simulation, Writer out) throws IOException {
        try (JsonGenerator json = MarkupEscapes.generator(out)) {
            json.writeStartObject();
            fields(simulation, (use, more) -> {}, json);
            json.writeArrayFieldStart("files_of_unknown_size");
            for (String lfn : simulation.unknownFiles()) {
                json.writeString(lfn);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.write('\n');
    }

    /** More of a scratch directory than every program asks for. */
    @FunctionalInterface
    interface ScratchFields {
        void write(ScratchUse use, JsonGenerator json) throws IOException;
    }

    /** All but the names of single files. */
    static void fields(Simulation simulation, ScratchFields fields, JsonGenerator json)
            throws IOException {
        json.writeStringField("workflow", simulation.plan().workflow().name());
        json.writeNumberField("jobs", simulation.plan().size());
        kinds(simulation.kinds(), json);
        assumed(simulation.rates(), json);
        links(simulation.traffic(), json);
        json.writeArrayFieldStart("scratch");
        for (ScratchUse use : simulation.scratches()) {
            scratch(use, fields, json);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("seconds");
        json.writeNumberField("low", simulation.low());
        json.writeNumberField("high", simulation.high());
        json.writeNumberField("jobs_of_unknown_duration", simulation.unknownJobs());
        json.writeEndObject();
        json.writeArrayFieldStart("levels");
        for (LevelEstimate level : simulation.estimates()) {
            json.writeStartObject();
            json.writeNumberField("level", level.level());
            json.writeNumberField("jobs", level.jobs());
            kinds(level.kinds(), json);
            json.writeNumberField("seconds_low", level.low());
            json.writeNumberField("seconds_high", level.high());
            json.writeNumberField("jobs_of_unknown_duration", level.unknownJobs());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void kinds(Map<NodeKind, Integer> kinds, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("kinds");
        for (Map.Entry<NodeKind, Integer> kind : kinds.entrySet()) {
            json.writeNumberField(kind.getKey().word(), kind.getValue());
        }
        json.writeEndObject();
    }

    private static void assumed(AssumedRates rates, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("assumed");
        json.writeNumberField("bytes_per_second", rates.bytesPerSecond());
        json.writeNumberField("seconds_per_file", rates.secondsPerFile());
        json.writeNumberField("seconds_per_job", rates.secondsPerJob());
        json.writeNumberField("bytes_of_unknown_file", rates.unknownBytes());
        json.writeEndObject();
    }

    private static void links(Traffic traffic, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("links");
        for (Map.Entry<Movement.Link, Amount> each : traffic.links().entrySet()) {
            Movement.Link link = each.getKey();
            json.writeStartObject();
            json.writeStringField("from", link.from());
            json.writeStringField("from_scheme", link.fromScheme());
            json.writeStringField("to", link.to());
            json.writeStringField("to_scheme", link.toScheme());
            amount(each.getValue(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sites");
        for (Map.Entry<String, Traffic.SiteTraffic> site : traffic.sites().entrySet()) {
            json.writeStartObject();
            json.writeStringField("site", site.getKey());
            amount("in", site.getValue().in(), json);
            amount("out", site.getValue().out(), json);
            amount("within", site.getValue().within(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void scratch(ScratchUse use, ScratchFields fields, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("site", use.site());
        json.writeStringField("directory", use.directory());
        if (use.limit().isPresent()) {
            json.writeNumberField("limit", use.limit().get());
        }
        peak("one_at_a_time", use, use.serial(), json);
        peak("level_at_a_time", use, use.level(), json);
        peak("without_clean_up", use, use.uncleaned(), json);
        fields.write(use, json);
        json.writeEndObject();
    }

    private static void peak(String name, ScratchUse use, ScratchUse.Peak peak, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart(name);
        amount(peak.amount(), json);
        Optional<PlanNode> node = peak.node();
        if (node.isPresent()) {
            json.writeStringField("node", node.get().name());
        }
        json.writeBooleanField("over_limit", use.isOver(peak));
        json.writeEndObject();
    }

    private static void amount(String name, Amount amount, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        amount(amount, json);
        json.writeEndObject();
    }

    static void amount(Amount amount, JsonGenerator json) throws IOException {
        json.writeNumberField("files", amount.files());
        json.writeNumberField("bytes", amount.bytes());
        json.writeNumberField("files_of_unknown_size", amount.unknown());
    }
}
