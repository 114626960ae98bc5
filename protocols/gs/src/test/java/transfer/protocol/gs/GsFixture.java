package transfer.protocol.gs;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import transfer.credentials.Credential;
import transfer.credentials.CredentialQuery;
import transfer.credentials.CredentialSource;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.GcsFault;
import transfer.protocol.testkit.HandWrittenGcs;

/** A directory of a bucket of the hand-written server. */
final class GsFixture implements Fixture {
    static final String BUCKET = "conformance";

    private static final Pattern THROUGH = Pattern.compile(".*-via-(\\d+)");

    private final HandWrittenGcs server;
    private final String place;
    private final GsProtocol protocol = new GsProtocol(NetworkSettings.standard());

    /**
     * @param place a name that no other fixture of this server has
     */
    GsFixture(HandWrittenGcs server, String place) {
        this.server = server;
        this.place = place + "/";
    }

    /** Finds the server, or another port where the bucket's name says one. */
    record Emulator(int port) implements CredentialSource {
        @Override
        public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
            if (kind != Credential.GoogleAccount.class) {
                return Optional.empty();
            }
            Matcher through = THROUGH.matcher(query.authority());
            String told = through.matches() ? through.group(1) : String.valueOf(port);
            return Optional.of(
                    kind.cast(account(Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:" + told))));
        }

        @Override
        public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
            return List.of();
        }
    }

    static Credential.GoogleAccount account(Map<String, String> settings) {
        return new Credential.GoogleAccount(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                settings,
                "the test");
    }

    static TransferUrl parse(String url) {
        try {
            return TransferUrl.parse(url);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return parse("gs://" + BUCKET + "/" + place + name);
    }

    @Override
    public TransferUrl url(String name, int port) {
        return parse("gs://" + BUCKET + "-via-" + port + "/" + place + name);
    }

    @Override
    public Credentials credentials() {
        return new Credentials(List.of(new Emulator(server.address().getPort())));
    }

    @Override
    public OptionalInt status(FailureKind kind) {
        return switch (kind) {
            case NOT_FOUND -> OptionalInt.of(404);
            case THROTTLED -> OptionalInt.of(429);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public void put(String name, byte[] content) {
        server.put(BUCKET, place + name, content);
    }

    @Override
    public Optional<byte[]> get(String name) {
        return server.get(BUCKET, place + name);
    }

    /** As Google's console makes one: an object of its name with nothing in it. */
    @Override
    public void makeDirectory(String name) {
        put(name + "/", new byte[0]);
    }

    @Override
    public boolean exists(String name) {
        String whole = place + name;
        return server.names(BUCKET).stream()
                .anyMatch(each -> each.equals(whole) || each.startsWith(whole + "/"));
    }

    @Override
    public List<String> names() {
        return server.names(BUCKET).stream()
                .filter(name -> name.startsWith(place) && !name.endsWith("/"))
                .map(name -> name.substring(place.length()))
                .toList();
    }

    @Override
    public TransferUrl unreadable() {
        put("secret", new byte[10]);
        server.next(new GcsFault.Answer(403, "forbidden"));
        return url("secret");
    }

    @Override
    public TransferUrl unwritable() {
        server.next(new GcsFault.Answer(403, "forbidden"));
        return url("sealed");
    }

    @Override
    public TransferUrl throttled(byte[] content, Duration pause) {
        put("busy", content);
        server.next(
                new GcsFault.Answer(429, "rateLimitExceeded", "too fast", (int) pause.toSeconds()));
        return url("busy");
    }

    @Override
    public InetSocketAddress server() {
        return server.address();
    }

    @Override
    public Protocol impatient(Duration patience) {
        NetworkSettings network = NetworkSettings.standard();
        return new GsProtocol(
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
    public void close() {
        protocol.close();
    }
}
