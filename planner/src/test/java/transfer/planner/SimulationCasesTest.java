package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every plan that is compared with the reference can also be simulated, and adds up. */
class SimulationCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> addsUp() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            return directories.sorted().toList().stream()
                    .map(each ->
                            DynamicTest.dynamicTest(
                                    each.getFileName().toString(), () -> simulate(each)));
        }
    }

    private void simulate(Path directory) throws IOException, PlanningException {
        Plan plan = PlannerCase.plan(directory, temporary).plan();
        Simulation simulation = Simulation.of(plan);
        assertEquals(
                plan.size(),
                simulation.kinds().values().stream().mapToInt(Integer::intValue).sum());
        assertEquals(
                plan.size(), simulation.estimates().stream().mapToInt(LevelEstimate::jobs).sum());
        assertEquals(plan.size(), SerialOrder.of(plan).size());
        assertTrue(simulation.low() <= simulation.high());
        for (ScratchUse use : simulation.scratches()) {
            assertFalse(use.serial().amount().isMoreThan(use.uncleaned().amount()), use.toString());
            assertFalse(use.level().amount().isMoreThan(use.uncleaned().amount()), use.toString());
        }
        StringWriter text = new StringWriter();
        simulation.writeText(text);
        assertTrue(text.toString().contains("Bytes per link"));
        StringWriter json = new StringWriter();
        simulation.writeJson(json);
        parse(json.toString());
    }

    private static void parse(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
        }
    }

    private Map<String, Long> links(String name) throws IOException, PlanningException {
        Map<String, Long> files = new TreeMap<>();
        Simulation.of(PlannerCase.plan(CASES.resolve(name), temporary).plan())
                .traffic()
                .links()
                .forEach((link, amount) ->
                        files.put(
                                link.from() + ">" + link.to() + " " + link.schemes(),
                                amount.files()));
        return files;
    }

    @Test
    void whatJobsFetchAndStoreThemselvesIsTraffic() throws Exception {
        assertEquals(
                Map.of(
                        "local>staging file → scp", 1L,
                        "staging>condorpool scp → file", 5L,
                        "condorpool>staging file → scp", 5L,
                        "staging>local scp → file", 1L),
                links("02-diamond-nonsharedfs"));
    }

    @Test
    void whatCondorCarriesIsTraffic() throws Exception {
        Map<String, Long> links = links("03-diamond-condorio");
        assertEquals(5L, links.get("local>condorpool condor"), links.toString());
        assertEquals(5L, links.get("condorpool>local condor"), links.toString());
    }

    @Test
    void whatAJobFetchesItselfComesFromWhereItLies() throws Exception {
        Path other = Files.createDirectory(temporary.resolve("21-bypass-with-size"));
        try (Stream<Path> files = Files.list(CASES.resolve("21-bypass-nonsharedfs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        Path replicas = other.resolve("replicas.yml");
        Files.writeString(
                replicas,
                Files.readString(replicas)
                        .replace("    checksum:", "    metadata: {size: \"300\"}\n    checksum:"));
        Traffic traffic =
                Simulation.of(PlannerCase.plan(other, temporary.resolve("planned")).plan())
                        .traffic();
        assertEquals(new Amount(1, 300, 0), traffic.sites().get("web").out());
    }

    @Test
    void whatIsOnlyLinkedHasNoBytes() throws Exception {
        Simulation simulation =
                Simulation.of(
                        PlannerCase.plan(CASES.resolve("19-symlink-sharedfs"), temporary).plan());
        simulation
                .traffic()
                .links()
                .forEach((link, amount) -> {
                    if (link.toScheme().equals("symlink")) {
                        assertEquals(0, amount.unknown());
                    }
                });
        assertTrue(
                simulation.traffic().links().keySet().stream()
                        .anyMatch(link -> link.toScheme().equals("symlink")));
    }
}
