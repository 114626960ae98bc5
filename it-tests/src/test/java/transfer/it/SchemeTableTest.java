package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.engine.EngineOptions;
import transfer.engine.ListPosition;
import transfer.engine.TransferEngine;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.protocol.Digester;
import transfer.protocol.Endpoint;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.all.AllProtocols;

/**
 * The table of schemes in the README is what the engine accepts and what each endpoint implements.
 */
class SchemeTableTest {
    private static final String BEGIN = "<!-- schemes: written by SchemeTableTest -->\n";
    private static final String END = "<!-- end of schemes -->";
    private static final ListPosition NOWHERE = new ListPosition(1, 0);

    private final List<Protocol> protocols =
            AllProtocols.list(NetworkSettings.standard(), List.of());
    private final Credentials credentials = Credentials.none();
    private final TransferEngine engine =
            new TransferEngine(protocols, credentials, EngineOptions.standard(Path.of("/tmp")));

    @Test
    void theReadmeListsWhatTheProgramCan() throws Exception {
        String readme = Files.readString(Path.of("").toAbsolutePath().resolveSibling("README.md"));
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        String listed = begin < 0 || end < 0 ? "" : readme.substring(begin + BEGIN.length(), end);
        String right = table();
        assertEquals(right, listed, () -> "the table in README.md must be:\n\n" + right + "\n");
    }

    private String table() throws Exception {
        StringBuilder table =
                new StringBuilder(
                        "| scheme | from | to | mkdir | remove | server's own digest | folder |\n"
                                + "|---|---|---|---|---|---|---|\n");
        for (Protocol protocol : protocols) {
            String[] packages = protocol.getClass().getPackageName().split("\\.");
            for (String scheme : protocol.schemes()) {
                table.append(row(scheme, protocol, packages[packages.length - 1]));
            }
        }
        return table.toString();
    }

    private String row(String scheme, Protocol protocol, String folder) throws Exception {
        Place place = place(scheme);
        Place local = place("file");
        List<WorkItem> wishes =
                List.of(
                        transfer(place, local),
                        transfer(local, place),
                        new WorkItem.MakeDirectory(NOWHERE, place),
                        new WorkItem.Remove(NOWHERE, place, false));
        StringBuilder row = new StringBuilder("| `" + scheme + "` ");
        for (WorkItem wish : wishes) {
            row.append(engine.check(List.of(wish)).isEmpty() ? "| yes " : "| – ");
        }
        try (Endpoint endpoint = protocol.open(place, credentials)) {
            boolean digests = endpoint instanceof Digester && !place.url().isLocal();
            row.append(digests ? "| if it tells one " : "| – ");
        }
        return row.append("| `protocols/").append(folder).append("` |\n").toString();
    }

    private static Place place(String scheme) throws MalformedUrlException {
        boolean local = List.of("file", "symlink", "moveto").contains(scheme);
        TransferUrl url = TransferUrl.parse(scheme + (local ? ":///a" : "://server.example/a"));
        return new Place(url, Site.UNNAMED);
    }

    private static WorkItem transfer(Place source, Place destination) {
        TransferTerms terms = new TransferTerms("a", "input", false, false, true, Optional.empty());
        return new WorkItem.Transfer(NOWHERE, List.of(source), destination, terms);
    }
}
