package transfer.planner;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes all files of a run into its submit directory, the one that starts it last. */
final class SubmitTree {
    private final SubmitPlan run;
    private final List<PlanNode> ordered;
    private final NodeCommands commands;
    private final SlurmScript slurmScript;
    private final SubmitFile submitFile;
    private final NodeScript script;
    private final Set<String> directories = new HashSet<>();
    private final StringWriter text = new StringWriter();
    private boolean hasScripts;
    private boolean needsArchive;

    SubmitTree(SubmitPlan run, List<PlanNode> ordered) {
        this.run = run;
        this.ordered = ordered;
        this.commands = new NodeCommands(run);
        this.slurmScript = new SlurmScript(run);
        this.submitFile = new SubmitFile(run, commands);
        this.script = new NodeScript(run, commands);
    }

    /**
     * @throws IOException when a file cannot be written
     * @throws PlanningException when a job cannot be run as it is described
     */
    SubmitDirectory write() throws IOException, PlanningException {
        try (FilesBehind files = new FilesBehind()) {
            for (PlanNode node : ordered) {
                writeNode(node, files);
            }
            files.finish();
        }
        run.plan().inputs().defects().check();
        copyTools();
        String entry =
                switch (run.engine()) {
                    case DAGMAN -> writeDag();
                    case SLURM -> writeSlurm();
                    case LOCAL -> writeJobs();
                };
        return new SubmitDirectory(run.directory(), entry, ordered.size());
    }

    /**
     * Finds what would be wrong with the files of jobs: it is among the defects. Writes nothing.
     */
    void check() throws IOException, PlanningException {
        for (PlanNode node : ordered) {
            NodeCommand command = commands.of(node);
            if (run.engine() == Engine.SLURM && SlurmSubmit.isSubmitted(node)) {
                slurmScript.write(node, command, Writer.nullWriter());
            }
            if (commands.isScript(node)) {
                script.write(node, command, Writer.nullWriter());
            }
            if (run.engine() == Engine.DAGMAN) {
                submitFile.write(node, command, Writer.nullWriter());
            }
        }
        if (run.engine() == Engine.SLURM) {
            new SlurmSubmit(run, ordered, commands).write(Writer.nullWriter());
        }
    }

    /** What travels with jobs from the submit directory. */
    private void copyTools() throws IOException {
        if (hasScripts) {
            Files.writeString(
                    run.directory().resolve(NodeScript.LIBRARY),
                    ShellText.read(NodeScript.LIBRARY),
                    StandardCharsets.UTF_8);
        }
        if (WorkerPackage.isCatalogued(run.plan().inputs())) {
            return;
        }
        Optional<Path> archive = run.tools().worker();
        // without one, jobs look for tools that are installed where they run
        if (archive.isPresent()
                && (needsArchive || (hasScripts && run.engine() == Engine.DAGMAN))) {
            Files.copy(archive.get(), Path.of(run.worker().orElseThrow()));
        }
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

    private String writeJobs() throws IOException, PlanningException {
        String entry = run.label() + ".jobs";
        Path unfinished = run.directory().resolve(entry + ".part");
        try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
            new JobsFile(run, ordered, commands).write(out);
        }
        run.plan().inputs().defects().check();
        Files.move(unfinished, run.directory().resolve(entry), StandardCopyOption.ATOMIC_MOVE);
        return entry;
    }

    private String writeSlurm() throws IOException, PlanningException {
        String entry = SlurmSubmit.NAME;
        Path unfinished = run.directory().resolve(entry + ".part");
        try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
            new SlurmSubmit(run, ordered, commands).write(out);
        }
        run.plan().inputs().defects().check();
        makeExecutable(unfinished);
        Files.move(unfinished, run.directory().resolve(entry), StandardCopyOption.ATOMIC_MOVE);
        return entry;
    }

    /** For those who may read it. */
    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        mode.add(PosixFilePermission.OWNER_EXECUTE);
        if (mode.contains(PosixFilePermission.GROUP_READ)) {
            mode.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (mode.contains(PosixFilePermission.OTHERS_READ)) {
            mode.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(file, mode);
    }

    private void writeNode(PlanNode node, FilesBehind behind) throws IOException {
        NodeFiles files = run.layout().of(node);
        if (directories.add(files.directory())) {
            Files.createDirectories(run.directory().resolve(files.directory()));
        }
        if (ListFile.isNeeded(node)) {
            ListFile.write(node, text);
            add(behind, files.file(".in"), false);
        }
        List<String> metas = commands.knownMetas(node);
        if (!metas.isEmpty()) {
            metas.forEach(meta -> text.append(meta).append('\n'));
            add(behind, files.file(".metas"), false);
        }
        NodeCommand command = commands.of(node);
        if (run.engine() == Engine.SLURM && SlurmSubmit.isSubmitted(node)) {
            slurmScript.write(node, command, text);
            add(behind, files.file(".slurm"), false);
        }
        if (commands.isScript(node)) {
            script.write(node, command, text);
            add(behind, files.file(".sh"), true);
            hasScripts = true;
        }
        needsArchive |= node.is(Task.Transfer.Kind.STAGE_WORKER);
        if (node.task() instanceof Task.Compute compute) {
            Map<String, Map<String, String>> known = run.metas().catalogued(compute.job());
            if (!known.isEmpty()) {
                MetaFile.write(known, text);
                add(behind, files.file(".in.meta"), false);
            }
        }
        if (run.engine() == Engine.DAGMAN) {
            submitFile.write(node, command, text);
            add(behind, files.file(".sub"), false);
            writeBefore(node, behind);
        }
    }

    private void writeBefore(PlanNode node, FilesBehind behind) throws IOException {
        if (DagFile.hasBefore(node, run.plan()) && node.task() instanceof Task.Compute compute) {
            PlacedJob job = compute.job();
            text.append(
                    CondorSandbox.of(job, run.plan())
                            .before(run.plan().directories().internal(job.staging())));
            add(behind, run.layout().of(node).file(DagFile.BEFORE), true);
        }
    }

    private void add(FilesBehind behind, String file, boolean isExecutable) throws IOException {
        behind.add(run.directory().resolve(file), text.toString(), isExecutable);
        text.getBuffer().setLength(0);
    }
}
