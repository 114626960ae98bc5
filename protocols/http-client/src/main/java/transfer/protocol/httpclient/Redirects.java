package transfer.protocol.httpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;

/**
 * The way of one request from server to server (RFC 9110, 15.4). Where it may go on: readings
 * anywhere, an upload and a PROPFIND to where they are told to go as they are, everything else only
 * where the server insists that the method stays (307, 308); a removal must not follow {@code /x}
 * to {@code /x/}.
 */
final class Redirects {
    private static final int MOST = 20;

    private final HttpConnections connections;
    private final HttpRequest request;
    private final List<WireUrl> seen = new ArrayList<>();

    Redirects(HttpConnections connections, HttpRequest request, WireUrl first) {
        this.connections = connections;
        this.request = request;
        seen.add(first);
    }

    boolean hasBegun() {
        return seen.size() > 1;
    }

    /**
     * Where an answer sends us on to; empty when it is to be taken as it is.
     *
     * @throws TransferException when the way goes in a circle, is too long, or leaves TLS
     */
    Optional<WireUrl> next(HttpAnswer answer) throws TransferException {
        Optional<String> location = answer.header("Location");
        if (!isFollowed(answer.status()) || location.isEmpty()) {
            return Optional.empty();
        }
        WireUrl here = seen.getLast();
        HttpUrl resolved = here.library().resolve(location.get());
        if (resolved == null) {
            throw refused(
                    FailureKind.UNSUPPORTED,
                    "the server redirects to something that is no http or https URL");
        }
        WireUrl target =
                WireUrl.of(resolved.newBuilder().username("").password("").fragment(null).build());
        if (seen.contains(target)) {
            seen.add(target);
            throw refused(FailureKind.BAD_REQUEST, "the redirects go in a circle: " + way());
        }
        seen.add(target);
        if (seen.size() > MOST + 1) {
            throw refused(
                    FailureKind.BAD_REQUEST,
                    "more than " + MOST + " redirects, the last to " + target.shown());
        }
        if (here.isHttps() && !target.isHttps() && connections.isChecked(target)) {
            throw refused(
                    FailureKind.UNTRUSTED,
                    "the server redirects to "
                            + target.shown()
                            + ", which gives up TLS; refused, unless that host is listed among those"
                            + " that need not be checked");
        }
        return Optional.of(target);
    }

    private boolean isFollowed(int status) {
        return switch (request.method()) {
            case "GET", "HEAD" -> isRedirect(status);
            case "PUT", "PROPFIND" -> isRedirect(status) && status != 303;
            default -> status == 307 || status == 308;
        };
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private String way() {
        return seen.stream().map(WireUrl::shown).collect(Collectors.joining(" -> "));
    }

    TransferException refused(FailureKind kind, String why) {
        return new TransferException(kind, request.url(), request + ": " + why)
                .during(Phase.REQUEST);
    }
}
