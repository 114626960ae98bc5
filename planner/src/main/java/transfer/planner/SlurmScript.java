package transfer.planner;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes what Slurm runs of one job: its command, tried again when it fails, and a mark beside the
 * script that tells how it ended.
 */
final class SlurmScript {
    /** Seconds before the second attempt; each one after it waits twice as long. */
    private static final String PAUSE = "transfer.plan.slurm.pause";

    private static final long USUAL_PAUSE = 10;

    private final SubmitPlan run;
    private final String ending;
    private final long pause;

    SlurmScript(SubmitPlan run) {
        this.run = run;
        this.ending = ShellText.read("slurm-job.sh");
        this.pause = run.plan().inputs().properties().number(PAUSE).orElse(USUAL_PAUSE);
    }

    void write(PlanNode node, NodeCommand command, Writer out) throws IOException {
        NodeFiles files = run.layout().of(node);
        int tries = 1 + DagFile.retries(node, run.plan().inputs());
        out.write("#!/bin/sh\n# Submitted by submit.sh of this run.\n");
        out.write("run=" + ShellWord.of(run.directory().toString()) + "\n");
        out.write("job=" + ShellWord.of(files.file("")) + "\n");
        out.write("tries=" + tries + " pause=" + pause + "\n\nattempt() {\n");
        // or else programs that start steps with srun start them without the environment
        out.write("  unset SLURM_EXPORT_ENV\n");
        // where nothing lies that a script could take for a file that came along with it
        String directory = command.directory() == null ? "/" : command.directory();
        out.write("  cd -- " + ShellWord.of(directory) + " || return 71\n");
        for (var variable : command.environment().entrySet()) {
            writeVariable(files.name(), variable.getKey(), variable.getValue(), out);
        }
        writeCommand(node, command, out);
        out.write("}\n\n");
        out.write(ending);
    }

    private void writeVariable(String job, String name, String value, Writer out)
            throws IOException {
        if (!ShellWord.isVariable(name)) {
            run.plan()
                    .inputs()
                    .defects()
                    .add("profiles", job, "env." + name + " is no name that a variable can have");
        }
        out.write("  export " + name + "=" + ShellWord.of(value) + "\n");
    }

    private void writeCommand(PlanNode node, NodeCommand command, Writer out) throws IOException {
        StringBuilder line = new StringBuilder("  exec ");
        line.append(ShellWord.of(command.argv()))
                .append(" <")
                .append(ShellWord.of(command.input() == null ? "/dev/null" : command.input()));
        if (!command.output().equals(run.path(node, ".out"))) {
            line.append(" >").append(ShellWord.of(command.output()));
        }
        if (!command.error().equals(run.path(node, ".err"))) {
            line.append(" 2>").append(ShellWord.of(command.error()));
        }
        out.write(line.append('\n').toString());
    }
}
