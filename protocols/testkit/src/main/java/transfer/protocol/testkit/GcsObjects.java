package transfer.protocol.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link HandWrittenGcs} does with requests that carry no object's bytes. */
final class GcsObjects {
    private static final Pattern DELETION =
            Pattern.compile(
                    "DELETE /storage/v1/b/([^/? ]+)/o/([^/? ]+)(?:\\?([^ \\r\\n]*))?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTENT_ID =
            Pattern.compile("(?im)^content-id:\\s*<?([^>\\r\\n]*)>?");

    private final GcsStore store;
    private final Map<String, Long> rewritten = new ConcurrentHashMap<>();
    private final Set<String> throttled = ConcurrentHashMap.newKeySet();
    private volatile int stepOfRewriting = Integer.MAX_VALUE;
    private volatile int pageSize = 1000;
    private volatile boolean batches = true;

    GcsObjects(GcsStore store) {
        this.store = store;
    }

    void inSteps(int bytesOfRewriting, int entriesOfPage) {
        stepOfRewriting = bytesOfRewriting;
        pageSize = entriesOfPage;
    }

    void refuseBatches() {
        batches = false;
    }

    void serve(GcsRequest request, String bucket) throws IOException, GcsRefusal {
        if (request.part(0).equals("batch")) {
            if (!batches) {
                throw new GcsRefusal(501, "notImplemented", "Not Implemented");
            }
            batch(request);
        } else if (request.path().size() == 3 && request.method().equals("POST")) {
            makeBucket(request);
        } else if (request.path().size() == 4 && request.method().equals("GET")) {
            store.bucket(bucket);
            request.json(200, "{\"name\":" + GcsText.quoted(bucket) + "}");
        } else if (request.path().size() == 5 && request.method().equals("GET")) {
            request.json(200, GcsListing.page(store.objects(bucket), request, pageSize));
        } else if (request.part(6).equals("rewriteTo")) {
            rewrite(request, bucket);
        } else {
            object(request, bucket);
        }
    }

    private void makeBucket(GcsRequest request) throws IOException, GcsRefusal {
        String body = request.text();
        if (!request.query().containsKey("project")) {
            throw new GcsRefusal(400, "required", "Required parameter: project");
        }
        String name = GcsText.member(body, "name").orElse("");
        if (name.startsWith("taken")) {
            throw new GcsRefusal(
                    409,
                    "conflict",
                    "The requested bucket name is not available. The bucket namespace is shared by"
                            + " all users of the system. Please select a different name and try"
                            + " again.");
        }
        store.makeBucket(name);
        request.json(200, "{\"name\":" + GcsText.quoted(name) + "}");
    }

    private void object(GcsRequest request, String bucket) throws IOException, GcsRefusal {
        String name = request.part(5);
        GcsStore.Condition condition = GcsStore.Condition.of(request.query());
        switch (request.method()) {
            case "GET" -> {
                GcsObject found = store.get(bucket, name, condition);
                request.json(200, found.json(request.home()));
            }
            case "DELETE" -> {
                store.remove(bucket, name, condition);
                request.empty(204);
            }
            default -> throw new GcsRefusal(405, "methodNotAllowed", "Method not allowed");
        }
    }

    private void rewrite(GcsRequest request, String bucket) throws IOException, GcsRefusal {
        request.text();
        GcsObject source = store.get(bucket, request.part(5), GcsStore.Condition.NONE);
        String token = request.query().getOrDefault("rewriteToken", "");
        long total = source.content().length;
        long before = 0;
        if (!token.isEmpty()) {
            Long known = rewritten.remove(token);
            if (known == null) {
                throw new GcsRefusal(400, "invalid", "Invalid rewrite token");
            }
            before = known;
        }
        long now = Math.min(total, before + stepOfRewriting);
        String progress =
                "{\"kind\":\"storage#rewriteResponse\",\"totalBytesRewritten\":\""
                        + now
                        + "\",\"objectSize\":\""
                        + total
                        + "\",\"done\":"
                        + (now == total);
        if (now < total) {
            String next = "rewrite-" + source.generation() + "-" + now;
            rewritten.put(next, now);
            request.json(200, progress + ",\"rewriteToken\":\"" + next + "\"}");
            return;
        }
        GcsObject made =
                GcsObject.of(
                        request.part(8).replaceFirst("-via-\\d+$", ""),
                        request.part(10),
                        source.content(),
                        0,
                        source.encoding());
        GcsObject stored = store.put(made, GcsStore.Condition.NONE);
        request.json(200, progress + ",\"resource\":" + stored.json(request.home()) + "}");
    }

    /** Up to a hundred deletions in one body of several parts. */
    private void batch(GcsRequest request) throws IOException, GcsRefusal {
        String body = request.text();
        String type = request.header("Content-Type").orElse("");
        String boundary =
                "--" + type.replaceFirst(".*boundary=\"?", "").replaceFirst("[\";].*", "");
        List<String> answers = new ArrayList<>();
        for (String part : body.split(Pattern.quote(boundary))) {
            Matcher deletion = DELETION.matcher(part);
            // of what is called so the answer is left out, as of a server that has broken down
            if (deletion.find() && !deletion.group(2).endsWith("unanswered")) {
                Matcher id = CONTENT_ID.matcher(part);
                String answerTo = id.find() ? id.group(1) : "";
                answers.add(
                        "Content-Type: application/http\r\nContent-ID: <response-"
                                + answerTo
                                + ">\r\n\r\n"
                                + deleted(deletion));
            }
        }
        if (answers.isEmpty() || answers.size() > 100) {
            throw new GcsRefusal(400, "badRequest", "A batch has 1 to 100 requests.");
        }
        StringBuilder all = new StringBuilder();
        for (String answer : answers) {
            all.append("--batch_answer\r\n").append(answer).append("\r\n");
        }
        request.set("Content-Type", "multipart/mixed; boundary=batch_answer");
        request.bytes(
                200,
                (all + "--batch_answer--\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private String deleted(Matcher deletion) {
        String bucket = GcsText.unescaped(deletion.group(1)).replaceFirst("-via-\\d+$", "");
        String name = GcsText.unescaped(deletion.group(2));
        Optional<String> query = Optional.ofNullable(deletion.group(3));
        try {
            if (name.endsWith("undeletable")) {
                throw new GcsRefusal(
                        403, "retentionPolicyNotMet", "Object is subject to a retention policy.");
            }
            if (name.endsWith("throttled") && throttled.add(name)) {
                throw new GcsRefusal(429, "rateLimitExceeded", "The rate limit was exceeded.");
            }
            store.remove(bucket, name, GcsStore.Condition.of(GcsText.query(query.orElse(""))));
            return "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";
        } catch (GcsRefusal e) {
            return "HTTP/1.1 "
                    + e.status()
                    + " Refused\r\nContent-Type: application/json\r\n\r\n"
                    + GcsText.error(e.status(), e.reason(), e.getMessage());
        }
    }
}
