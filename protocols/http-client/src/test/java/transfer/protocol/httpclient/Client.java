package transfer.protocol.httpclient;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.CredentialQuery;
import transfer.credentials.CredentialSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Our side of a test: settings, credentials, and files of one server. */
final class Client implements AutoCloseable {
    private final HttpConnections connections;
    private final Credentials credentials;

    Client() {
        this(settings());
    }

    Client(NetworkSettings settings, Credential... credentials) {
        this(settings, InstantSource.system(), new Credentials(List.of(new Known(credentials))));
    }

    Client(NetworkSettings settings, InstantSource clock, Credentials credentials) {
        this(new HttpConnections(settings, clock), credentials);
    }

    private Client(HttpConnections connections, Credentials credentials) {
        this.connections = connections;
        this.credentials = credentials;
    }

    /** One that waits no longer than this for leave to upload. */
    static Client withPatience(Duration patience) {
        return new Client(
                new HttpConnections(settings(), InstantSource.system(), patience),
                Credentials.none());
    }

    /** Gives each query the credential of the wanted kind, whatever the server. */
    record Known(Credential... all) implements CredentialSource {
        @Override
        public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
                throws CredentialException {
            for (Credential credential : all) {
                if (kind.isInstance(credential)) {
                    return Optional.of(kind.cast(credential));
                }
            }
            return Optional.empty();
        }

        @Override
        public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
            return List.of("the drawer of " + kind.getSimpleName());
        }
    }

    static NetworkSettings settings() {
        return settings(Duration.ofSeconds(20));
    }

    static NetworkSettings settings(Duration idle) {
        return new NetworkSettings(
                Duration.ofSeconds(10),
                idle,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                "transfer-test",
                NetworkSettings.standard().ssh());
    }

    HttpConversation conversation(TransferUrl url) throws TransferException {
        return connections.open(new Place(url, Site.UNNAMED), url.scheme(), credentials);
    }

    HttpFiles files(TransferUrl url) throws TransferException {
        return new HttpFiles(conversation(url));
    }

    /** Everything that a reading gives. */
    static byte[] all(Reading reading) throws TransferException, InterruptedException {
        ByteBuffer content = ByteBuffer.allocate(1 << 20);
        while (reading.read(content) >= 0) {
            if (!content.hasRemaining()) {
                content = ByteBuffer.allocate(content.capacity() * 2).put(content.flip());
            }
        }
        byte[] bytes = new byte[content.flip().remaining()];
        content.get(bytes);
        return bytes;
    }

    /** An answer that no server gave. */
    static HttpAnswer answer(int status, String url, String... headers) {
        Request request = new Request.Builder().url(url).build();
        Response.Builder response =
                new Response.Builder()
                        .request(request)
                        .protocol(Protocol.HTTP_1_1)
                        .code(status)
                        .message("");
        for (int i = 0; i < headers.length; i += 2) {
            response.addHeader(headers[i], headers[i + 1]);
        }
        return new HttpAnswer(
                new LibraryAnswer(new OkHttpClient().newCall(request), response.build()),
                false,
                new CallTrace(Optional.empty(), Optional.empty()));
    }

    @Override
    public void close() {
        connections.close();
    }
}
