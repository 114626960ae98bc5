package transfer.protocol.s3;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;

/** What stands below one name of a store's bucket. */
final class S3Fixture implements Fixture {
    private static final String WRONG = "not the secret";

    private final S3Store store;
    private final String place;
    private final S3BackDoor back;
    private final S3Protocol protocol = new S3Protocol(NetworkSettings.standard());
    private final List<FaultProxy> proxies = new ArrayList<>();

    /**
     * @param place a name that no other fixture of this store has
     */
    S3Fixture(S3Store store, String place) {
        this.store = store;
        this.place = place;
        this.back = store.backDoor();
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return url(name, store.port());
    }

    @Override
    public TransferUrl url(String name, int port) {
        return store.url(port, S3Store.BUCKET, key(name));
    }

    private String key(String name) {
        return place + "/" + name;
    }

    @Override
    public Credentials credentials() {
        return store.owner().credentials();
    }

    @Override
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(store.owner().secret(), WRONG));
        store.other().ifPresent(other -> secrets.add(other.secret()));
        // what a secret is worth that is the name as well, no message can be searched for
        secrets.removeIf(secret -> secret.equals(store.owner().key()));
        return secrets;
    }

    @Override
    public OptionalInt status(FailureKind kind) {
        return switch (kind) {
            case NOT_FOUND -> OptionalInt.of(404);
            case ACCESS_DENIED -> OptionalInt.of(403);
            default -> OptionalInt.empty();
        };
    }

    /** Objects go in parts from the third on. */
    @Override
    public int grain() {
        return S3Room.UNIT;
    }

    // ---- behind the store's back

    @Override
    public void put(String name, byte[] content) throws IOException {
        back.put(S3Store.BUCKET, key(name), content);
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        return back.get(S3Store.BUCKET, key(name));
    }

    /** As other tools leave one: an empty object whose key ends with a slash. */
    @Override
    public void makeDirectory(String name) throws IOException {
        put(name + "/", new byte[0]);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return back.exists(S3Store.BUCKET, key(name))
                || !back.keys(S3Store.BUCKET, key(name) + "/").isEmpty();
    }

    @Override
    public List<String> names() throws IOException {
        return back.keys(S3Store.BUCKET, key("")).stream()
                .filter(key -> !key.endsWith("/"))
                .map(key -> key.substring(place.length() + 1))
                .toList();
    }

    // ---- for single abilities

    @Override
    public TransferUrl unreadable() throws IOException {
        back.as(store.other().orElseThrow()).put(S3Store.OTHERS, place, new byte[10]);
        return store.url(S3Store.OTHERS, place);
    }

    @Override
    public TransferUrl unwritable() {
        return store.url(S3Store.OTHERS, key("x"));
    }

    /** The bucket is small, and filled up so that only so much is left. */
    @Override
    public TransferUrl withSpaceFor(int bytes) throws IOException {
        back.put(S3Store.FULL, key("filling"), new byte[S3Store.ROOM - bytes]);
        return store.url(S3Store.FULL, key("file"));
    }

    @Override
    public Locked locked() throws IOException {
        put("locked", new byte[123]);
        return new Locked(
                url("locked"), 123, credentials(), store.owner().withSecret(WRONG).credentials());
    }

    @Override
    public TransferUrl throttled(byte[] content, Duration pause) throws IOException {
        put("busy", content);
        FaultProxy proxy = FaultProxy.before(server());
        proxies.add(proxy);
        proxy.next(1, Fault.busy(pause));
        return url("busy", proxy.port());
    }

    @Override
    public InetSocketAddress server() {
        return new InetSocketAddress("127.0.0.1", store.port());
    }

    @Override
    public Protocol impatient(Duration patience) {
        NetworkSettings network = NetworkSettings.standard();
        return new S3Protocol(
                new NetworkSettings(
                        patience,
                        patience,
                        network.httpProxy(),
                        network.httpsProxy(),
                        network.noProxy(),
                        network.cacheProxy(),
                        network.extraCertificates(),
                        network.insecureHosts(),
                        network.allowHtml(),
                        network.userAgent(),
                        network.ssh()));
    }

    @Override
    public void close() throws IOException {
        protocol.close();
        proxies.forEach(FaultProxy::close);
        empty(back, S3Store.BUCKET);
        if (store.other().isPresent()) {
            empty(back, S3Store.FULL);
            empty(back.as(store.other().get()), S3Store.OTHERS);
        }
    }

    private void empty(S3BackDoor by, String bucket) throws IOException {
        List<String> keys;
        try {
            keys = by.keys(bucket, place);
        } catch (IOException e) {
            if (e.getMessage().contains("user.content-md5")) {
                // S3Proxy keeps what it has of an upload that was cut off, and does not know it
                // again
                return;
            }
            throw e;
        }
        for (String key : keys) {
            by.remove(bucket, key);
        }
    }
}
