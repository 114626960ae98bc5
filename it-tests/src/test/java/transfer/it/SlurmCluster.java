package transfer.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Slurm on one node. */
record SlurmCluster(ClusterHost host) implements AutoCloseable {
    static SlurmCluster start() throws IOException, InterruptedException {
        return new SlurmCluster(
                ClusterHost.start(
                        "slurm", List.of("CONTROLLER_PORT", "NODE_PORT"), List.of(), "slurm"));
    }

    /** Plans a workflow in its directory; the submit directory as the container sees it. */
    String plan(Path directory, String... options) throws IOException, InterruptedException {
        return host.plan(directory, options);
    }

    /** Starts the script of a submit directory that has to end with this status; what it says. */
    String submit(int status, String directory, String... options)
            throws IOException, InterruptedException {
        return host.shell(
                status,
                ClusterHost.quoted(directory + "/submit.sh")
                        + " "
                        + String.join(" ", options)
                        + " 2>&1");
    }

    /** Returns when nothing waits or runs any more. */
    void untilIdle() throws IOException, InterruptedException {
        host.shell(0, "while [ \"$(squeue --noheader)\" ]; do sleep 0.1; done");
    }

    @Override
    public void close() {
        host.close();
    }
}
