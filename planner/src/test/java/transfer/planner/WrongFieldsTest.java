package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of every YAML file in turn: of another type, with a word that it does not know, not
 * there, under another name. Each time a message names the file, the line and the field, and
 * nothing is written.
 */
class WrongFieldsTest {
    private static final Path RIGHT = Path.of("src/test/resources/wrong-fields");

    /**
     * The file, a line of it (the first that is the same counts), what it holds, and whether it
     * must be there. What holds a list or a mapping goes on in the lines below it that stand
     * further to the right.
     */
    private static final String FIELDS =
            """
            workflow.yml|pegasus: "5.0"|word|needed
            workflow.yml|name: rich|text|needed
            workflow.yml|metadata:|mapping|
            workflow.yml|owner: me|text|
            workflow.yml|jobs:|list|needed
            workflow.yml|- type: job|word|needed
            workflow.yml|name: first|text|needed
            workflow.yml|namespace: ns|text|
            workflow.yml|version: "1"|text|
            workflow.yml|id: A|text|needed
            workflow.yml|nodeLabel: the first one|text|
            workflow.yml|arguments:|list|
            workflow.yml|stdin: in|word|
            workflow.yml|stdout: out|word|
            workflow.yml|stderr: err|word|
            workflow.yml|metadata: # of the job|mapping|
            workflow.yml|step: one|text|
            workflow.yml|profiles:|mapping|
            workflow.yml|pegasus:|mapping|
            workflow.yml|runtime: 5|text|
            workflow.yml|uses:|list|
            workflow.yml|- lfn: in|text|needed
            workflow.yml|type: input|word|needed
            workflow.yml|size: 5|word|
            workflow.yml|optional: false|word|
            workflow.yml|bypass: false|word|
            workflow.yml|stageOut: true|word|
            workflow.yml|registerReplica: true|word|
            workflow.yml|metadata: # of the use|mapping|
            workflow.yml|kind: raw|text|
            workflow.yml|jobDependencies:|list|
            workflow.yml|- id: A|word|needed
            workflow.yml|children:|list|
            sites.yml|pegasus: "5.0"|word|needed
            sites.yml|sites:|list|
            sites.yml|- name: local|text|needed
            sites.yml|arch: x86_64|word|
            sites.yml|os.type: linux|word|
            sites.yml|os.release: deb|text|
            sites.yml|os.version: "13"|text|
            sites.yml|directories:|list|
            sites.yml|- type: sharedScratch|word|needed
            sites.yml|path: /scratch|text|needed
            sites.yml|sharedFileSystem: true|word|
            sites.yml|freeSize: 1GB|text|
            sites.yml|totalSize: 2GB|text|
            sites.yml|fileServers:|list|
            sites.yml|- operation: all|word|
            sites.yml|url: "file:///scratch"|word|needed
            sites.yml|grids:|list|
            sites.yml|- type: condor|word|needed
            sites.yml|contact: localhost|text|needed
            sites.yml|scheduler: fork|text|
            sites.yml|jobtype: compute|word|
            sites.yml|profiles:|mapping|
            sites.yml|env:|mapping|
            sites.yml|PEGASUS_HOME: /opt/pegasus|text|
            replicas.yml|pegasus: "5.0"|word|needed
            replicas.yml|replicas:|list|
            replicas.yml|- lfn: in|text|needed
            replicas.yml|regex: false|word|
            replicas.yml|pfns:|list|needed
            replicas.yml|- site: local|text|
            replicas.yml|pfn: "file:///inputs/in"|text|needed
            replicas.yml|checksum:|mapping|
            replicas.yml|sha256: 0000000000000000000000000000000000000000000000000000000000000000|word|needed
            replicas.yml|metadata:|mapping|
            replicas.yml|owner: me|text|
            transformations.yml|pegasus: "5.0"|word|needed
            transformations.yml|transformations:|list|
            transformations.yml|- namespace: ns|text|
            transformations.yml|name: first|text|needed
            transformations.yml|version: "1"|text|
            transformations.yml|requires:|list|
            transformations.yml|checksum:|mapping|
            transformations.yml|sha256: 0000000000000000000000000000000000000000000000000000000000000000|word|needed
            transformations.yml|metadata:|mapping|
            transformations.yml|profiles:|mapping|
            transformations.yml|env:|mapping|
            transformations.yml|MODE: fast|text|
            transformations.yml|sites:|list|needed
            transformations.yml|- name: local|text|needed
            transformations.yml|type: installed|word|needed
            transformations.yml|pfn: /bin/first|text|needed
            transformations.yml|arch: x86_64|word|
            transformations.yml|os.type: linux|word|
            transformations.yml|os.release: deb|text|
            transformations.yml|os.version: "13"|text|
            transformations.yml|bypass: false|word|
            transformations.yml|metadata: # of the place|mapping|
            transformations.yml|owner: you|text|
            transformations.yml|containers:|list|
            transformations.yml|- name: box|text|needed
            transformations.yml|type: singularity|word|needed
            transformations.yml|image: "http://images.example.org/box.sif"|text|needed
            transformations.yml|image.site: local|text|
            transformations.yml|mounts:|list|
            transformations.yml|metadata: # of the container|mapping|
            """;

    @TempDir Path directory;

    private record Field(String file, String line, String kind, boolean isNeeded) {
        String key() {
            String start = line.startsWith("- ") ? line.substring(2) : line;
            return start.substring(0, start.indexOf(':'));
        }
    }

    private static Stream<Field> fields() {
        return FIELDS.lines()
                .map(row -> {
                    String[] parts = row.split("\\|", -1);
                    return new Field(parts[0], parts[1], parts[2], parts[3].equals("needed"));
                });
    }

    private static Stream<Arguments> table() {
        return fields().map(field -> Arguments.of(field.file(), field.line(), field));
    }

    @BeforeEach
    void copyInputs() throws IOException {
        for (String name : filesOfRight()) {
            Files.copy(RIGHT.resolve(name), directory.resolve(name));
        }
    }

    private static List<String> filesOfRight() {
        return List.of("workflow.yml", "sites.yml", "replicas.yml", "transformations.yml");
    }

    private SubmitDirectory plan() throws IOException, PlanningException {
        PlanRequest request =
                UsualRequest.below(
                        "below/submit",
                        Optional.empty(),
                        Map.of("pegasus.data.configuration", "sharedfs"),
                        new PlanRequest.Sites(
                                List.of("local"), Map.of(), List.of("local"), Optional.empty()),
                        PlanRequest.Cleanup.INPLACE);
        return new Planner(request, new Surroundings(directory, directory, "me", Map.of()))
                .write(Engine.DAGMAN, new Tools(Path.of("/opt/transfer/bin"), Optional.empty()));
    }

    /**
     * Plans with one line changed.
     *
     * @param value in place of what the field holds
     */
    private List<Defect> defects(Field field, String key, String value) throws IOException {
        List<String> lines = Files.readAllLines(RIGHT.resolve(field.file()));
        int at = number(field) - 1;
        String old = lines.get(at);
        int indent = old.indexOf(field.line());
        List<String> changed = new ArrayList<>(lines.subList(0, at));
        changed.add(old.substring(0, indent) + field.line().replace(field.key(), key) + value);
        int next = at + 1;
        if (!value.isEmpty()) {
            String begin = field.line().substring(0, field.line().indexOf(':') + 1);
            changed.set(at, old.substring(0, indent) + begin + " " + value);
            while (next < lines.size()
                    && !field.kind().matches("text|word")
                    && lines.get(next).indexOf(lines.get(next).strip()) > indent) {
                next++;
            }
        }
        changed.addAll(lines.subList(next, lines.size()));
        Files.write(directory.resolve(field.file()), changed);
        PlanningException refused = assertThrows(PlanningException.class, this::plan);
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(4, left.count(), "something was left behind");
        }
        return refused.defects();
    }

    private static int number(Field field) throws IOException {
        List<String> lines = Files.readAllLines(RIGHT.resolve(field.file()));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(field.line())) {
                return i + 1;
            }
        }
        throw new AssertionError(field + " is not there");
    }

    private void assertTold(List<Defect> defects, Field field, String key, String words)
            throws IOException {
        int line = number(field);
        assertTrue(
                defects.stream()
                        .anyMatch(each ->
                                each.file().endsWith(field.file())
                                        && (each.line() == line || words.contains("missing"))
                                        && each.line() > 0
                                        && ("." + each.field()).contains("." + key)
                                        && each.message().matches("(?s).*(" + words + ").*")),
                () -> field.file() + ":" + line + " " + key + ": " + words + "\n" + defects);
    }

    @Test
    void whatIsRightIsPlanned() throws Exception {
        assertTrue(Files.isDirectory(plan().directory()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void ofAnotherType(String file, String line, Field field) throws IOException {
        boolean isScalar = field.kind().equals("text") || field.kind().equals("word");

        List<Defect> defects = defects(field, field.key(), isScalar ? "[a]" : "a text");

        assertTold(defects, field, field.key(), "must be|must consist|is missing");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("words")
    void withAWordThatIsNotKnown(String file, String line, Field field) throws IOException {
        List<Defect> defects = defects(field, field.key(), "Unknown");

        assertTold(defects, field, field.key(), "Unknown|must be");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("needed")
    void notThere(String file, String line, Field field) throws IOException {
        List<Defect> defects = defects(field, "x-gone", "");

        assertTold(defects, field, field.key(), "is missing|has no job");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("named")
    void underAnotherName(String file, String line, Field field) throws IOException {
        List<Defect> defects = defects(field, field.key() + "Typo", "");

        assertTrue(
                defects.stream()
                        .anyMatch(each ->
                                each.file().endsWith(field.file())
                                        && each.line() >= 1
                                        && each.field().endsWith(field.key() + "Typo")
                                        && each.message().startsWith("unknown ")),
                defects::toString);
    }

    static Stream<Arguments> words() {
        return some(field -> field.kind().equals("word"));
    }

    static Stream<Arguments> needed() {
        return some(Field::isNeeded);
    }

    /** All but those whose names are up to the user. */
    static Stream<Arguments> named() {
        return some(field ->
                !List.of("owner", "kind", "step", "MODE", "PEGASUS_HOME", "runtime")
                        .contains(field.key()));
    }

    private static Stream<Arguments> some(java.util.function.Predicate<Field> isMeant) {
        return table().filter(row -> isMeant.test((Field) row.get()[2]));
    }
}
