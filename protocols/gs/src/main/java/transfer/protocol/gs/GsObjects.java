package transfer.protocol.gs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import okhttp3.HttpUrl;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpRequest;

/** What is there, and its bytes. */
final class GsObjects {
    /** From this size on a connection's set-up matters less than what it carries. */
    private static final long BULKY = 4 << 20;

    /** The most that the store gives at once. */
    private static final int PAGE = 1000;

    private final GsApi api;

    GsObjects(GsApi api) {
        this.api = api;
    }

    /** Entries of one page of a list. */
    record Page(List<GsObject> objects, List<String> prefixes, Optional<String> next) {
        boolean isEmpty() {
            return objects.isEmpty() && prefixes.isEmpty();
        }
    }

    /**
     * @throws TransferException {@link FailureKind#NOT_FOUND} when there is no such object
     */
    GsObject find(GsLocation location) throws TransferException, InterruptedException {
        return GsObject.of(api.json(description(location)));
    }

    private HttpRequest description(GsLocation location) throws TransferException {
        HttpUrl.Builder target = api.at(location).addQueryParameter("fields", GsObject.FIELDS);
        return api.request("GET", location.url(), location.bucket(), target);
    }

    /** See {@link transfer.protocol.Inspector#stat}. */
    FileStat stat(GsLocation location) throws TransferException, InterruptedException {
        if (location.isBucket()) {
            api.json(
                    api.request(
                            "GET",
                            location.url(),
                            location.bucket(),
                            api.at(location).addQueryParameter("fields", "name")));
            return directory();
        }
        if (location.name().endsWith("/") && isAnythingIn(location)) {
            return directory(); // also where an object of this name has it shown
        }
        HttpRequest request = description(location);
        try (HttpAnswer answer = api.send(request)) {
            if (answer.isSuccess()) {
                return location.name().endsWith("/") // an object that stands for a directory
                        ? directory()
                        : GsObject.of(GsApi.json(request, answer)).stat(answer.provenance());
            }
            TransferException failure = api.failure(request, answer);
            if (failure.kind() == FailureKind.NOT_FOUND && isDirectory(location)) {
                return directory();
            }
            throw failure;
        }
    }

    private static FileStat directory() {
        return new FileStat(
                FileStat.Kind.DIRECTORY,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                Provenance.UNKNOWN);
    }

    /**
     * Whether names continue it behind a slash; false where we may not know.
     *
     * @throws TransferException when the store could tell another time
     */
    boolean isDirectory(GsLocation location) throws TransferException, InterruptedException {
        try {
            return isAnythingIn(location);
        } catch (TransferException e) {
            if (e.kind().isPassing()) {
                throw e;
            }
            return false; // what was asked first has its own failure
        }
    }

    private boolean isAnythingIn(GsLocation location)
            throws TransferException, InterruptedException {
        return !page(location, location.prefix(), "", Optional.empty(), 1).isEmpty();
    }

    /**
     * One page of what is below a name.
     *
     * @param delimiter behind which names are joined into one; may be empty
     * @param token where it begins, as the page before tells; empty for the first
     */
    Page page(GsLocation location, String delimiter, Optional<String> token)
            throws TransferException, InterruptedException {
        return page(location, location.prefix(), delimiter, token, PAGE);
    }

    /**
     * One page of what begins so.
     *
     * @param delimiter behind which names are joined into one; may be empty
     */
    private Page page(
            GsLocation location, String prefix, String delimiter, Optional<String> token, int most)
            throws TransferException, InterruptedException {
        HttpUrl.Builder target =
                api.at("/storage/v1/b/" + GsLocation.escaped(location.bucket()) + "/o")
                        .addQueryParameter("maxResults", String.valueOf(most))
                        .addQueryParameter(
                                "fields", "nextPageToken,prefixes,items(" + GsObject.FIELDS + ")")
                        .addEncodedQueryParameter("prefix", GsLocation.escaped(prefix));
        if (!delimiter.isEmpty()) {
            target.addEncodedQueryParameter("delimiter", GsLocation.escaped(delimiter));
        }
        token.ifPresent(
                value -> target.addEncodedQueryParameter("pageToken", GsLocation.escaped(value)));
        JsonObject json = api.json(api.request("GET", location.url(), location.bucket(), target));
        List<GsObject> objects = new ArrayList<>();
        if (json.get("items") != null) {
            for (JsonElement item : json.getAsJsonArray("items")) {
                objects.add(GsObject.of(item.getAsJsonObject()));
            }
        }
        List<String> prefixes = new ArrayList<>();
        if (json.get("prefixes") != null) {
            json.getAsJsonArray("prefixes").forEach(each -> prefixes.add(each.getAsString()));
        }
        Optional<String> next = GsObject.text(json, "nextPageToken").filter(t -> !t.isEmpty());
        return new Page(objects, prefixes, next);
    }

    /** See {@link transfer.protocol.Directories#list}. */
    Directories.Page list(GsLocation location, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        Page page = page(location, location.prefix() + prefix, "/", after, PAGE);
        List<Directories.Entry> found = new ArrayList<>();
        for (GsObject object : page.objects()) {
            if (object.name().equals(location.prefix())) {
                checkEmpty(location, object);
            } else {
                found.add(
                        new Directories.Entry(
                                location.named(object.name()),
                                Optional.of(object.stat(Provenance.UNKNOWN))));
            }
        }
        for (String name : page.prefixes()) {
            found.add(new Directories.Entry(location.named(name), Optional.of(directory())));
        }
        boolean there =
                after.isPresent()
                        || page.next().isPresent()
                        || !page.isEmpty()
                        || location.isBucket()
                        || !prefix.isEmpty() && isDirectory(location);
        if (there) {
            return new Directories.Page(found, page.next());
        }
        find(location);
        throw new TransferException(
                        FailureKind.BAD_REQUEST,
                        location.url(),
                        "GET " + location.url() + ": is an object and no directory")
                .during(Phase.REQUEST);
    }

    /** Who has a directory shown makes an object of its name; with content it would be lost. */
    private static void checkEmpty(GsLocation location, GsObject object) throws TransferException {
        long size = object.size().orElse(0);
        if (size > 0) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST,
                            location.url(),
                            "GET "
                                    + location.url()
                                    + ": is a directory and an object of "
                                    + size
                                    + " bytes, "
                                    + location.named(object.name())
                                    + ", which no directory can hold")
                    .during(Phase.REQUEST);
        }
    }

    /** See {@link transfer.protocol.Source#read}. */
    Reading read(GsLocation location, ReadRequest wanted)
            throws TransferException, InterruptedException {
        HttpRequest request = reading(location, wanted);
        HttpAnswer answer = api.send(request);
        boolean kept = false;
        try {
            Reading reading = reading(location, request, answer, wanted);
            kept = true;
            return reading;
        } finally {
            if (!kept) {
                answer.close();
            }
        }
    }

    private HttpRequest reading(GsLocation location, ReadRequest wanted) throws TransferException {
        HttpUrl.Builder target = api.at(location).addQueryParameter("alt", "media");
        wanted.unchanged()
                .ifPresent(identity ->
                        target.addQueryParameter(
                                "ifGenerationMatch", GsObject.generation(identity)));
        HttpRequest request =
                api.request("GET", location.url(), location.bucket(), target)
                        .byIf(
                                wanted.length().orElse(Long.MAX_VALUE) >= BULKY,
                                HttpRequest.Traffic.BULK);
        if (wanted.offset() == 0 && wanted.length().isEmpty()) {
            return request;
        }
        // of nothing no range can be asked: then of one byte, which is not passed on
        long count = Math.max(1, wanted.length().orElse(0));
        String last =
                wanted.length().isPresent() ? String.valueOf(wanted.offset() + count - 1) : "";
        return request.with("Range", "bytes=" + wanted.offset() + "-" + last);
    }

    private Reading reading(
            GsLocation location, HttpRequest request, HttpAnswer answer, ReadRequest wanted)
            throws TransferException, InterruptedException {
        switch (answer.status()) {
            case 200, 206 -> {
                FileStat stat = GsObject.of(answer, location.name()).stat(answer.provenance());
                refuseOther(request, stat, wanted);
                return wanted.length().orElse(1) == 0
                        ? answer.readingOfNothing(request, stat, wanted.offset())
                        : answer.reading(request, stat, wanted);
            }
            case 416 -> {
                FileStat now = stat(location);
                refuseOther(request, now, wanted);
                if (now.size().orElse(-1) != wanted.offset()) {
                    throw changed(request, "has no bytes from " + wanted.offset() + " on");
                }
                return answer.readingOfNothing(request, now, wanted.offset());
            }
            default -> {
                TransferException failure = api.failure(request, answer);
                if (failure.kind() == FailureKind.NOT_FOUND && isDirectory(location)) {
                    throw GsFailures.as(
                            FailureKind.BAD_REQUEST,
                            failure,
                            "GET " + location.url() + ": is a directory and no object");
                }
                throw failure;
            }
        }
    }

    /** The store has been asked for this state only; one that knows no conditions is found out. */
    private static void refuseOther(HttpRequest request, FileStat now, ReadRequest wanted)
            throws TransferException {
        Optional<Identity> unchanged = wanted.unchanged();
        if (unchanged.isPresent() && !unchanged.equals(now.identity())) {
            throw changed(request, "is another object now");
        }
    }

    private static TransferException changed(HttpRequest request, String how) {
        return new TransferException(FailureKind.CHANGED, request.url(), request + ": " + how)
                .during(Phase.REQUEST);
    }
}
