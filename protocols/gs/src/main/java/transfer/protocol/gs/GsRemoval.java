package transfer.protocol.gs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpFailures;
import transfer.protocol.httpclient.HttpRequest;

/** Removes objects: one by its own request, everything in a directory by a hundred in each. */
final class GsRemoval {
    /** So many the store takes at once. */
    private static final int BATCH = 100;

    private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/\\d\\S* (\\d{3})");
    private static final Pattern NUMBER =
            Pattern.compile("(?im)^content-id:.*response-(?:item)?(\\d+)");

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

    private boolean removeBelow(GsLocation directory)
            throws TransferException, InterruptedException {
        List<String> names = new ArrayList<>();
        objects.pages(
                directory, "", page -> page.objects().forEach(object -> names.add(object.name())));
        for (int from = 0; from < names.size(); from += BATCH) {
            removeAll(directory, names.subList(from, Math.min(names.size(), from + BATCH)));
        }
        return !names.isEmpty();
    }

    private void removeAll(GsLocation directory, List<String> names)
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
        HttpRequest request =
                api.request(
                                "POST",
                                directory.url(),
                                directory.bucket(),
                                api.at("/batch/storage/v1"))
                        .with(RequestBody.create(body.toString(), type));
        try (HttpAnswer answer = api.send(request)) {
            if (answer.isSuccess()) {
                check(request, answer, names);
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
            removeObject(GsLocation.of(directory.named(name)));
        }
    }

    /** Each deletion has an answer of its own. */
    private static void check(HttpRequest request, HttpAnswer answer, List<String> names)
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
        int answered = 0;
        List<TransferException> failures = new ArrayList<>();
        for (String part : parts) {
            Matcher status = STATUS.matcher(part);
            if (status.find()) {
                int code = Integer.parseInt(status.group(1));
                String name = named(part, names, answered++);
                if (code / 100 != 2 && code != 404) {
                    failures.add(failure(request, answer, name, code, part));
                }
            }
        }
        if (!failures.isEmpty()) {
            TransferException first = failures.getFirst();
            String more =
                    failures.size() == 1 ? "" : "; and " + (failures.size() - 1) + " others not";
            throw GsFailures.as(first.kind(), first, first.getMessage() + more);
        }
        if (answered < names.size()) {
            throw new TransferException(
                            FailureKind.UNEXPECTED,
                            request.url(),
                            request
                                    + ": the server answered to "
                                    + answered
                                    + " of "
                                    + names.size()
                                    + " deletions")
                    .during(Phase.REQUEST);
        }
    }

    private static String named(String part, List<String> names, int position) {
        Matcher number = NUMBER.matcher(part);
        int index = number.find() ? Integer.parseInt(number.group(1)) : position;
        return index < names.size() ? names.get(index) : "?";
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
