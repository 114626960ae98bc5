package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A document as programs write it gives the events that a parser for all of YAML finds in it. */
class BlockEventsTest {
    private static final LoadSettings SETTINGS = LoadSettings.builder().setUseMarks(true).build();

    private static final String WORKFLOW =
            """
            x-pegasus:
              apiLang: python
              createdBy: 'some one'
            pegasus: "5.0"
            name: bench
            jobs:
            - type: job
              name: work
              id: work_1
              arguments:
              - -i
              - in put.txt
              - http://host/a#b
              nothing:
              empty: []
              profiles:
                env:
                  A.b-c_d: '1'
              uses:
                - lfn: in.txt
                  type: input
                - lfn: out.txt
                  type:    output
                  metadata: {}
            - type: job
              id: work_2
            jobDependencies:
              - id: work_1
                children:
                - work_2
              - id: work_2
            last: one
            """;

    private static final String[] ODD = {
        "",
        " ",
        "#",
        " # a",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "&a ",
        "*a",
        "!t ",
        "|",
        ">",
        "'",
        "\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\t",
        "%",
        "@",
        "---",
        "...",
        "\n",
        "\n\n",
        "\u00e9",
        "\\n",
        "~",
        "  ",
        "a: b",
        "\n- x: y",
        "\n  z: 1",
        "\nq: r",
        "\r",
        "\ufeff",
        "x",
        "''",
        "- - ",
        "\n---\n",
    };

    private int handedOver;

    private Iterator<Event> events(Reader text) {
        return new BlockEvents(
                text,
                rest -> {
                    handedOver++;
                    return new Parse(SETTINGS).parseReader(rest);
                });
    }

    /** All events, and what ended them. */
    private static List<String> told(Iterator<Event> events) {
        List<String> told = new ArrayList<>();
        try {
            while (events.hasNext()) {
                told.add(told(events.next()));
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine()).orElse(-1);
            told.add(e.getProblem() + " in line " + line);
        } catch (YamlEngineException e) {
            told.add(e.getMessage());
        }
        return told;
    }

    private static String told(Event event) {
        String text = event.getEventId().toString();
        if (event instanceof NodeEvent node) {
            text += " " + node.getAnchor();
        }
        if (event instanceof ScalarEvent scalar) {
            text += " " + scalar.getScalarStyle() + " " + scalar.getValue();
        }
        boolean isCounted =
                switch (event.getEventId()) {
                    case Scalar, MappingStart, SequenceStart, Alias -> true;
                    default -> false;
                };
        return isCounted
                ? text + " in line " + event.getStartMark().map(Mark::getLine).orElse(-1)
                : text;
    }

    /** But for the first mapping, which has no line of its own. */
    private static List<String> placeless(List<String> told) {
        List<String> same = new ArrayList<>(told);
        if (same.size() > 2 && same.get(2).startsWith("MappingStart")) {
            same.set(2, "MappingStart");
        }
        return same;
    }

    private void compare(String text) {
        Iterator<Event> usual = new Parse(SETTINGS).parseReader(new StringReader(text)).iterator();
        List<String> wanted = told(usual);
        assertEquals(
                placeless(wanted), placeless(told(events(new StringReader(text)))), () -> text);
    }

    @Test
    void documentOfAProgramIsNeverHandedOver() {
        compare(WORKFLOW);
        assertEquals(0, handedOver);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "# nothing\n",
                "- a\n",
                "a",
                "a: b",
                "a:\n",
                "a:\n- b\n- c: d\n  e:\n  - f\ng: h\n",
                "a:\n- b\n # c\n- d\n",
                "a:\n- b\nc\n",
                "a: b\n  c\n",
                "a: b\n\nc: d\n",
                "a: b\n--- \nc: d\n",
                "a: b\n...\n",
                "a: &x b\nc: *x\n",
                "a:\n- b: c\n  d: |\n    e\n- f\n",
                "a:\n- b: c\n   d: e\n",
                "a:\n- b\n  c\n- d\n",
                "a:\n- - b\n  - c\n",
                "a:\n-\n  b: c\n",
                "a:\n - b: c\n - d\ne: f\n",
                "a:\n  b: c\n d: e\n",
                "a:\n  b: c\n  - d\n",
                "a:\n  - b\n c: d\n",
                "a: 'b\n  c'\n",
                "a: 'b''c'\nd: \"e\\tf\"\n",
                "a: b: c\n",
                "a: b #c\n",
                "a : b\n",
                "a:\tb\n",
                "a: [b, c]\nd: {e: f}\n",
                "a: b\u00e4\n",
                "a:\n- b\n- \u00e4\n- c\n",
                "1: b\nc: d\n",
                "a: 'b' c\n",
                "a: ''\nb: \"\"\n",
                "a: b\r\nc: d\r\n",
            })
    void whatIsNotUnderstoodIsReadByTheOtherParser(String text) {
        compare(text);
    }

    @Test
    void noChangeOfTheTextMakesADifference() {
        Random random = new Random(7);
        for (int round = 0; round < 4_000; round++) {
            StringBuilder text = new StringBuilder(WORKFLOW);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int at = random.nextInt(text.length());
                int gone = random.nextInt(4) == 0 ? random.nextInt(6) : 0;
                text.replace(
                        at, Math.min(text.length(), at + gone), ODD[random.nextInt(ODD.length)]);
            }
            compare(text.toString());
        }
        assertTrue(handedOver > 1_000, "handed over " + handedOver);
        assertTrue(handedOver < 4_000, "handed over " + handedOver);
    }

    @Test
    void lineThatIsTooLongIsHandedOver() {
        compare("a: b\nc: " + "d".repeat(70_000) + "\ne: f\n");
        compare("a:\n- b\n- " + "d".repeat(70_000) + "\n- e\n");
        assertEquals(2, handedOver);
    }

    /** Ten thousand would be more than a thread's stack takes. */
    @Test
    void whatIsNestedVeryDeepIsHandedOver() {
        StringBuilder mappings = new StringBuilder();
        StringBuilder lists = new StringBuilder("a:\n");
        for (int depth = 0; depth < 250; depth++) {
            mappings.append(" ".repeat(depth)).append("a:\n");
            lists.append("  ".repeat(depth)).append("- a:\n");
        }
        compare("a: b\n" + mappings + "c: d\n");
        compare(lists + "c: d\n");
        assertEquals(2, handedOver);
    }

    @Test
    void documentLongerThanWhatIsReadAtOnceComesWhole() {
        compare("jobs:\n" + "- name: work\n  uses:\n  - in\n".repeat(10_000) + "last: one\n");
        assertEquals(0, handedOver);
    }

    @Test
    void textThatCannotBeReadEndsTheEvents() {
        Reader broken =
                new Reader() {
                    @Override
                    public int read(char[] buffer, int offset, int length) throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public void close() {}
                };
        YamlEngineException e =
                assertThrows(YamlEngineException.class, () -> events(broken).hasNext());
        assertEquals("gone", e.getCause().getMessage());
    }

    @Test
    void nothingComesBehindTheLastEvent() {
        Iterator<Event> events = events(new StringReader("a: b\n"));
        events.forEachRemaining(any -> {});
        assertFalse(events.hasNext());
        assertThrows(NoSuchElementException.class, events::next);
    }
}
