package transfer.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The options of running a planned workflow on this machine. */
final class RunFlags {
    static final String JOBS = "--jobs";
    static final String VERBOSE = "--verbose";
    private static final String THREADS = "--threads";

    private RunFlags() {}

    /** For {@code transfer run}. */
    static void add(CommandSpec spec) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("SUBMITDIR")
                        .index("0")
                        .required(true)
                        .arity("1")
                        .type(String.class)
                        .description(
                                "The directory that 'transfer plan --engine local' made. What an"
                                        + " earlier run has done is not done again.")
                        .build());
        addJobs(spec, "");
        EngineFlags.addInFlight(spec);
        EngineFlags.addProgress(spec, "a line that counts jobs");
        EngineFlags.addContent(spec);
        RecordFlags.addRecheck(spec);
        CacheFlags.add(spec);
    }

    /** What {@code transfer plan} takes of these, because it runs the plan itself. */
    static void addToPlan(CommandSpec spec) {
        addJobs(spec, "With --engine local: ");
        spec.addOption(
                EngineFlags.value("N", InFlight::parse, THREADS, "-n")
                        .description(
                                "With --engine local: how many files are moved at once, as 'transfer"
                                        + " run' has it.")
                        .build());
    }

    private static void addJobs(CommandSpec spec, String when) {
        spec.addOption(
                EngineFlags.value("N", EngineFlags::positive, JOBS)
                        .description(
                                when
                                        + "How many processors compute jobs have together; one takes"
                                        + " as many as its profile request_cpus says, or one"
                                        + " (default: as many as this machine has).")
                        .build());
        spec.addOption(
                EngineFlags.flag(VERBOSE, "-v")
                        .description(when + "Tell of every job when it begins and when it ends.")
                        .build());
    }

    /** The options for running what was just planned: some of plan's have other meanings there. */
    static ParseResult ofPlan(ParseResult plan, Path directory) {
        List<String> words = new ArrayList<>();
        for (String name : List.of(JOBS, THREADS)) {
            if (plan.hasMatchedOption(name)) {
                words.add(name);
                words.add(plan.matchedOption(name).originalStringValues().getLast());
            }
        }
        if (plan.matchedOptionValue(VERBOSE, false)) {
            words.add(VERBOSE);
        }
        words.add("--");
        words.add(directory.toString());
        return CommandModel.parser(CommandModel.Command.RUN)
                .parseArgs(words.toArray(String[]::new));
    }
}
