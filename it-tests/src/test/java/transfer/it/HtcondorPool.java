package transfer.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** HTCondor on one node. */
record HtcondorPool(ClusterHost host) implements AutoCloseable {
    static HtcondorPool start() throws IOException, InterruptedException {
        return new HtcondorPool(
                ClusterHost.start(
                        "htcondor",
                        List.of("COLLECTOR_PORT"),
                        List.of("/opt/transfer-test/as-lab"),
                        "dagman"));
    }

    /** A workflow of four jobs in a directory of its own. */
    Diamond diamond(String name) throws IOException, InterruptedException {
        Path directory = host.directory(name);
        return Diamond.write(directory, host.inside(directory));
    }

    @Override
    public void close() {
        host.close();
    }
}
