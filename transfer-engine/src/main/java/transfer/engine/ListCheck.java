package transfer.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import transfer.protocol.Directories;
import transfer.protocol.Endpoint;
import transfer.protocol.Place;
import transfer.protocol.Remover;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Finds what makes items impossible before anything moves: unknown schemes, malformed URLs, pairs
 * without a way.
 */
final class ListCheck {
    private static final TransferUrl ANYWHERE =
            TransferUrl.ofPath(java.nio.file.Path.of("/staging"));

    private final ProtocolTable protocols;
    private final List<Defect> defects = new ArrayList<>();

    /** A list names few pairs of schemes, often; whether there is a way depends on the pair. */
    private final Map<String, Optional<String>> pairs = new HashMap<>();

    ListCheck(ProtocolTable protocols) {
        this.protocols = protocols;
    }

    List<Defect> check(List<WorkItem> items) {
        for (WorkItem item : items) {
            if (item instanceof WorkItem.Transfer transfer) {
                boolean targetFine = opens(transfer, "destination", transfer.target());
                for (int i = 0; i < transfer.sources().size(); i++) {
                    Place source = transfer.sources().get(i);
                    if (opens(transfer, "source " + (i + 1), source) & targetFine) {
                        way(transfer, source);
                    }
                }
            } else if (item instanceof WorkItem.MakeDirectory mkdir) {
                able(mkdir, Directories.class, "has no directories to make");
            } else {
                able((WorkItem.Remove) item, Remover.class, "cannot remove");
            }
        }
        return defects;
    }

    private void able(WorkItem item, Class<? extends Endpoint> ability, String lack) {
        try (Endpoint endpoint = protocols.open(item.target())) {
            if (!ability.isInstance(endpoint)) {
                add(item, "target", item.target().url().scheme() + " " + lack);
            }
        } catch (TransferException e) {
            add(item, "target", e.getMessage());
        }
    }

    private boolean opens(WorkItem item, String field, Place place) {
        try (Endpoint _ = protocols.open(place)) {
            return true;
        } catch (TransferException e) {
            add(item, field, e.getMessage());
            return false;
        }
    }

    private void way(WorkItem.Transfer item, Place source) {
        String pair = source.url().scheme() + ">" + item.target().url().scheme();
        Optional<String> obstacle = pairs.get(pair);
        if (obstacle == null) {
            obstacle = obstacle(source, item.target());
            pairs.put(pair, obstacle);
        }
        obstacle.ifPresent(message -> add(item, "", message));
    }

    private Optional<String> obstacle(Place source, Place target) {
        try {
            Route.Wish wish = new Route.Wish(true, _ -> true);
            Route.between(protocols, source, target, wish, () -> ANYWHERE);
            return Optional.empty();
        } catch (TransferException e) {
            return Optional.of(e.getMessage() + "; schemes: " + protocols.schemes());
        }
    }

    private void add(WorkItem item, String field, String message) {
        defects.add(new Defect(item.position(), field, message));
    }
}
