import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a workflow of a given shape and size with its catalogs and properties, in the form in which
 * the usual programs write them. The same arguments give the same bytes.
 *
 * <p>Usage: {@code java WorkflowMaker.java fork-join|pipeline|montage JOBS CONFIGURATION DIRECTORY}
 */
final class WorkflowMaker {
    private final int jobs;
    private final BufferedWriter workflow;
    private final BufferedWriter replicas;
    private final Path directory;
    private final Set<String> programs = new LinkedHashSet<>();
    private final List<String> edges = new ArrayList<>();

    private WorkflowMaker(int jobs, Path directory, BufferedWriter workflow, BufferedWriter replicas) {
        this.jobs = jobs;
        this.directory = directory;
        this.workflow = workflow;
        this.replicas = replicas;
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[3])).toAbsolutePath();
        try (BufferedWriter workflow = Files.newBufferedWriter(directory.resolve("workflow.yml"));
                BufferedWriter replicas = Files.newBufferedWriter(directory.resolve("replicas.yml"))) {
            WorkflowMaker maker =
                    new WorkflowMaker(Integer.parseInt(arguments[1]), directory, workflow, replicas);
            maker.write(arguments[0], arguments[2]);
        }
    }

    private void write(String shape, String configuration) throws IOException {
        workflow.write("pegasus: '5.0'\nname: bench\njobs:\n");
        replicas.write("pegasus: '5.0'\nreplicas:\n");
        switch (shape) {
            case "fork-join" -> forkJoin();
            case "pipeline" -> pipeline();
            case "montage" -> montage();
            default -> throw new IllegalArgumentException(shape);
        }
        workflow.write("jobDependencies:\n");
        for (String edge : edges) {
            workflow.write(edge);
        }
        sites();
        transformations();
        Files.writeString(
                directory.resolve("pegasus.properties"),
                "pegasus.data.configuration = " + configuration + "\n"
                        + "pegasus.catalog.site.file = " + directory + "/sites.yml\n"
                        + "pegasus.catalog.replica.file = " + directory + "/replicas.yml\n"
                        + "pegasus.catalog.transformation.file = " + directory + "/transformations.yml\n");
    }

    /** One job cuts, all others but the last work on a piece each, the last one puts together. */
    private void forkJoin() throws IOException {
        int workers = jobs - 2;
        List<String> pieces = names("piece_", workers);
        List<String> results = names("result_", workers);
        input("all.dat");
        input("settings.dat");
        job("split", "split", List.of("all.dat"), pieces, false);
        for (int i = 0; i < workers; i++) {
            job("work", id("work", i), List.of(pieces.get(i), "settings.dat"), List.of(results.get(i)), false);
        }
        job("join", "join", results, List.of("result.dat"), true);
        edge("split", ids("work", workers));
        for (int i = 0; i < workers; i++) {
            edge(id("work", i), List.of("join"));
        }
    }

    /** Every job works on what the one before it made. */
    private void pipeline() throws IOException {
        input("data_0000000.dat");
        for (int i = 0; i < jobs; i++) {
            job(
                    "step",
                    id("step", i),
                    List.of(number("data_", i) + ".dat"),
                    List.of(number("data_", i + 1) + ".dat"),
                    i == jobs - 1);
        }
        for (int i = 1; i < jobs; i++) {
            edge(id("step", i - 1), List.of(id("step", i)));
        }
    }

    /** A mosaic of images: each is projected, compared with its neighbours, corrected, and added. */
    private void montage() throws IOException {
        int images = Math.max(2, (jobs - 5) / 4);
        input("region.hdr");
        for (int i = 0; i < images; i++) {
            input(number("raw_", i) + ".fits");
            job(
                    "mProject",
                    id("project", i),
                    List.of("region.hdr", number("raw_", i) + ".fits"),
                    List.of(number("projected_", i) + ".fits", number("area_", i) + ".fits"),
                    false);
        }
        List<String> fits = names("fit_", 2 * images);
        for (int i = 0; i < 2 * images; i++) {
            int one = i / 2;
            int other = (one + 1 + i % 2) % images;
            job(
                    "mDiffFit",
                    id("diff", i),
                    List.of(
                            number("projected_", one) + ".fits", number("area_", one) + ".fits",
                            number("projected_", other) + ".fits", number("area_", other) + ".fits",
                            "region.hdr"),
                    List.of(fits.get(i)),
                    false);
            edge(id("project", one), List.of(id("diff", i)));
            edge(id("project", other), List.of(id("diff", i)));
            edge(id("diff", i), List.of("concat"));
        }
        job("mConcatFit", "concat", fits, List.of("fits.tbl"), false);
        job("mBgModel", "model", List.of("fits.tbl"), List.of("corrections.tbl"), false);
        edge("concat", List.of("model"));
        List<String> corrected = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            String result = number("corrected_", i) + ".fits";
            corrected.add(result);
            job(
                    "mBackground",
                    id("background", i),
                    List.of(
                            number("projected_", i) + ".fits",
                            number("area_", i) + ".fits",
                            "corrections.tbl"),
                    List.of(result),
                    true);
            edge(id("project", i), List.of(id("background", i)));
            edge(id("background", i), List.of("table", "add"));
        }
        edge("model", ids("background", images));
        job("mImgtbl", "table", corrected, List.of("images.tbl"), false);
        List<String> added = new ArrayList<>(corrected);
        added.add("images.tbl");
        added.add("region.hdr");
        job("mAdd", "add", added, List.of("mosaic.fits"), true);
        job("mViewer", "view", List.of("mosaic.fits"), List.of("mosaic.png"), true);
        edge("table", List.of("add"));
        edge("add", List.of("view"));
    }

    private void job(String program, String id, List<String> inputs, List<String> outputs, boolean isResult)
            throws IOException {
        programs.add(program);
        workflow.write("- type: job\n  name: " + program + "\n  id: " + id + "\n  arguments:\n");
        workflow.write("  - -i\n  - " + inputs.getFirst() + "\n  - -o\n  - " + outputs.getFirst() + "\n  uses:\n");
        for (String lfn : inputs) {
            workflow.write("  - lfn: " + lfn + "\n    type: input\n");
        }
        for (String lfn : outputs) {
            workflow.write("  - lfn: " + lfn + "\n    type: output\n    stageOut: " + isResult);
            workflow.write("\n    registerReplica: " + isResult + "\n");
        }
    }

    private void edge(String parent, List<String> children) {
        edges.add("- id: " + parent + "\n  children:\n  - " + String.join("\n  - ", children) + "\n");
    }

    private void input(String lfn) throws IOException {
        replicas.write("- lfn: " + lfn + "\n  pfns:\n  - site: local\n    pfn: file:///data/inputs/" + lfn + "\n");
    }

    private void sites() throws IOException {
        StringBuilder text = new StringBuilder("pegasus: '5.0'\nsites:\n");
        for (String site : List.of("local", "cluster")) {
            text.append("- name: ").append(site).append("\n  directories:\n");
            for (String kind : List.of("sharedScratch", "localStorage")) {
                String path = "/data/" + site + "/" + kind;
                text.append("  - type: ").append(kind).append("\n    path: ").append(path);
                text.append("\n    fileServers:\n    - operation: all\n      url: ");
                text.append(site.equals("local") ? "file://" : "http://cluster.example.org").append(path).append('\n');
            }
        }
        text.append("  profiles:\n    pegasus:\n      style: condor\n");
        Files.writeString(directory.resolve("sites.yml"), text);
    }

    private void transformations() throws IOException {
        StringBuilder text = new StringBuilder("pegasus: '5.0'\ntransformations:\n");
        for (String program : programs) {
            text.append("- name: ").append(program).append("\n  sites:\n  - name: cluster\n    type: installed\n");
            text.append("    pfn: /opt/bench/bin/").append(program).append('\n');
        }
        Files.writeString(directory.resolve("transformations.yml"), text);
    }

    private static String number(String prefix, int i) {
        String digits = Integer.toString(i);
        return prefix + "0".repeat(7 - digits.length()) + digits;
    }

    private static String id(String word, int i) {
        return number(word + "_", i);
    }

    private static List<String> ids(String word, int count) {
        List<String> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(id(word, i));
        }
        return ids;
    }

    private static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(number(prefix, i) + ".dat");
        }
        return names;
    }
}
