package transfer.planner;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a submit directory tells of the run as a whole: where files can be had ({@code
 * .cache}), what the run is ({@code braindump.yml}), its properties, and copies of what it was
 * planned from.
 */
final class RunFiles {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssZ");
    private static final List<String> CATALOGS = List.of("replica", "site", "transformation");

    private final SubmitPlan run;
    private final PlanInputs inputs;
    private final ZonedDateTime now;

    RunFiles(SubmitPlan run, ZonedDateTime now) {
        this.run = run;
        this.inputs = run.plan().inputs();
        this.now = now;
    }

    /**
     * @throws IOException when one cannot be written
     */
    void write() throws IOException {
        writeCache();
        writeProperties();
        writeBraindump();
        copyInputs();
    }

    private Path file(String name) {
        return run.directory().resolve(name);
    }

    private void writeCache() throws IOException {
        try (Writer out =
                Files.newBufferedWriter(file(run.label() + ".cache"), StandardCharsets.UTF_8)) {
            for (DataPlaces.Line line : run.plan().cache()) {
                out.write(
                        ListFile.quoted(line.lfn())
                                + " "
                                + ListFile.quoted(line.url())
                                + " site=\""
                                + line.site()
                                + "\"\n");
            }
        }
    }

    /** All that counted: jobs that read it start elsewhere, so files have their whole paths. */
    private Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>(inputs.properties().under(""));
        if (inputs.properties().get(CatalogForm.OUTPUTS).isEmpty()) {
            all.putAll(OutputCatalog.usual(run.directory(), run.label()));
        }
        all.replaceAll((key, value) ->
                key.startsWith("pegasus.catalog.") && key.endsWith(".file") && !value.isEmpty()
                        ? inputs.surroundings().directory().resolve(value).normalize().toString()
                        : value);
        return all;
    }

    /** For its owner alone: there may be passwords in it. */
    private void writeProperties() throws IOException {
        java.util.Properties values = new java.util.Properties();
        values.putAll(properties());
        StringWriter text = new StringWriter();
        values.store(text, null);
        Path file =
                Files.createFile(
                        run.propertiesFile(),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        // the first line is a date
        List<String> lines = text.toString().lines().skip(1).sorted().toList();
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    private void writeBraindump() throws IOException {
        PlanRequest request = inputs.request();
        Path base = inputs.surroundings().directory().resolve(request.names().base()).normalize();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("user", inputs.surroundings().user());
        facts.put("wf_uuid", run.uuid());
        facts.put("root_wf_uuid", run.uuid());
        facts.put("dax", inputs.surroundings().directory().resolve(request.workflow()).toString());
        facts.put("dax_label", run.plan().workflow().name());
        facts.put("dax_index", "0");
        facts.put("pegasus_wf_name", run.label());
        facts.put("timestamp", STAMP.format(now));
        facts.put("basedir", base.toString());
        facts.put("rundir", base.relativize(run.directory()).toString());
        facts.put("submit_dir", run.directory().toString());
        facts.put("properties", run.propertiesFile().getFileName().toString());
        facts.put("planner", run.tools().transfer());
        if (run.engine() == Engine.DAGMAN) {
            facts.put("type", "dag");
            facts.put("dag", run.label() + ".dag");
        }
        StringBuilder text = new StringBuilder();
        // a string of JSON is one of YAML
        facts.forEach((key, value) ->
                text.append(key).append(": ").append(MetaFile.name(value)).append('\n'));
        Files.writeString(file("braindump.yml"), text, StandardCharsets.UTF_8);
    }

    private void copyInputs() throws IOException {
        Path catalogs = Files.createDirectory(file("catalogs"));
        CatalogFiles files =
                new CatalogFiles(inputs.surroundings(), inputs.properties(), inputs.defects());
        for (String kind : CATALOGS) {
            Optional<Path> catalog = files.file(kind);
            if (catalog.isPresent() && Files.isRegularFile(catalog.get())) {
                copy(catalog.get(), catalogs);
            }
        }
        copy(inputs.surroundings().directory().resolve(inputs.request().workflow()), catalogs);
    }

    /** Two of one name do not replace each other. */
    private static void copy(Path from, Path to) throws IOException {
        String name = from.getFileName().toString();
        Path target = to.resolve(name);
        for (int number = 2; Files.exists(target); number++) {
            target = to.resolve(number + "-" + name);
        }
        Files.copy(from, target);
    }
}
