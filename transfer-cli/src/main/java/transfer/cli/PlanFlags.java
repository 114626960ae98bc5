package transfer.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.function.Function;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The options of {@code transfer plan}: those of {@code pegasus-plan} that matter for data, under
 * their own names, and ours.
 */
final class PlanFlags {
    /** In place of a name, where an option has none. */
    static final String NO_NAME = "";

    private PlanFlags() {}

    /** A directory whose name is up to us, or the name that is attached with {@code =}. */
    private static final class AttachedOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments,
                CommandSpec command,
                ArgSpec option,
                Map<String, Object> facts) {
            if (!"=".equals(facts.get("separator"))) {
                arguments.push(NO_NAME);
            }
            return false;
        }
    }

    static void add(CommandSpec spec) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("WORKFLOW")
                        .index("0")
                        .required(true)
                        .arity("1")
                        .type(String.class)
                        .description("The abstract workflow, YAML of Pegasus 5.0.")
                        .build());
        addOurs(spec);
        addInputs(spec);
        addSites(spec);
        addNames(spec);
        addWork(spec);
        RunFlags.addToPlan(spec);
    }

    private static void addOurs(CommandSpec spec) {
        spec.addOption(
                EngineFlags.choice("NAME", "--engine", "dagman", "slurm", "local")
                        .description(
                                "What runs the plan: dagman (the default) writes a graph for"
                                        + " HTCondor's DAGMan, slurm job scripts for sbatch, local"
                                        + " runs the jobs on this machine, now.")
                        .build());
        spec.addOption(
                EngineFlags.path("FILE", "--worker-package")
                        .description(
                                "The archive of our programs that jobs elsewhere unpack, as"
                                        + " './package --worker' makes it. Default: none, jobs use"
                                        + " what is installed where they run.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--check")
                        .description(
                                "Name all that is wrong with the workflow, its catalogs and its"
                                        + " properties at once, with file, line and field, and"
                                        + " what may not be meant; write nothing.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--simulate")
                        .description(
                                "Print what the plan would move from where to where, how full it"
                                        + " would make scratch directories and how long it may"
                                        + " take; write nothing.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--json").description("With --simulate: print JSON.").build());
        spec.addOption(
                EngineFlags.path("FILE", "--page")
                        .description(
                                "With --simulate: also draw the plan, with the list of each job, as"
                                        + " one page of HTML that needs nothing else.")
                        .build());
    }

    private static void addInputs(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("FILE", "--conf")
                        .description("The properties file. Default: .pegasusrc in your home.")
                        .build());
        spec.addOption(
                EngineFlags.several("KEY=VALUE", Function.identity(), "-D")
                        .description(
                                "A property, stronger than those in the file; may be given several"
                                        + " times: -Dpegasus.mode=debug.")
                        .build());
        spec.addOption(
                words("DIR,...", "-I", "--input-dir")
                        .description(
                                "Directories of this machine whose files are inputs, by their"
                                        + " names relative to it.")
                        .build());
        spec.addOption(
                words("FILE,...", "-c", "--cache")
                        .description("Replica catalogs that are asked before all others.")
                        .build());
        spec.addOption(
                words("FILE,...", "--inherited-rc-files")
                        .description("Replica catalogs that are asked before the usual one.")
                        .build());
        spec.addOption(
                words("DIR,...", "--reuse")
                        .description("Submit directories of earlier runs whose files are used.")
                        .build());
    }

    private static void addSites(CommandSpec spec) {
        spec.addOption(
                words("SITE,...", "-s", "--sites")
                        .description(
                                "Sites where jobs may run. Default: the site 'compute', or else"
                                        + " all but 'local'.")
                        .build());
        spec.addOption(
                EngineFlags.value("SITE=STAGING,...", PlanFlags::pairs, "--staging-site")
                        .description(
                                "Where the data of jobs lies while the workflow runs, for each"
                                        + " site of execution; a name alone is for all of them.")
                        .build());
        spec.addOption(
                words("SITE,...", "-o", "--output-sites")
                        .description(
                                "Sites where outputs go. Without these and without --output-dir"
                                        + " outputs go nowhere.")
                        .build());
        spec.addOption(
                EngineFlags.value("DIR", Function.identity(), "-O", "--output-dir")
                        .description(
                                "The directory for outputs, in place of the output site's; without"
                                        + " --output-sites one of this machine.")
                        .build());
    }

    private static void addNames(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("DIR", "--dir")
                        .description(
                                "Where submit directories are made. Default: the working"
                                        + " directory.")
                        .build());
        spec.addOption(
                EngineFlags.value("DIR", Function.identity(), "--relative-dir")
                        .description(
                                "The directory of the run below every scratch directory, and below"
                                        + " --dir. Default: USER/pegasus/WORKFLOW/runNNNN.")
                        .build());
        spec.addOption(
                EngineFlags.value("DIR", Function.identity(), "--relative-submit-dir")
                        .description("The same for the submit directory alone.")
                        .build());
        spec.addOption(
                EngineFlags.value("NAME", Function.identity(), "--randomdir")
                        .arity("1")
                        .preprocessor(new AttachedOnly())
                        .description(
                                "Below scratch directories use this name, attached with =, or"
                                        + " without one a name that nothing else has.")
                        .build());
        spec.addOption(
                EngineFlags.value("PREFIX", Function.identity(), "-j", "--job-prefix")
                        .description("Begins the names of all jobs.")
                        .build());
        spec.addOption(
                EngineFlags.value("NAME", Function.identity(), "-b", "--basename")
                        .description("In place of the workflow's name in the names of files.")
                        .build());
    }

    private static void addWork(CommandSpec spec) {
        spec.addOption(
                EngineFlags.choice("HOW", "--cleanup", "none", "leaf", "inplace", "constraint")
                        .description(
                                "When scratch files are removed: none, never; leaf, all at the"
                                        + " end; inplace (the default), each when nothing needs it"
                                        + " any more; constraint, as the room of the sites wants"
                                        + " it.")
                        .build());
        spec.addOption(
                EngineFlags.flag("-f", "--force")
                        .description("Run all jobs, also those whose outputs exist.")
                        .build());
        spec.addOption(
                EngineFlags.value("STYLE", Function.identity(), "-C", "--cluster")
                        .description("Refused: jobs are not put together into larger ones here.")
                        .build());
    }

    private static OptionSpec.Builder words(String label, String... names) {
        return EngineFlags.value(label, PlanFlags::list, names);
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : list(text)) {
            int equals = word.indexOf('=');
            if (equals == 0 || equals == word.length() - 1) {
                throw new IllegalArgumentException("'" + word + "' is no pair SITE=STAGING");
            }
            pairs.put(equals < 0 ? "*" : word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }
}
