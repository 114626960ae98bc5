package transfer.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Says what would be done for an item, without doing it. */
final class Planning {
    private final ProtocolTable protocols;
    private final EngineOptions options;

    Planning(ProtocolTable protocols, EngineOptions options) {
        this.protocols = protocols;
        this.options = options;
    }

    RoutePlan plan(WorkItem item) {
        return switch (item) {
            case WorkItem.MakeDirectory mkdir ->
                    new RoutePlan(
                            item,
                            List.of("make the directory " + mkdir.target().url()),
                            keys(item.target()));
            case WorkItem.Remove remove ->
                    new RoutePlan(
                            item,
                            List.of(
                                    "remove "
                                            + remove.target().url()
                                            + (remove.recursive() ? " and all in it" : "")),
                            keys(item.target()));
            case WorkItem.Transfer transfer -> plan(transfer);
        };
    }

    private RoutePlan plan(WorkItem.Transfer item) {
        List<String> steps = new ArrayList<>();
        List<String> keys = new ArrayList<>(keys(item.target()));
        for (Place source : item.sources()) {
            Place to = TransferTask.linked(options, source, item.target());
            try {
                boolean hashed = TransferTask.wantsHash(options, item.terms());
                String prefix = steps.isEmpty() ? "" : "or else ";
                Route route =
                        Route.between(
                                protocols,
                                source,
                                to,
                                new Route.Wish(hashed, _ -> true),
                                this::staging);
                route.hops().forEach(hop -> steps.add(prefix + hop.words()));
            } catch (TransferException e) {
                steps.add(e.getMessage());
            }
            keys.addAll(keys(source));
        }
        return new RoutePlan(item, steps, keys.stream().distinct().toList());
    }

    private TransferUrl staging() {
        return TransferUrl.ofPath(options.stagingDirectory().resolve("transfer-*.data"));
    }

    private List<String> keys(Place place) {
        if (place.url().isLocal()) {
            return List.of();
        }
        List<String> found =
                Stream.of(Credential.class.getPermittedSubclasses())
                        .map(kind -> kind.asSubclass(Credential.class))
                        .flatMap(kind -> key(place, kind).stream())
                        .toList();
        return found.isEmpty() ? List.of(place.url().server() + ": anonymous") : found;
    }

    private Optional<String> key(Place place, Class<? extends Credential> kind) {
        String server = place.url().server();
        try {
            return protocols
                    .credentials()
                    .find(place.credentialQuery(), kind)
                    .map(credential -> server + ": " + credential.origin());
        } catch (CredentialException e) {
            return Optional.of(server + ": " + e.getMessage());
        }
    }
}
