package transfer.planner;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one job runs, whoever runs it. Names of files are whole paths.
 *
 * @param argv the program and its arguments, each as the program gets it
 * @param input what it reads on standard input; null for nothing
 * @param directory in which it starts; null where any will do
 * @param environment variables that it needs, besides those that are there
 * @param output where its standard output goes, on the submit host
 * @param error where its standard error goes, on the submit host
 * @param files of the submit host that lie beside it when it starts; none for a job of that host
 * @param secrets more such files, which nobody else may see on their way
 * @param isLocal whether it runs on the submit host
 */
record NodeCommand(
        List<String> argv,
        String input,
        String directory,
        SortedMap<String, String> environment,
        String output,
        String error,
        List<String> files,
        List<String> secrets,
        boolean isLocal) {
    NodeCommand {
        argv = List.copyOf(argv);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        files = List.copyOf(files);
        secrets = List.copyOf(secrets);
    }
}
