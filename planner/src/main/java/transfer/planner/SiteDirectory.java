package transfer.planner;

import java.util.ArrayList;
import java.util.List;

/**
 * A directory of a site.
 *
 * @param path the path as programs see it that run at the site
 * @param isShared whether the compute nodes of the site see it under that path
 */
record SiteDirectory(Kind kind, String path, boolean isShared, List<FileServer> servers) {
    enum Kind {
        SHARED_SCRATCH("sharedScratch"),
        SHARED_STORAGE("sharedStorage"),
        LOCAL_SCRATCH("localScratch"),
        LOCAL_STORAGE("localStorage");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    SiteDirectory {
        servers = List.copyOf(servers);
    }

    /**
     * Servers for one operation: those for it alone, or where there is none those for all. In the
     * order of the catalog.
     */
    List<FileServer> servers(FileServer.Operation operation) {
        List<FileServer> exact = of(operation);
        return exact.isEmpty() ? of(FileServer.Operation.ALL) : exact;
    }

    /** Asked for every file of a workflow, so without a stream. */
    private List<FileServer> of(FileServer.Operation operation) {
        List<FileServer> found = new ArrayList<>(servers.size());
        for (FileServer server : servers) {
            if (server.operation() == operation) {
                found.add(server);
            }
        }
        return found;
    }
}
