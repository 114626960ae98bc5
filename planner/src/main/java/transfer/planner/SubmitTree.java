package transfer.planner;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes all files of a run into its submit directory, the one that starts it last. */
final class SubmitTree {
    private final SubmitPlan run;
    private final List<PlanNode> ordered;
    private final NodeCommands commands;
    private final Set<String> directories = new HashSet<>();

    SubmitTree(SubmitPlan run, List<PlanNode> ordered) {
        this.run = run;
        this.ordered = ordered;
        this.commands = new NodeCommands(run);
    }

    /**
     * @throws IOException when a file cannot be written
     * @throws PlanningException when a job cannot be run as it is described
     */
    SubmitDirectory write() throws IOException, PlanningException {
        for (PlanNode node : ordered) {
            writeNode(node);
        }
        run.plan().inputs().defects().check();
        String entry =
                switch (run.engine()) {
                    case DAGMAN -> writeDag();
                    case SLURM, LOCAL ->
                            throw new PlanningException(
                                    new Defect(
                                            "command line",
                                            0,
                                            "--engine",
                                            "only dagman is there yet"));
                };
        return new SubmitDirectory(run.directory(), entry, ordered.size());
    }

    private String writeDag() throws IOException, PlanningException {
        String entry = run.label() + ".dag";
        Path unfinished = run.directory().resolve(entry + ".part");
        try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
            new DagFile(run.plan(), run.layout(), ordered).write(out);
        }
        run.plan().inputs().defects().check();
        Files.move(unfinished, run.directory().resolve(entry), StandardCopyOption.ATOMIC_MOVE);
        return entry;
    }

    private void writeNode(PlanNode node) throws IOException {
        NodeFiles files = run.layout().of(node);
        if (directories.add(files.directory())) {
            Files.createDirectories(run.directory().resolve(files.directory()));
        }
        if (ListFile.isNeeded(node)) {
            try (Writer out = writer(files.file(".in"))) {
                ListFile.write(node, out);
            }
        }
        commands.of(node);
    }

    private Writer writer(String file) throws IOException {
        return Files.newBufferedWriter(run.directory().resolve(file), StandardCharsets.UTF_8);
    }
}
