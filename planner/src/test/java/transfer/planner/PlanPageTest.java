package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class PlanPageTest {
    private static final String HOSTILE =
            "</script><script>alert(1)</script><!--]]>'\"&amp;\\u2028\u2028é\uD83D\uDE00";

    @TempDir Path directory;

    private static String page(Simulation simulation) throws IOException {
        StringWriter page = new StringWriter();
        simulation.writePage(page);
        return page.toString();
    }

    /** Strict: a page that is well-formed XML leaves no browser anything to guess. */
    private static Document parsed(String page)
            throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static Element byId(Document page, String tag, String id) {
        NodeList all = page.getElementsByTagName(tag);
        for (int i = 0; i < all.getLength(); i++) {
            if (((Element) all.item(i)).getAttribute("id").equals(id)) {
                return (Element) all.item(i);
            }
        }
        throw new AssertionError("no " + tag + " " + id);
    }

    private static Object json(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            Object value = value(parser, parser.nextToken());
            assertNull(parser.nextToken());
            return value;
        }
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    object.put(name, value(parser, parser.nextToken()));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                for (JsonToken next = parser.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = parser.nextToken()) {
                    array.add(value(parser, next));
                }
                return array;
            }
            default -> {
                return parser.getText();
            }
        }
    }

    private SizedWorkflow hostile() {
        return new SizedWorkflow(directory)
                .input(HOSTILE, "https://me:geheim@data/x?token=geheim&n=1")
                .job("A", "", "in " + HOSTILE + " ?", "final out 30");
    }

    @Test
    void hostileNamesStayText() throws Exception {
        String page = page(hostile().simulate());
        assertEquals(3, page.split("<script", -1).length - 1);
        assertEquals(3, page.split("</script", -1).length - 1);
        assertTrue(page.chars().allMatch(c -> c < 0x7F));
        Document document = parsed(page);
        Map<?, ?> plan = (Map<?, ?>) json(byId(document, "script", "plan").getTextContent());
        assertEquals(List.of(HOSTILE), ((Map<?, ?>) plan.get("unknown")).get("names"));
    }

    @Test
    void everyNodeHasItsListOnALineOfItsOwn() throws Exception {
        Simulation simulation = hostile().simulate();
        Document document = parsed(page(simulation));
        Map<?, ?> plan = (Map<?, ?>) json(byId(document, "script", "plan").getTextContent());
        List<?> nodes = (List<?>) plan.get("nodes");
        assertEquals(simulation.plan().size(), nodes.size());
        String[] lists = byId(document, "script", "lists").getTextContent().strip().split("\n");
        assertEquals(nodes.size(), lists.length);
        for (int i = 0; i < lists.length; i++) {
            Map<?, ?> node = (Map<?, ?>) nodes.get(i);
            Map<?, ?> list = (Map<?, ?>) json(lists[i]);
            assertTrue(list.containsKey("priority"));
            for (Object parent : (List<?>) node.get("p")) {
                assertTrue(Integer.parseInt((String) parent) < i);
            }
            if (node.get("k").equals("stage-in")) {
                Map<?, ?> entry = (Map<?, ?>) ((List<?>) list.get("entries")).getFirst();
                assertEquals(HOSTILE, entry.get("lfn"));
                assertEquals("true", entry.get("unknown"));
            }
            if (node.get("k").equals("compute")) {
                assertEquals("--of A", list.get("arguments"));
                assertEquals("/bin/true", list.get("program"));
            }
        }
    }

    @Test
    void secretsOfUrlsAreNotInThePage() throws Exception {
        String page = page(hostile().simulate());
        assertFalse(page.contains("geheim"));
        assertTrue(page.contains("https://me:***@data/x?token=***\\u0026n=1"));
    }

    @Test
    void urlsAreShownWithoutSecrets() {
        assertEquals("s3://key@host/b/k", ShownUrl.of("s3://key@host/b/k"));
        assertEquals("s3://key:***@host/b/k", ShownUrl.of("s3://key:a:b@host/b/k"));
        assertEquals(
                "https://***@host/x", ShownUrl.of("https://abcdefghijklmnopqrstuvwx0123@host/x"));
        assertEquals(
                "https://host/x?X-Amz-Signature=***&b=1",
                ShownUrl.of("https://host/x?X-Amz-Signature=0f0f&b=1"));
        assertEquals("file:///a:b@c/d", ShownUrl.of("file:///a:b@c/d"));
    }

    @Test
    void onlyTheScriptAndStyleOfThePageMayRun() throws Exception {
        String page = page(SizedWorkflow.chain(directory).simulate());
        Matcher policy =
                Pattern.compile(
                                "default-src 'none'; style-src '(.*?)'; script-src '(.*?)'; base-uri 'none'; form-action 'none'")
                        .matcher(page);
        assertTrue(policy.find());
        assertEquals(policy.group(1), hash(between(page, "<style>", "</style>")));
        assertEquals(policy.group(2), hash(between(page, "<script>", "</script>")));
        assertFalse(Pattern.compile("(src|href)\\s*=|@import|url\\(").matcher(page).find());
        assertFalse(Pattern.compile("innerHTML|document\\.write|eval\\(").matcher(page).find());
    }

    private static String between(String page, String start, String end) {
        int begin = page.indexOf(start) + start.length();
        return page.substring(begin, page.indexOf(end, begin));
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void peakCurveGoesUpAndDown() throws Exception {
        Document document = parsed(page(SizedWorkflow.chain(directory).simulate()));
        Map<?, ?> plan = (Map<?, ?>) json(byId(document, "script", "plan").getTextContent());
        Map<?, ?> use = (Map<?, ?>) ((List<?>) plan.get("scratch")).getFirst();
        List<String> bytes =
                ((List<?>) use.get("curve"))
                        .stream().map(point -> (String) ((List<?>) point).getLast()).toList();
        assertTrue(bytes.contains("6000"), bytes.toString());
        assertEquals("0", bytes.getLast());
    }

    @Test
    void aboveTenThousandJobsOnlyLevelsAreShown() throws Exception {
        SizedWorkflow workflow = new SizedWorkflow(directory).cleanup(PlanRequest.Cleanup.NONE);
        for (int i = 0; i < 10_000; i++) {
            workflow.job("J" + i, "", "final f" + i + " 1");
        }
        String page = page(workflow.setting("pegasus.register", "false").simulate());
        Document document = parsed(page);
        Map<?, ?> plan = (Map<?, ?>) json(byId(document, "script", "plan").getTextContent());
        assertTrue(plan.get("aggregated").toString().contains("this one shows levels only"));
        assertFalse(plan.containsKey("nodes"));
        assertEquals("", byId(document, "script", "lists").getTextContent().strip());
        assertTrue(page.length() < 100_000);
    }

    @Test
    void bytesThatAreNoTextStayEscapes() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = MarkupEscapes.generator(text)) {
            json.writeString("a\uDC80<>&'\u2029");
        }
        assertEquals("\"a\\uDC80\\u003C\\u003E\\u0026\\u0027\\u2029\"", text.toString());
    }

    @Test
    void titleIsText() throws Exception {
        SizedWorkflow workflow = SizedWorkflow.chain(directory).named("<b>&\"é\u0085x");
        Document document = parsed(page(workflow.simulate()));
        assertEquals("<b>&\"é?x", document.getElementsByTagName("title").item(0).getTextContent());
    }

    @Test
    void recordedPlansMakePages() throws Exception {
        for (String name :
                List.of(
                        "17-container-docker-file",
                        "26-exec-staging-sharedfs",
                        "40-checkpoint",
                        "41-worker-package-sharedfs",
                        "44-metadata-checksum-registration")) {
            Path each = Path.of("src/test/resources/cases").resolve(name);
            Plan plan =
                    PlannerCase.plan(each, Files.createDirectory(directory.resolve(name))).plan();
            Document document = parsed(page(Simulation.of(plan)));
            assertEquals(
                    plan.size(),
                    byId(document, "script", "lists").getTextContent().strip().split("\n").length);
        }
    }
}
