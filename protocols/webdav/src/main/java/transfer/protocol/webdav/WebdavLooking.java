package transfer.protocol.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.xml.stream.XMLStreamException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConversation;
import transfer.protocol.httpclient.HttpFailures;
import transfer.protocol.httpclient.HttpFiles;
import transfer.protocol.httpclient.HttpRequest;

/** What is there, by PROPFIND (RFC 4918, 9.1), or by HEAD where that is refused. */
final class WebdavLooking {
    private static final RequestBody WISHES =
            RequestBody.create(
                    """
                    <?xml version="1.0" encoding="utf-8"?>
                    <propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/>\
                    <getlastmodified/><getetag/></prop></propfind>
                    """,
                    MediaType.get("application/xml; charset=utf-8"));

    private final HttpConversation conversation;
    private final HttpFiles files;
    private final WebdavMemory memory;

    WebdavLooking(HttpConversation conversation, HttpFiles files, WebdavMemory memory) {
        this.conversation = conversation;
        this.files = files;
        this.memory = memory;
    }

    /** See {@link transfer.protocol.Inspector#stat}. */
    FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        if (!memory.has(url, WebdavMemory.Trait.NEVER_DESCRIBES)) {
            HttpRequest request = propfind(url, "0");
            try (HttpAnswer answer = conversation.send(request)) {
                if (!isRefused(answer, url)) {
                    WebdavResource found = found(request, answer);
                    // nginx tells tags with GET and HEAD only, and a reading goes by the tag
                    if (found.collection() || found.tag().isPresent()) {
                        return stat(found, answer);
                    }
                }
            }
        }
        return statByHead(url);
    }

    private static HttpRequest propfind(TransferUrl url, String depth) {
        return HttpRequest.of("PROPFIND", url).with("Depth", depth).with(WISHES);
    }

    /** Whether the server does not answer this sort of question, though perhaps others. */
    private boolean isRefused(HttpAnswer answer, TransferUrl url) {
        return switch (answer.status()) {
            case 405, 501 -> {
                memory.learn(url, WebdavMemory.Trait.NEVER_DESCRIBES);
                yield true;
            }
            // a success that is no multistatus comes from a server that does not know the method
            case 200, 204, 400, 403, 415 -> true;
            default -> false;
        };
    }

    private WebdavResource found(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        WebdavResource found = itself(resources(request, answer), request, answer);
        if (!found.isThere()) {
            throw WebdavFailures.inside(request, answer, found.status().orElseThrow());
        }
        return found;
    }

    private static FileStat stat(WebdavResource found, HttpAnswer answer) {
        return new FileStat(
                found.collection() ? FileStat.Kind.DIRECTORY : FileStat.Kind.FILE,
                found.collection() ? OptionalLong.empty() : found.size(),
                found.modified().flatMap(WebdavLooking::date),
                // in a list of nginx there are no tags, and a file has one
                found.collection() || found.tag().isEmpty()
                        ? Optional.empty()
                        : answer.identity(found.tag(), found.modified(), found.size()),
                List.of(),
                OptionalInt.empty(),
                answer.provenance());
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private List<WebdavResource> resources(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        if (answer.status() != 207) {
            throw WebdavFailures.of("PROPFIND", conversation.failure(request, answer));
        }
        List<WebdavResource> resources;
        try (InputStream body = answer.body().inputStream()) {
            resources = WebdavMultistatus.read(body);
        } catch (XMLStreamException e) {
            throw wrong(
                    request, answer, "cannot be read: " + e.getMessage().replaceAll("\\s+", " "));
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw HttpFailures.inBody(request, answer, e, "broke off");
        }
        if (resources.isEmpty()) {
            throw wrong(request, answer, "says nothing of it");
        }
        return resources;
    }

    /** The first failure that a multistatus answer tells of, where something failed in a folder. */
    TransferException failureInside(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        for (WebdavResource each : resources(request, answer)) {
            if (!each.isThere()) {
                return WebdavFailures.inside(request, answer, each.status().orElseThrow());
            }
        }
        return wrong(request, answer, "is a multistatus in which nothing failed");
    }

    private static TransferException wrong(HttpRequest request, HttpAnswer answer, String why) {
        return new TransferException(
                        FailureKind.WRONG_CONTENT,
                        request.url(),
                        request + ": the server's answer " + why)
                .withStatus(answer.status())
                .during(Phase.BODY)
                .cameBy(answer.provenance());
    }

    /**
     * The one that was asked for: that with its path, or else the uppermost one, because behind a
     * gateway a server may know itself by another path.
     */
    private static WebdavResource itself(
            List<WebdavResource> resources, HttpRequest request, HttpAnswer answer)
            throws TransferException {
        String asked = WebdavLocation.unescaped(WebdavLocation.of(request.url()).path());
        WebdavResource uppermost = resources.getFirst();
        for (WebdavResource each : resources) {
            if (each.path().equals(asked)) {
                return each;
            }
            if (each.path().length() < uppermost.path().length()) {
                uppermost = each;
            }
        }
        if (!asked.isEmpty() && uppermost.path().startsWith(asked + "/")) {
            // taken for the folder it would be missing in it
            throw wrong(request, answer, "says nothing of it, only of what is in it");
        }
        return uppermost;
    }

    /** Without PROPFIND a folder shows by being redirected to its name with a slash. */
    private FileStat statByHead(TransferUrl url) throws TransferException, InterruptedException {
        WebdavLocation asked = WebdavLocation.of(url);
        HttpRequest head = HttpRequest.of("HEAD", asked.asFile());
        try (HttpAnswer answer = conversation.send(head)) {
            String end = WebdavLocation.unescaped(answer.url().encodedPath());
            if (answer.isRedirected() && end.equals(WebdavLocation.unescaped(asked.path()) + "/")) {
                return folder(answer);
            }
            if (answer.status() != 404 || !asked.marked()) {
                return files.stat(asked.asFile());
            }
        }
        // the uppermost folder that nginx serves is there with a slash only, and has no page
        HttpRequest marked = HttpRequest.of("HEAD", asked.asFolder());
        try (HttpAnswer answer = conversation.send(marked)) {
            if (answer.isSuccess() || answer.status() == 403) {
                return folder(answer);
            }
            throw conversation.failure(marked, answer);
        }
    }

    private static FileStat folder(HttpAnswer answer) {
        return new FileStat(
                FileStat.Kind.DIRECTORY,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                answer.provenance());
    }

    /** See {@link transfer.protocol.Directories#list}. */
    List<Directories.Entry> list(TransferUrl url) throws TransferException, InterruptedException {
        WebdavLocation folder = WebdavLocation.of(url);
        HttpRequest request = propfind(folder.asFolder(), "1");
        List<WebdavResource> all;
        try (HttpAnswer answer = conversation.send(request)) {
            all = resources(request, answer);
            WebdavResource itself = itself(all, request, answer);
            if (!itself.isThere()) {
                throw WebdavFailures.inside(request, answer, itself.status().orElseThrow());
            }
            if (!itself.collection()) {
                throw new TransferException(
                                FailureKind.BAD_REQUEST, url, request + ": is no folder but a file")
                        .during(Phase.REQUEST)
                        .cameBy(answer.provenance());
            }
            String above = itself.path() + "/";
            List<Directories.Entry> children = new ArrayList<>(all.size());
            for (WebdavResource each : all) {
                if (each != itself) {
                    children.add(
                            new Directories.Entry(
                                    child(folder, above, each, answer),
                                    each.isThere()
                                            ? Optional.of(stat(each, answer))
                                            : Optional.empty()));
                }
            }
            return children;
        }
    }

    private static TransferUrl child(
            WebdavLocation folder, String above, WebdavResource each, HttpAnswer answer)
            throws TransferException {
        String path = each.path();
        // some write only the name
        String name =
                path.startsWith(above)
                        ? path.substring(above.length())
                        : path.startsWith("./") ? path.substring(2) : path;
        boolean possible =
                !name.isEmpty()
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.indexOf('/') < 0
                        && name.indexOf('\0') < 0;
        if (!possible) {
            throw new TransferException(
                            FailureKind.WRONG_CONTENT,
                            folder.url(),
                            "PROPFIND "
                                    + folder.url()
                                    + ": the server lists something that is not in that folder")
                    .withStatus(answer.status())
                    .during(Phase.BODY)
                    .cameBy(answer.provenance());
        }
        return folder.child(name);
    }
}
