package transfer.planner;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Decides whether a transfer runs on the submit host or at the site whose files it moves. */
final class TransferPlace {
    private static final String ALL = "*";

    private final Map<Kind, Set<String>> remoteSites = new HashMap<>();

    enum Kind {
        STAGE_IN("stagein"),
        STAGE_OUT("stageout"),
        INTER("inter");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    TransferPlace(Properties properties) {
        for (Kind kind : Kind.values()) {
            String own = properties.get("pegasus.transfer." + kind.word + ".remote.sites", "");
            String all = properties.get("pegasus.transfer.*.remote.sites", "");
            remoteSites.put(kind, Words.set(own + "," + all));
        }
    }

    /** Whether a transfer can run on the submit host, going by one end of it. */
    boolean isLocal(Site site, String url, Kind kind) {
        if (site.isLocal() || site.isSeenBySubmitHost()) {
            return true;
        }
        Set<String> remote = remoteSites.get(kind);
        if (remote.contains(site.name()) || remote.contains(ALL)) {
            return false;
        }
        return !Urls.isFile(url);
    }

    /** The same where no property has a say: directories, removals. */
    static boolean isLocal(Site site, String url) {
        return site.isLocal() || site.isSeenBySubmitHost() || !Urls.isFile(url);
    }
}
