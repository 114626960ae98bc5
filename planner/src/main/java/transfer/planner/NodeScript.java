package transfer.planner;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes the script of a job that brings its files itself, or whose program needs more than a
 * command: POSIX shell. What all scripts share stands in {@code node-steps.sh}, which travels with
 * the job.
 */
final class NodeScript {
    /** The name of the file with what all scripts share. */
    static final String LIBRARY = "node-steps.sh";

    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final String UNLESS_DONE =
            "[ \"$node_result\" -eq 0 ] || exit \"$node_result\"\n";

    private final SubmitPlan run;
    private final NodeCommands commands;

    NodeScript(SubmitPlan run, NodeCommands commands) {
        this.run = run;
        this.commands = commands;
    }

    /**
     * @param command what the job runs with this script
     */
    void write(PlanNode node, NodeCommand command, Writer out) throws IOException {
        try {
            out.write(
                    node.task() instanceof Task.Compute compute
                            ? new Compute(node, compute.job(), command).text()
                            : data(node));
        } catch (IllegalArgumentException e) {
            run.plan().inputs().defects().add("job", node.name(), e.getMessage());
        }
    }

    /** Whether what a script needs comes along with it: the submit host has it in its places. */
    private boolean isBrought(PlanNode node) {
        return run.engine() == Engine.DAGMAN
                && CondorWay.of(node, commands.profiles(node)) != CondorWay.HERE;
    }

    private void begin(PlanNode node, StringBuilder text) {
        String name = run.layout().of(node).name();
        text.append("#!/bin/sh\n# Runs ").append(name).append(".\nset -u\n");
        text.append("node_name=").append(ShellWord.of(name)).append('\n');
        String library = isBrought(node) ? "./" + LIBRARY : run.directory() + "/" + LIBRARY;
        text.append("node_steps=").append(ShellWord.of(library)).append('\n');
        text.append("[ \"${1-}\" != inside ] || node_steps=./").append(LIBRARY).append('\n');
        text.append("if [ ! -r \"$node_steps\" ]; then\n");
        text.append("    echo \"$node_name: $node_steps is missing\" >&2\n    exit 71\nfi\n");
        text.append(". \"$node_steps\"\n");
    }

    /** Files with secrets that came along; elsewhere variables have whole paths already. */
    private void secrets(PlanNode node, NodeCommand command, StringBuilder text) {
        if (isBrought(node)) {
            secretNames(command)
                    .forEach(name -> text.append("node_secret ").append(name).append('\n'));
        }
    }

    private static Set<String> secretNames(NodeCommand command) {
        Set<String> names = new TreeSet<>();
        for (String path : command.secrets()) {
            command.environment()
                    .forEach((name, value) -> {
                        if ((value.equals(path) || value.equals(Urls.baseName(path)))
                                && ShellWord.isVariable(name)) {
                            names.add(name);
                        }
                    });
        }
        return names;
    }

    private void tools(PlanNode node, StringBuilder text) {
        String shared = isBrought(node) ? "" : run.tools().directory().toString();
        String archive = run.worker().map(Urls::baseName).orElse("");
        text.append("node_tools ").append(ShellWord.of(List.of(shared, archive))).append('\n');
    }

    private String metaFile(PlanNode node) {
        if (!run.metas().isWritten(node)) {
            return "";
        }
        return isBrought(node) ? run.layout().of(node).name() + ".meta" : run.path(node, ".meta");
    }

    /** Moves, makes or removes what its list says, in a pool. */
    private String data(PlanNode node) {
        StringBuilder text = new StringBuilder();
        NodeCommand command = commands.of(node);
        begin(node, text);
        text.append("node_begin start ").append(ShellWord.of(metaFile(node))).append('\n');
        secrets(node, command, text);
        tools(node, text);
        if (!metaFile(node).isEmpty()) {
            text.append("TRANSFER_META_FILE=$node_meta_file\nexport TRANSFER_META_FILE\n");
        }
        text.append("node_task() {\n    exec pegasus-transfer ")
                .append(ShellWord.of(commands.arguments(node)))
                .append(" <&3\n}\n");
        text.append("exec 3<&0\nnode_run 0 0\nexit \"$node_result\"\n");
        return text.toString();
    }

    /** The script of one compute job. */
    private final class Compute {
        private final PlanNode node;
        private final PlacedJob job;
        private final NodeCommand command;
        private final List<NodeStep> steps;
        private final CondorFiles moved;
        private final CondorSandbox sandbox;
        private final boolean isOnNode;
        private final boolean isInside;
        private final StringBuilder text = new StringBuilder();

        Compute(PlanNode node, PlacedJob job, NodeCommand command) {
            this.node = node;
            this.job = job;
            this.command = command;
            this.steps = commands.steps(job);
            this.moved = CondorFiles.of(job, run.plan());
            this.sandbox = CondorSandbox.of(job, run.plan());
            this.isOnNode = job.configuration().isOnNode();
            this.isInside =
                    job.container().isPresent()
                            && !run.plan()
                                    .inputs()
                                    .properties()
                                    .says("pegasus.transfer.container.onhost", true);
        }

        String text() throws IOException {
            begin(node, text);
            if (isInside) {
                text.append("if [ \"${1-}\" = inside ]; then\n");
                text.append("node_begin start ''\nnode_tools '' ''\n");
                transfers(NodeStep.When.BEFORE);
                task(false);
                after();
                text.append("exit \"$node_result\"\nfi\n");
            }
            boolean isAtStart =
                    !isOnNode || (isBrought(node) && job.configuration() == Configuration.CONDORIO);
            if (isBrought(node)) {
                sandbox.leave(text);
            }
            text.append("node_begin ")
                    .append(isAtStart ? "start " : "own ")
                    .append(ShellWord.of(metaFile(node)))
                    .append('\n');
            if (isOnNode) {
                secrets(node, command, text);
                tools(node, text);
                fetch();
                transfers(NodeStep.When.CONTAINER);
                if (!isInside) {
                    transfers(NodeStep.When.BEFORE);
                }
            } else {
                text.append("cd -- ")
                        .append(ShellWord.of(command.directory()))
                        .append(" || exit 71\n");
            }
            directories();
            if (job.container().isPresent()) {
                container();
            }
            task(job.container().isPresent());
            if (isOnNode) {
                end();
            } else if (!metaFile(node).isEmpty()) {
                text.append(UNLESS_DONE);
                notes();
            }
            text.append("exit \"$node_result\"\n");
            return text.toString();
        }

        /** Without HTCondor, what it would have brought. */
        private void fetch() {
            if (isBrought(node)) {
                sandbox.takeCheckpoints(text);
                return;
            }
            for (PlanNode other : run.metas().read(node)) {
                fetch(run.path(other, ".meta"), run.layout().of(other).name() + ".meta");
            }
            if (!run.metas().catalogued(job).isEmpty()) {
                fetch(run.path(node, ".in.meta"), run.layout().of(node).name() + ".in.meta");
            }
            if (job.configuration() == Configuration.CONDORIO) {
                String from = run.plan().directories().internal(job.staging()) + "/";
                Set<String> checkpoints = checkpoints();
                for (String name : moved.inputs()) {
                    copy(
                            checkpoints.contains(name) ? "node_try_fetch " : "node_fetch ",
                            from + name,
                            "./" + Urls.baseName(name));
                }
            }
        }

        private void fetch(String from, String name) {
            copy("node_fetch ", from, "./" + name);
        }

        private void copy(String step, String from, String to) {
            text.append(step).append(ShellWord.of(List.of(from, to))).append('\n');
        }

        private Set<String> checkpoints() {
            return job.uses().stream()
                    .filter(FileUse::isCheckpoint)
                    .map(FileUse::lfn)
                    .collect(Collectors.toSet());
        }

        private void transfers(NodeStep.When when) throws IOException {
            for (NodeStep step : steps) {
                switch (step) {
                    case NodeStep.Transfers transfers -> {
                        if (transfers.when() == when) {
                            transfer(transfers);
                        }
                    }
                    case NodeStep.Verify verify -> {
                        if (verify.when() == when) {
                            text.append("node_verify ")
                                    .append(
                                            ShellWord.heredoc(
                                                    verify.lfns().stream()
                                                            .map(Compute::verifiable)
                                                            .collect(Collectors.joining(";;;"))));
                        }
                    }
                    case NodeStep.MakeExecutable programs -> {
                        if (when == NodeStep.When.BEFORE) {
                            text.append("chmod +x -- ")
                                    .append(ShellWord.of(programs.files()))
                                    .append(" || node_fail 'cannot make programs executable'\n");
                        }
                    }
                }
            }
        }

        /** What stands before an equals sign is another name; here there is none. */
        private static String verifiable(String lfn) {
            return lfn.contains("=") || !lfn.equals(lfn.strip()) ? "=" + lfn : lfn;
        }

        private void transfer(NodeStep.Transfers transfers) throws IOException {
            StringWriter list = new StringWriter();
            ListFile.writeNodeTransfers(transfers, list);
            text.append(transfers.isCheckpoint() ? "node_try_transfer " : "node_transfer ")
                    .append(ShellWord.of(CommandWords.of(transfers.arguments())))
                    .append(' ')
                    .append(ShellWord.heredoc(list.toString()));
        }

        /** Programs write into the directories of their outputs, but do not make them. */
        private void directories() {
            Set<String> wanted = new TreeSet<>();
            for (FileUse use : job.outputs()) {
                int slash = use.lfn().lastIndexOf('/');
                if (slash > 0) {
                    wanted.add(use.lfn().substring(0, slash));
                }
            }
            if (!wanted.isEmpty()) {
                text.append("mkdir -p -- ")
                        .append(ShellWord.of(new ArrayList<>(wanted)))
                        .append(" || node_fail 'cannot make the directories of outputs'\n");
            }
        }

        private ContainerCommand containerCommand() {
            return new ContainerCommand(job, command.environment(), secretNames(command));
        }

        private void container() {
            ContainerCommand container = containerCommand();
            for (String name : secretNames(command)) {
                text.append("node_secret_inside ").append(name).append('\n');
            }
            if (container.isDocker()) {
                text.append("node_load_image ./")
                        .append(ShellWord.of(container.image()))
                        .append('\n');
            } else {
                text.append("node_find_singularity\n");
            }
            if (isInside) {
                text.append("node_copy_script \"$0\"\n");
            }
        }

        private void task(boolean isContained) {
            String words = ShellWord.of(commands.argv(job));
            if (isContained) {
                words = containerCommand().line(isInside ? "sh ./.node-job.sh inside" : words);
            }
            Job.Streams streams = job.job().streams();
            boolean isRedirected = !(isContained && isInside);
            text.append("node_task() {\n    exec ").append(words);
            if (isRedirected) {
                stream(" < ", streams.in());
                stream(" > ", streams.out());
                stream(" 2> ", streams.err());
            }
            // the task's own clock runs inside, and what keeps its checkpoint
            text.append("\n}\nnode_run ").append(isRedirected ? times() : "0 0").append('\n');
        }

        private void stream(String operator, String lfn) {
            if (lfn != null) {
                text.append(operator).append("./").append(ShellWord.of(lfn));
            }
        }

        /** When a job that writes checkpoints is asked to end, and when it is ended. */
        private String times() {
            Optional<Long> checkpoint = minutes("checkpoint.time");
            Optional<Long> most = minutes("maxwalltime");
            if (checkpoint.isEmpty() || most.isEmpty() || checkpoint.get() <= 0) {
                return "0 0";
            }
            long grace = Math.max(0, most.get() - checkpoint.get()) * SECONDS_OF_A_MINUTE / 2;
            return checkpoint.get() * SECONDS_OF_A_MINUTE + " " + grace;
        }

        private Optional<Long> minutes(String key) {
            Optional<String> word = job.profiles().pegasus(key);
            try {
                return word.map(text -> Long.parseLong(text.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        key + " must be a whole number of minutes, not '" + word.get() + "'", e);
            }
        }

        private void end() throws IOException {
            Set<String> checkpoints = checkpoints();
            giveBack("node_try_return ", checkpoints::contains);
            if (!isInside) {
                after();
            } else {
                text.append(UNLESS_DONE);
                notes();
            }
            giveBack("node_return ", name -> !checkpoints.contains(name));
            if (isBrought(node)) {
                sandbox.made(text);
            }
        }

        /** Without HTCondor, what it would have fetched. */
        private void giveBack(String step, Predicate<String> isMeant) {
            if (!isBrought(node) && job.configuration() == Configuration.CONDORIO) {
                String to = run.plan().directories().internal(job.staging()) + "/";
                moved.outputs().stream()
                        .filter(isMeant)
                        .forEach(name -> copy(step, "./" + name, to + name));
            }
        }

        /** A checkpoint is kept whatever became of the task; outputs only where it succeeded. */
        private void after() throws IOException {
            for (NodeStep step : steps) {
                if (step instanceof NodeStep.Transfers transfers
                        && transfers.when() == NodeStep.When.AFTER
                        && transfers.isCheckpoint()) {
                    transfer(transfers);
                }
            }
            text.append(UNLESS_DONE);
            if (!isInside) {
                notes();
            }
            for (NodeStep step : steps) {
                if (step instanceof NodeStep.Transfers transfers
                        && transfers.when() == NodeStep.When.AFTER
                        && !transfers.isCheckpoint()) {
                    transfer(transfers);
                }
            }
        }

        private void notes() {
            if (metaFile(node).isEmpty()) {
                return;
            }
            text.append("node_begin_notes\n");
            for (FileUse use : job.outputs()) {
                text.append("node_note ")
                        .append(ShellWord.of(List.of(MetaFile.name(use.lfn()), "./" + use.lfn())))
                        .append('\n');
            }
            text.append("node_end_notes\n");
        }
    }
}
