package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of a site.
 *
 * @param path the path as programs see it that run at the site
 * @param isShared whether the compute nodes of the site see it under that path
 * @param space the bytes that may lie there, where the catalog tells
 */
record SiteDirectory(
        Kind kind, String path, boolean isShared, List<FileServer> servers, Optional<Long> space) {
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([KMGTP]?)I?B?");

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

    SiteDirectory(Kind kind, String path, boolean isShared, List<FileServer> servers) {
        this(kind, path, isShared, servers, Optional.empty());
    }

    /**
     * Bytes as catalogs write them: {@code 122GB}, {@code 1.5 TiB}, {@code 4096}; letters are
     * powers of 1024. Empty for anything else: the planner that this one replaces does not read it.
     */
    static Optional<Long> space(String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            return Optional.empty();
        }
        int power = size.group(2).isEmpty() ? 0 : 1 + "KMGTP".indexOf(size.group(2));
        return Optional.of((long) (Double.parseDouble(size.group(1)) * Math.pow(1024, power)));
    }

    /**
     * Servers for one operation: those for it alone, or where there is none those for all. In the
     * order of the catalog.
     */
    List<FileServer> servers(FileServer.Operation operation) {
        List<FileServer> exact = of(operation);
        return exact.isEmpty() ? of(FileServer.Operation.ALL) : exact;
    }

    /** All servers a file can be read from: those for reading alone first, then those for all. */
    List<FileServer> readable() {
        List<FileServer> found = of(FileServer.Operation.GET);
        found.addAll(of(FileServer.Operation.ALL));
        return found;
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
