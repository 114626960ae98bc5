package transfer.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A plan that DAGMan runs.
 *
 * @param directory the submit directory, as the container sees it
 */
record DagRun(HtcondorPool pool, String directory) {
    private static final String DAG = "diamond-0.dag";

    /** Far more than any of these takes on a busy machine. */
    private static final int LIMIT_SECONDS = 200;

    static DagRun plan(HtcondorPool pool, Diamond diamond, String... options)
            throws IOException, InterruptedException {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "--dir",
                                        "submit",
                                        "--sites",
                                        "cluster",
                                        "--output-sites",
                                        "local"),
                                Stream.of(options))
                        .toArray(String[]::new);
        return new DagRun(pool, pool.host().plan(diamond.directory(), all));
    }

    /**
     * Has DAGMan run it, from where it ended the last time.
     *
     * @return the number of DAGMan's own job
     */
    String submit() throws IOException, InterruptedException {
        return shell("condor_submit_dag " + DAG)
                .replaceAll("(?s).*submitted to cluster (\\d+)\\..*", "$1");
    }

    /** Returns when DAGMan ends, which has to be with this exit code. */
    void endsWith(int code) throws IOException, InterruptedException {
        String log = DAG + ".dagman.log";
        String end =
                shell(
                        "condor_wait -wait %d %s >&2 || { tail -n 40 *.dagman.out *-0.log >&2; exit 1; }; sed -n 's/.*(return value \\([0-9]*\\)).*/\\1/p' %s | tail -n 1"
                                .formatted(LIMIT_SECONDS, log, log));
        if (!end.strip().equals(Integer.toString(code))) {
            throw new IllegalStateException(
                    "DAGMan ended with " + end + shell("tail -n 40 *.dagman.out *-0.log"));
        }
    }

    /**
     * The names of jobs in the order in which DAGMan submitted them, attempts after the first too.
     */
    List<String> submitted() throws IOException {
        return Files.readAllLines(file("diamond-0.log")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("DAG Node: "))
                .map(line -> line.substring("DAG Node: ".length()))
                .toList();
    }

    /** How many jobs of this kind HTCondor had at a time, at most. */
    int mostAtOnce(String kind) throws IOException {
        Set<String> there = new HashSet<>();
        int most = 0;
        String event = "";
        for (String line : Files.readAllLines(file("diamond-0.log"))) {
            if (line.matches("\\d{3} \\(.*")) {
                event = line.substring(0, line.indexOf(')'));
            }
            String number = event.substring(event.indexOf(' ') + 1);
            if (line.strip().startsWith("DAG Node: " + kind)) {
                there.add(number);
                most = Math.max(most, there.size());
            } else if (event.startsWith("005 ")) {
                there.remove(number);
            }
        }
        return most;
    }

    /** A file of the submit directory, as it is called here. */
    Path file(String name) {
        return pool.host().outside(directory).resolve(name);
    }

    /**
     * Runs a script in the submit directory, which may wait for what never comes; what it prints on
     * its standard output.
     */
    String shell(String script) throws IOException, InterruptedException {
        return pool.host()
                .shell(
                        0,
                        "cd %s && timeout %d sh -c %s"
                                .formatted(
                                        ClusterHost.quoted(directory),
                                        LIMIT_SECONDS + LIMIT_SECONDS / 10,
                                        ClusterHost.quoted(script)));
    }
}
