package transfer.planner;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the page tells of one node when somebody asks: its arguments and its list, as JSON. */
final class PageList {
    private final Simulation simulation;
    private final NodeSteps steps;

    PageList(Simulation simulation) {
        this.simulation = simulation;
        Plan plan = simulation.plan();
        this.steps = new NodeSteps(plan.inputs(), plan.directories(), plan.places());
    }

    void write(PlanNode node, JsonGenerator json) throws IOException {
        NodeTime time = simulation.time(node);
        json.writeStartObject();
        json.writeStringField("runs_at", node.runsAt());
        if (node.dataAt() != null) {
            json.writeStringField("data_at", node.dataAt());
        }
        json.writeNumberField("priority", node.priority());
        Optional<String> category = DagFile.category(node);
        if (category.isPresent()) {
            json.writeStringField("category", category.get());
        }
        json.writeNumberField("seconds_low", time.low());
        json.writeNumberField("seconds_high", time.high());
        json.writeBooleanField("unknown_duration", time.isUnknown());
        json.writeObjectFieldStart("moved");
        SimulationJson.amount(simulation.moved(node), json);
        json.writeEndObject();
        if (node.task() instanceof Task.Compute compute) {
            program(compute.job(), json);
        }
        json.writeArrayFieldStart("entries");
        entries(node, json);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void program(PlacedJob job, JsonGenerator json) throws IOException {
        json.writeStringField("program", job.executable().orElse(job.job().transformation()));
        json.writeStringField("arguments", job.job().arguments());
    }

    private void entries(PlanNode node, JsonGenerator json) throws IOException {
        switch (node.task()) {
            case Task.Transfer transfer -> transfers("", transfer.entries(), json);
            case Task.Compute compute -> compute(compute.job(), json);
            case Task.MakeDirectory directory ->
                    places("make the directory", directory.site(), List.of(directory.url()), json);
            case Task.Remove remove ->
                    places(
                            remove.recursive() ? "remove with all that is in it" : "remove",
                            remove.site(),
                            remove.urls(),
                            json);
            case Task.Register register -> {
                for (Task.Registration entry : register.entries()) {
                    begin(entry.lfn(), "note in the catalog", json);
                    target(entry.site(), entry.url(), json);
                    json.writeEndObject();
                }
            }
            case Task.Chmod chmod -> places("make executable", node.runsAt(), chmod.paths(), json);
            case Task.Unpack unpack -> {
                begin(unpack.archive(), "unpack", json);
                target(node.runsAt(), unpack.directory(), json);
                json.writeEndObject();
            }
            case Task.Join join -> {
                // does nothing
            }
        }
    }

    private void compute(PlacedJob job, JsonGenerator json) throws IOException {
        for (FileUse use : job.uses()) {
            begin(use.lfn(), use.kind().word(), json);
            size(use.lfn(), json);
            json.writeEndObject();
        }
        for (NodeStep step : steps.of(job)) {
            if (step instanceof NodeStep.Transfers transfers) {
                transfers(
                        switch (transfers.when()) {
                            case CONTAINER -> "image of the container";
                            case BEFORE -> "before the program";
                            case AFTER -> "after the program";
                        },
                        transfers.entries(),
                        json);
            }
        }
    }

    private void transfers(String what, List<TransferEntry> entries, JsonGenerator json)
            throws IOException {
        for (TransferEntry entry : entries) {
            begin(entry.lfn(), what, json);
            size(entry.lfn(), json);
            json.writeArrayFieldStart("from");
            for (TransferEntry.Source source : entry.sources()) {
                json.writeStartObject();
                json.writeStringField("site", source.site());
                json.writeStringField("url", ShownUrl.of(source.url()));
                OptionalInt priority = source.priority();
                if (priority.isPresent()) {
                    json.writeNumberField("priority", priority.getAsInt());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            target(entry.target().site(), entry.target().url(), json);
            json.writeEndObject();
        }
    }

    private void size(String lfn, JsonGenerator json) throws IOException {
        Amount size = simulation.size(lfn);
        json.writeNumberField("bytes", size.bytes());
        if (size.unknown() > 0) {
            json.writeBooleanField("unknown", true);
        }
    }

    private static void places(String what, String site, List<String> urls, JsonGenerator json)
            throws IOException {
        for (String url : urls) {
            json.writeStartObject();
            json.writeStringField("what", what);
            target(site, url, json);
            json.writeEndObject();
        }
    }

    private static void begin(String lfn, String what, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("lfn", lfn);
        if (!what.isEmpty()) {
            json.writeStringField("what", what);
        }
    }

    private static void target(String site, String url, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("to");
        json.writeStartObject();
        json.writeStringField("site", site);
        json.writeStringField("url", ShownUrl.of(url));
        json.writeEndObject();
        json.writeEndArray();
    }
}
