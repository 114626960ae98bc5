package transfer.planner;

import java.util.List;

/**
 * What a script does where HTCondor itself carries the files of its job, {@code condorio}. HTCondor
 * holds a job, for half an hour, when a file is not there that it is to bring, or to fetch; so
 * files are put there, and the script says what is wrong.
 *
 * @param checkpoints what HTCondor brings although there may be none yet
 * @param outputs what it fetches, checkpoints among it
 */
record CondorSandbox(List<String> checkpoints, List<String> outputs) {
    static CondorSandbox of(PlacedJob job, Plan plan) {
        if (job.configuration() != Configuration.CONDORIO) {
            return new CondorSandbox(List.of(), List.of());
        }
        CondorFiles moved = CondorFiles.of(job, plan);
        List<String> checkpoints =
                job.uses().stream()
                        .filter(FileUse::isCheckpoint)
                        .map(FileUse::lfn)
                        .filter(moved.inputs()::contains)
                        .toList();
        return new CondorSandbox(checkpoints, moved.outputs());
    }

    /** Defines what happens at the end, however the job ends. */
    void leave(StringBuilder text) {
        if (!outputs.isEmpty()) {
            text.append("node_leave() {\n");
            outputs.forEach(name -> append("    node_leave_file ", List.of(name), text));
            text.append("}\n");
        }
    }

    void takeCheckpoints(StringBuilder text) {
        checkpoints.forEach(
                name -> append("node_take_checkpoint ", List.of(Urls.baseName(name), name), text));
    }

    /** Compares what the task has made with what it was to make. */
    void made(StringBuilder text) {
        outputs.stream()
                .filter(name -> !checkpoints.contains(name))
                .forEach(name -> append("node_made ", List.of(name), text));
    }

    private static void append(String step, List<String> words, StringBuilder text) {
        text.append(step).append(ShellWord.of(words)).append('\n');
    }

    /**
     * What runs before the job, on the submit host: HTCondor brings an empty file where there is no
     * checkpoint.
     *
     * @param directory from which it brings them
     */
    String before(String directory) {
        return "#!/bin/sh\n# HTCondor brings only what is there: an empty file stands for no checkpoint.\ncd -- "
                + ShellWord.of(directory)
                + " || exit\nfor name in "
                + ShellWord.of(checkpoints)
                + "; do\n    [ -e \"./$name\" ] || { mkdir -p -- \"$(dirname -- \"./$name\")\" && : > \"./$name\"; } || exit\ndone\n";
    }
}
