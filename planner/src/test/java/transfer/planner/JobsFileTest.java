package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan tells the engine that runs it on this machine. */
class JobsFileTest {
    @TempDir Path directory;
    private SubmitBench bench;
    private SubmitDirectory run;

    private List<Map<String, Object>> written(String name) throws Exception {
        bench = SubmitBench.ofCase(name, directory);
        return written();
    }

    private List<Map<String, Object>> written() throws IOException, PlanningException {
        run = bench.planner().write(Engine.LOCAL, bench.tools);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.directory().resolve(run.entry()))) {
            try (JsonParser json = new JsonFactory().createParser(line)) {
                json.nextToken();
                lines.add(object(json));
            }
        }
        return lines;
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> object = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            object.put(field, value(json));
        }
        return object;
    }

    private static Object value(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return object(json);
        }
        if (json.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(json));
            }
            return list;
        }
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? (Object) json.getIntValue()
                : json.getText();
    }

    private static Map<String, Object> job(List<Map<String, Object>> lines, String name) {
        return lines.stream()
                .filter(line -> name.equals(line.get("name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + lines));
    }

    @Test
    void theFirstLineIsAboutAllJobsAndParentsComeBeforeTheirChildren() throws Exception {
        List<Map<String, Object>> lines = written("01-diamond-sharedfs");

        assertEquals("diamond-0.jobs", run.entry());
        assertEquals(
                Map.of(
                        "version",
                        1,
                        "label",
                        "diamond-0",
                        "jobs",
                        lines.size() - 1,
                        "limits",
                        Map.of("cleanup", 4, "registration", 1, "stagein", 10, "stageout", 10)),
                lines.getFirst());
        assertEquals(run.jobs(), lines.size() - 1);
        Set<Object> before = new HashSet<>();
        for (Map<String, Object> line : lines.subList(1, lines.size())) {
            assertTrue(before.containsAll((List<?>) line.get("parents")), line::toString);
            before.add(line.get("name"));
        }
    }

    @Test
    void listsAreNamedWithWhereTheyAreAndWhatTheyCountFor() throws Exception {
        Map<String, Object> job = job(written("01-diamond-sharedfs"), "stage_in_local_cluster_0_0");

        assertEquals("list", job.get("kind"));
        assertEquals(List.of("/opt/ours/bin/pegasus-transfer", "--threads", "2"), job.get("argv"));
        Path input = Path.of((String) job.get("input"));
        assertTrue(Files.isRegularFile(input));
        assertEquals(input.toString().replaceAll("in$", "err"), job.get("stderr"));
        assertEquals("stagein", job.get("category"));
        assertEquals(1, job.get("retries"));
        assertEquals(700, job.get("priority"));
    }

    @Test
    void aJobInASharedDirectoryRunsItsProgramThere() throws Exception {
        Map<String, Object> job = job(written("01-diamond-sharedfs"), "preprocess_ID0001");

        assertEquals("compute", job.get("kind"));
        assertEquals(
                List.of("/opt/bin/preprocess", "-i", "f.a", "-o", "f.b1", "f.b2"), job.get("argv"));
        String work = "/shared/scratch/me/pegasus/diamond/run0001";
        assertEquals(work, job.get("directory"));
        assertEquals(work, ((Map<?, ?>) job.get("environment")).get("PEGASUS_SCRATCH_DIR"));
        assertEquals(1, job.get("cpus"));
        assertFalse(job.containsKey("category"));
        assertEquals(List.of(work + "/./f.b1", work + "/./f.b2"), job.get("outputs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"02-diamond-nonsharedfs", "03-diamond-condorio"})
    void aJobOnItsOwnNodeRunsItsScript(String name) throws Exception {
        Map<String, Object> job = job(written(name), "preprocess_ID0001");

        String script = run.directory() + "/00/00/preprocess_ID0001.sh";
        assertEquals(List.of(script), job.get("argv"));
        assertTrue(Files.isExecutable(Path.of(script)));
        assertEquals(run.directory().toString(), job.get("directory"));
        assertFalse(job.containsKey("outputs"), "others fetch what it sends");
    }

    @Test
    void whatOnlyHtcondorCanMoveIsRefused() throws Exception {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
        bench.replace("sites.yml", "scp://wfuser@data.example.org/", "osdf:///");

        PlanningException refused = assertThrows(PlanningException.class, this::written);

        assertTrue(refused.getMessage().contains("local cannot run it"), refused::getMessage);
        assertFalse(Files.exists(bench.base()));
    }

    @Test
    void processorsAreWhatTheProfileSays() throws Exception {
        bench = SubmitBench.ofCase("01-diamond-sharedfs", directory);
        bench.replace(
                "workflow.yml",
                "    id: ID0001\n    arguments",
                "    id: ID0001\n    profiles: {condor: {request_cpus: \"3\"}}\n    arguments");

        assertEquals(3, job(written(), "preprocess_ID0001").get("cpus"));
    }

    @Test
    void processorsThatAreNoNumberAreADefect() throws Exception {
        bench = SubmitBench.ofCase("01-diamond-sharedfs", directory);
        bench.replace(
                "workflow.yml",
                "    id: ID0001\n    arguments",
                "    id: ID0001\n    profiles: {condor: {request_cpus: many}}\n    arguments");

        PlanningException refused = assertThrows(PlanningException.class, this::written);

        assertTrue(refused.getMessage().contains("not 'many'"), refused::getMessage);
        assertFalse(Files.exists(bench.base()));
    }

    @Test
    void credentialsAreUsedWhereTheyAre() throws Exception {
        List<Map<String, Object>> lines = written("02-diamond-nonsharedfs");

        for (Map<String, Object> line : lines.subList(1, lines.size())) {
            if (line.get("environment") instanceof Map<?, ?> environment) {
                environment.forEach((variable, value) -> {
                    if (((String) variable).startsWith("SSH_PRIVATE_KEY_")) {
                        assertEquals(directory + "/.creds/id_wf", value);
                    }
                });
            }
        }
    }
}
