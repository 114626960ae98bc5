package transfer.planner;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A plan as one page of HTML that needs nothing but itself: the plan as JSON, and a style and a
 * script of ours to draw it. A policy in the page lets a browser run these two and nothing else,
 * and load nothing (W3C, "Content Security Policy Level 3", 2.3.1, hash sources).
 */
final class PlanPage {
    private static final int MOST_NODES = 10_000;
    private static final int MOST_POINTS = 600;
    private static final int MOST_NAMES = 1_000;

    private final Simulation simulation;
    private final List<PlanNode> nodes;

    PlanPage(Simulation simulation) {
        this.simulation = simulation;
        this.nodes = simulation.plan().inOrder();
    }

    void write(Writer out) throws IOException {
        String style = resource("plan.css");
        String script = resource("plan.js");
        String page = resource("plan.html");
        int done = 0;
        for (int mark = page.indexOf("{{"); mark >= 0; mark = page.indexOf("{{", done)) {
            int end = page.indexOf("}}", mark);
            out.write(page, done, mark - done);
            switch (page.substring(mark + 2, end)) {
                case "title" -> out.write(escaped(simulation.plan().workflow().name()));
                case "style" -> out.write(style);
                case "style-hash" -> out.write(hash(style));
                case "script" -> out.write(script);
                case "script-hash" -> out.write(hash(script));
                case "plan" -> plan(out);
                case "lists" -> lists(out);
                default -> throw new IllegalStateException("the page has an unknown mark");
            }
            done = end + 2;
        }
        out.write(page, done, page.length() - done);
    }

    private boolean isWhole() {
        return nodes.size() <= MOST_NODES;
    }

    private static String resource(String name) throws IOException {
        try (InputStream input = PlanPage.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(input.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.US_ASCII));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As text in HTML, in US-ASCII; what no page may hold becomes a question mark. */
    private static String escaped(String text) {
        return text.codePoints()
                .mapToObj(c -> {
                    boolean isNone =
                            Character.isISOControl(c)
                                    || (c >= Character.MIN_SURROGATE
                                            && c <= Character.MAX_SURROGATE)
                                    || (c & 0xFFFE) == 0xFFFE;
                    boolean isPlain = c < 0x7F && "<>&\"'".indexOf(c) < 0;
                    return isNone ? "?" : isPlain ? Character.toString(c) : "&#" + c + ";";
                })
                .collect(Collectors.joining());
    }

    private void plan(Writer out) throws IOException {
        try (JsonGenerator json = MarkupEscapes.generator(out)) {
            json.writeStartObject();
            SimulationJson.fields(simulation, this::curve, json);
            json.writeObjectFieldStart("unknown");
            json.writeNumberField("count", simulation.unknownFiles().size());
            json.writeArrayFieldStart("names");
            for (String name : simulation.unknownFiles().stream().limit(MOST_NAMES).toList()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
            if (isWhole()) {
                nodes(json);
            } else {
                json.writeStringField(
                        "aggregated",
                        "The plan has "
                                + nodes.size()
                                + " jobs. A page shows single jobs and their lists up to "
                                + MOST_NODES
                                + "; this one shows levels only.");
            }
            json.writeEndObject();
        }
    }

    private void nodes(JsonGenerator json) throws IOException {
        Map<PlanNode, Integer> numbers = new HashMap<>();
        nodes.forEach(node -> numbers.put(node, numbers.size()));
        json.writeArrayFieldStart("nodes");
        for (PlanNode node : nodes) {
            json.writeStartObject();
            json.writeStringField("n", node.name());
            json.writeStringField("k", NodeKind.of(node).word());
            json.writeNumberField("l", simulation.levels().of(node));
            json.writeArrayFieldStart("p");
            for (PlanNode parent : node.parents()) {
                json.writeNumber(numbers.get(parent));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** One line for each node, so that a browser need not read all for one of them. */
    private void lists(Writer out) throws IOException {
        if (!isWhole()) {
            return;
        }
        PageList list = new PageList(simulation);
        for (PlanNode node : nodes) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json = MarkupEscapes.generator(line)) {
                list.write(node, json);
            }
            out.write(line.toString());
            out.write('\n');
        }
    }

    /** So many points as a screen can show: of those between two of them the highest. */
    private void curve(ScratchUse use, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("curve");
        List<ScratchUse.Point> curve = use.curve();
        int group = Math.max(1, Math.ceilDiv(curve.size(), MOST_POINTS));
        for (int i = 0; i < curve.size(); i += group) {
            ScratchUse.Point highest = curve.get(i);
            for (ScratchUse.Point point : curve.subList(i, Math.min(curve.size(), i + group))) {
                highest = point.bytes() > highest.bytes() ? point : highest;
            }
            json.writeStartArray();
            json.writeNumber(highest.step());
            json.writeNumber(highest.bytes());
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
