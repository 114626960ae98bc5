package transfer.protocol.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A server of the JSON API of Google Cloud Storage, written by hand from its documentation because
 * the real one can be had nowhere else: buckets, objects with generations and preconditions,
 * uploads in one request and resumable ones, rewriting in steps, lists in pages, batches, and the
 * faults of {@link GcsFault}. What it has is in memory. Nothing is proved by it that the
 * documentation does not say.
 *
 * <p>A bucket may also be called {@code name-via-4711}, so that tests can tell by the URL which
 * port is to be used.
 */
public final class HandWrittenGcs implements TestServer {
    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GcsStore store = new GcsStore();
    private final GcsUploads uploads = new GcsUploads();
    private final GcsObjects objects = new GcsObjects(store);
    private final Deque<GcsFault> faults = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> payers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    private HandWrittenGcs(HttpServer server) {
        this.server = server;
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    public static HandWrittenGcs start() {
        try {
            return new HandWrittenGcs(HttpServer.create(anyPort(), BACKLOG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over TLS. */
    public static HandWrittenGcs start(SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), BACKLOG);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new HandWrittenGcs(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("host", "127.0.0.1", "port", String.valueOf(address().getPort()));
    }

    // ---- behind its back

    public void makeBucket(String bucket) {
        try {
            store.makeBucket(bucket);
        } catch (GcsRefusal e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean hasBucket(String bucket) {
        return store.hasBucket(bucket);
    }

    public void put(String bucket, String name, byte[] content) {
        put(bucket, name, content, Optional.empty());
    }

    /**
     * @param encoding as in {@code Content-Encoding}
     */
    public void put(String bucket, String name, byte[] content, Optional<String> encoding) {
        try {
            GcsObject made = GcsObject.of(bucket, name, content.clone(), 0, encoding);
            store.put(made, GcsStore.Condition.NONE);
        } catch (GcsRefusal e) {
            throw new IllegalStateException(e);
        }
    }

    public Optional<byte[]> get(String bucket, String name) {
        try {
            return store.find(bucket, name).map(GcsObject::content);
        } catch (GcsRefusal e) {
            throw new IllegalStateException(e);
        }
    }

    /** All names in a bucket. */
    public List<String> names(String bucket) {
        try {
            return store.objects(bucket).stream().map(GcsObject::name).toList();
        } catch (GcsRefusal e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next requests that a fault concerns get it, one each. */
    public void next(GcsFault... wrong) {
        synchronized (faults) {
            faults.addAll(List.of(wrong));
        }
    }

    /** From now on only who shows one of these tokens may do anything. */
    public void accept(String... known) {
        tokens.clear();
        tokens.addAll(List.of(known));
    }

    /** Whoever asks for something of this bucket has to say who pays. */
    public void letRequesterPay(String bucket) {
        payers.add(bucket);
    }

    /** How many objects a rewriting moves at a time, and how many entries a page has. */
    public void inSteps(int bytesOfRewriting, int entriesOfPage) {
        objects.inSteps(bytesOfRewriting, entriesOfPage);
    }

    /** Batches are unknown from now on. */
    public void refuseBatches() {
        objects.refuseBatches();
    }

    /** All uploads that are not finished expire. */
    public void expireUploads() {
        uploads.forgetAll();
    }

    /** How many bytes have come of uploads that are not finished. */
    public long unfinishedBytes() {
        return uploads.bytes();
    }

    public int unfinishedUploads() {
        return uploads.unfinished();
    }

    /** What was asked for so far, as {@code GET /storage/v1/b/x/o/y?alt=media}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    // ---- the server's side

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            GcsRequest request = GcsRequest.of(exchange);
            Optional<GcsFault> fault = fault(request);
            try {
                if (fault.orElse(null) instanceof GcsFault.Answer answer) {
                    if (answer.retryAfter() >= 0) {
                        request.set("Retry-After", String.valueOf(answer.retryAfter()));
                    }
                    throw new GcsRefusal(answer.status(), answer.reason(), answer.message());
                }
                serve(request, fault);
            } catch (GcsRefusal e) {
                request.refuse(e.status(), e.reason(), e.getMessage());
            }
        }
    }

    private Optional<GcsFault> fault(GcsRequest request) {
        boolean bytes = request.isUpload() && !request.method().equals("DELETE");
        GcsFault.Kind kind =
                request.isDownload()
                        ? GcsFault.Kind.DOWNLOAD
                        : bytes ? GcsFault.Kind.UPLOAD : GcsFault.Kind.OTHER;
        synchronized (faults) {
            boolean now = !faults.isEmpty() && faults.peek().concerns(kind);
            // an upload's opening brings nothing that could go wrong
            boolean opening = "resumable".equals(request.query().get("uploadType"));
            boolean tooEarly =
                    now
                            && opening
                            && !request.query().containsKey("upload_id")
                            && !(faults.peek() instanceof GcsFault.Answer);
            return now && !tooEarly ? Optional.of(faults.remove()) : Optional.empty();
        }
    }

    private void serve(GcsRequest request, Optional<GcsFault> fault)
            throws IOException, GcsRefusal {
        boolean session = request.query().containsKey("upload_id");
        if (!session) {
            admit(request);
        }
        int bucketAt = request.isUpload() ? 4 : 3;
        String bucket = request.part(bucketAt).replaceFirst("-via-\\d+$", "");
        if (payers.contains(bucket) && !session && !request.query().containsKey("userProject")) {
            throw new GcsRefusal(
                    400,
                    "required",
                    "Bucket is a requester pays bucket but no user project provided.");
        }
        if (request.isUpload()) {
            new GcsUploadRequest(store, uploads, request, fault).serve(bucket);
        } else if (request.isDownload()) {
            GcsStore.Condition condition = GcsStore.Condition.of(request.query());
            GcsObject object = store.get(bucket, request.part(5), condition);
            String wanted = request.query().getOrDefault("generation", "");
            if (!wanted.isEmpty() && !wanted.equals(String.valueOf(object.generation()))) {
                throw GcsRefusal.noObject(bucket, request.part(5));
            }
            new GcsDownload(request, object, fault, closing).give();
        } else {
            objects.serve(request, bucket);
        }
    }

    private void admit(GcsRequest request) throws GcsRefusal {
        if (tokens.isEmpty()) {
            return;
        }
        String shown = request.header("Authorization").orElse("");
        if (shown.isEmpty()) {
            throw new GcsRefusal(
                    401,
                    "required",
                    "Anonymous caller does not have storage.objects.get access to the object.");
        }
        if (!shown.startsWith("Bearer ") || !tokens.contains(shown.substring(7))) {
            throw new GcsRefusal(401, "authError", "Invalid Credentials");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
