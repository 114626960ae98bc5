package transfer.protocol.gs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpFailures;
import transfer.protocol.httpclient.HttpRequest;

/** Removes objects: one by its own request, everything in a directory by a hundred in each. */
final class GsRemoval {
    /** So many the store takes at once. */
    static final int BATCH = 100;

    private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/\\d\\S* (\\d{3})");
    private static final Pattern NUMBER =
            Pattern.compile("(?im)^content-id:.*response-(?:item)?(\\d{1,6})");

    private final GsApi api;
    private final GsObjects objects;

    GsRemoval(GsApi api, GsObjects objects) {
        this.api = api;
        this.objects = objects;
    }

    /** See {@link transfer.protocol.Remover#remove}. */
    boolean remove(GsLocation location, boolean recursive)
            throws TransferException, InterruptedException {
        if (location.isBucket()) {
            throw refused(location, "is a bucket, and buckets are never removed");
        }
        if (recursive) {
            boolean file = !location.name().endsWith("/") && removeObject(location);
            return removeBelow(location) || file;
        }
        if (!location.name().endsWith("/") && removeObject(location)) {
            return true;
        }
        if (objects.isDirectory(location)) {
            throw refused(location, "is a directory, and is removed only with everything in it");
        }
        return false;
    }

    private static TransferException refused(GsLocation location, String why) {
        return new TransferException(
                        FailureKind.BAD_REQUEST,
                        location.url(),
                        "DELETE " + location.url() + ": " + why)
                .during(Phase.REQUEST);
    }

    private boolean removeObject(GsLocation location)
            throws TransferException, InterruptedException {
        HttpRequest request =
                api.request("DELETE", location.url(), location.bucket(), api.at(location))
                        .with(GsApi.nothing());
        try (HttpAnswer answer = api.send(request)) {
            if (answer.isSuccess()) {
                return true;
            }
            TransferException failure = api.failure(request, answer);
            if (failure.kind() == FailureKind.NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * A page at a time, whose names go before the next is asked for: the token of a page says
     * behind which name the next begins, whether that is still there or not.
     */
    private boolean removeBelow(GsLocation directory)
            throws TransferException, InterruptedException {
        Kept kept = new Kept();
        boolean any = false;
        Optional<String> token = Optional.empty();
        do {
            GsObjects.Page page = objects.page(directory, "", token);
            List<String> names = page.objects().stream().map(GsObject::name).toList();
            for (int from = 0; from < names.size(); from += BATCH) {
                List<String> some = names.subList(from, Math.min(names.size(), from + BATCH));
                removeAll(directory, some, kept);
            }
            any |= !names.isEmpty();
            token = page.next();
        } while (token.isPresent());
        kept.tell();
        return any;
    }

    /** What could not be removed, which keeps nothing else from being removed. */
    private static final class Kept {
        private Optional<TransferException> worst = Optional.empty();
        private int count;

        /** A failure that may pass is the one to tell, so that somebody comes back. */
        void add(TransferException failure) {
            count++;
            boolean passes = failure.kind().isPassing();
            worst = worst.filter(known -> known.kind().isPassing() || !passes);
            worst = Optional.of(worst.orElse(failure));
        }

        void tell() throws TransferException {
            if (worst.isPresent()) {
                TransferException told = worst.get();
                int others = count - 1;
                String more = others == 0 ? "" : "; and " + others + " other";
                String plural = others > 1 ? "s" : "";
                throw GsFailures.as(told.kind(), told, told.getMessage() + more + plural);
            }
        }
    }

    /** See {@link transfer.protocol.BatchRemover#removeTogether}. */
    Set<TransferUrl> removeTogether(List<TransferUrl> urls)
            throws TransferException, InterruptedException {
        List<TransferUrl> objects = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TransferUrl url : urls) {
            GsLocation location = GsLocation.of(url);
            if (!location.isBucket() && !location.name().endsWith("/")) {
                objects.add(url);
                names.add(location.name());
            }
        }
        if (names.isEmpty()) {
            return Set.of();
        }
        HttpRequest request = batch(GsLocation.of(urls.getFirst()), names);
        Set<TransferUrl> removed = new HashSet<>();
        try (HttpAnswer answer = api.send(request)) {
            if (!answer.isSuccess()) {
                throw api.failure(request, answer);
            }
            for (Said said : said(request, answer)) {
                if (said.status() / 100 == 2 && said.index() < objects.size()) {
                    removed.add(objects.get(said.index()));
                }
            }
        }
        return removed;
    }

    private void removeAll(GsLocation directory, List<String> names, Kept kept)
            throws TransferException, InterruptedException {
        HttpRequest request = batch(directory, names);
        try (HttpAnswer answer = api.send(request)) {
            if (answer.isSuccess()) {
                check(request, answer, names, kept);
                return;
            }
            switch (answer.status()) {
                case 404, 405, 501 -> {
                    // an emulator, or a gateway that does not know batches
                }
                default -> throw api.failure(request, answer);
            }
        }
        for (String name : names) {
            try {
                removeObject(GsLocation.of(directory.named(name)));
            } catch (TransferException e) {
                kept.add(e);
            }
        }
    }

    private HttpRequest batch(GsLocation directory, List<String> names)
            throws TransferException, InterruptedException {
        // by chance, so that no name can hold it
        String boundary = "batch-" + UUID.randomUUID();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            GsLocation one = GsLocation.of(directory.named(names.get(i)));
            String payer =
                    api.account()
                            .payer(directory.bucket())
                            .map(project -> "?userProject=" + GsLocation.escaped(project))
                            .orElse("");
            body.append("--" + boundary + "\r\nContent-Type: application/http\r\n")
                    .append("Content-ID: <item" + i + ">\r\n\r\n")
                    .append("DELETE /storage/v1" + one.resource() + payer + " HTTP/1.1\r\n\r\n")
                    .append("\r\n");
        }
        body.append("--" + boundary + "--\r\n");
        MediaType type = MediaType.get("multipart/mixed; boundary=" + boundary);
        return api.request("POST", directory.url(), directory.bucket(), api.at("/batch/storage/v1"))
                .with(RequestBody.create(body.toString(), type));
    }

    /**
     * What the server says to one deletion of a batch.
     *
     * @param index of the deletion, from 0, as the server says
     */
    private record Said(int index, int status, String part) {}

    /** Each deletion has an answer of its own. */
    private static List<Said> said(HttpRequest request, HttpAnswer answer)
            throws TransferException, InterruptedException {
        String type = answer.header("Content-Type").orElse("");
        String boundary = type.replaceFirst(".*boundary=\"?", "").replaceFirst("[\";].*", "");
        String[] parts;
        try {
            parts = answer.body().readUtf8().split(Pattern.quote("--" + boundary), -1);
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            throw HttpFailures.inBody(request, answer, e, "the answer broke off");
        }
        List<Said> said = new ArrayList<>();
        for (String part : parts) {
            Matcher status = STATUS.matcher(part);
            if (status.find()) {
                Matcher number = NUMBER.matcher(part);
                int index = number.find() ? Integer.parseInt(number.group(1)) : said.size();
                said.add(new Said(index, Integer.parseInt(status.group(1)), part));
            }
        }
        return said;
    }

    private static void check(HttpRequest request, HttpAnswer answer, List<String> names, Kept kept)
            throws TransferException, InterruptedException {
        BitSet answered = new BitSet(names.size());
        for (Said said : said(request, answer)) {
            int code = said.status();
            answered.set(Math.min(said.index(), names.size()));
            if (code / 100 != 2 && code != 404) {
                String name = said.index() < names.size() ? names.get(said.index()) : "?";
                kept.add(failure(request, answer, name, code, said.part()));
            }
        }
        int told = answered.get(0, names.size()).cardinality();
        if (told < names.size()) {
            kept.add(
                    new TransferException(
                                    FailureKind.UNEXPECTED,
                                    request.url(),
                                    request
                                            + ": the server answered to "
                                            + told
                                            + " of "
                                            + names.size()
                                            + " deletions")
                            .during(Phase.REQUEST));
        }
    }

    private static TransferException failure(
            HttpRequest request, HttpAnswer answer, String name, int status, String part) {
        int body = part.indexOf('{');
        GsFailures.Refusal refusal =
                body < 0 ? GsFailures.Refusal.UNTOLD : GsFailures.Refusal.of(part.substring(body));
        TransferException plain =
                new TransferException(
                                HttpFailures.kind(status),
                                request.url(),
                                "DELETE "
                                        + request.url().withPath("/" + name)
                                        + ": the server answered "
                                        + status)
                        .withStatus(status)
                        .during(Phase.REQUEST)
                        .cameBy(answer.provenance());
        return GsFailures.of(plain, refusal, "");
    }
}
