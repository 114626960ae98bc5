package transfer.planner;

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
        List<FileServer> exact =
                servers.stream().filter(server -> server.operation() == operation).toList();
        return exact.isEmpty()
                ? servers.stream()
                        .filter(server -> server.operation() == FileServer.Operation.ALL)
                        .toList()
                : exact;
    }
}
