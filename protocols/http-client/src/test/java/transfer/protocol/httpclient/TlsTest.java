package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

class TlsTest {
    private static final byte[] CONTENT = {1, 2, 3};

    private static TestCertificates certificates;

    @TempDir Path temporary;

    private Client client = new Client();
    private ScriptedServer server;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.make();
    }

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private void serve(boolean wantsCertificate) throws IOException {
        server =
                ScriptedServer.tls(
                        certificates.serverContext(),
                        wantsCertificate,
                        x -> x.reply("200 OK", "", CONTENT));
    }

    private NetworkSettings trusting() throws IOException {
        return certificates.trusting(
                Client.settings(), certificates.directory(temporary, "ca.pem"));
    }

    private void with(NetworkSettings settings, Credential... credentials) {
        client.close();
        client = new Client(settings, credentials);
    }

    private byte[] fetch(TransferUrl url) throws TransferException, InterruptedException {
        try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
            return Client.all(reading);
        }
    }

    private byte[] fetch() throws TransferException, InterruptedException {
        return fetch(server.url("/x"));
    }

    private TransferException failure() {
        return assertThrows(TransferException.class, this::fetch);
    }

    @Test
    void aStrangersCertificateIsNotTrusted() throws Exception {
        serve(false);

        TransferException failure = failure();

        assertEquals(FailureKind.UNTRUSTED, failure.kind());
        assertEquals(0, server.asked().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "ca.crt", "ca.cer", "0123abcd.0", "0123abcd.17"})
    void anAuthorityOfTheExtraDirectoryIsTrusted(String name) throws Exception {
        serve(false);
        with(certificates.trusting(Client.settings(), certificates.directory(temporary, name)));

        assertArrayEquals(CONTENT, fetch());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem.bak", "0123abcd.r0", "0123ABCD.0", "ca.txt"})
    void otherFilesThereAreNoAuthorities(String name) throws Exception {
        serve(false);
        with(certificates.trusting(Client.settings(), certificates.directory(temporary, name)));

        assertEquals(FailureKind.UNTRUSTED, failure().kind());
    }

    @Test
    void aDirectoryThatIsMissingTrustsNobodyMore() throws Exception {
        serve(false);
        with(certificates.trusting(Client.settings(), temporary.resolve("missing")));

        assertEquals(FailureKind.UNTRUSTED, failure().kind());
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        HeldCertificate other =
                new HeldCertificate.Builder()
                        .signedBy(certificates.authority())
                        .addSubjectAlternativeName("other.example.org")
                        .build();
        server =
                ScriptedServer.tls(
                        TestCertificates.context(other), false, x -> x.reply("200 OK", ""));
        with(trusting());

        assertEquals(FailureKind.UNTRUSTED, failure().kind());
    }

    @Test
    void aCertificateThatHasExpiredIsNotTrusted() throws Exception {
        long now = System.currentTimeMillis();
        HeldCertificate old =
                new HeldCertificate.Builder()
                        .signedBy(certificates.authority())
                        .addSubjectAlternativeName("127.0.0.1")
                        .validityInterval(now - 99_000, now - 9_000)
                        .build();
        server =
                ScriptedServer.tls(
                        TestCertificates.context(old), false, x -> x.reply("200 OK", ""));
        with(trusting());

        assertEquals(FailureKind.UNTRUSTED, failure().kind());
    }

    @Test
    void aHostThatNeedNotBeCheckedIsNotAndOthersAre() throws Exception {
        serve(false);
        with(TestCertificates.with(Client.settings(), Optional.empty(), Set.of("127.0.0.1")));
        assertArrayEquals(CONTENT, fetch());

        with(certificates.unchecked(Client.settings(), server));
        assertArrayEquals(CONTENT, fetch());

        with(TestCertificates.with(Client.settings(), Optional.empty(), Set.of("127.0.0.1:1")));
        assertEquals(FailureKind.UNTRUSTED, failure().kind());
    }

    @Test
    void aServerThatHangsUpInTheHandshakeIsABrokenConnection() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(
                            new FutureTask<>(() -> {
                                while (true) {
                                    rude.accept().close();
                                }
                            }));
            TransferUrl url =
                    ScriptedServer.Urls.of("https://127.0.0.1:" + rude.getLocalPort() + "/x");

            TransferException failure = assertThrows(TransferException.class, () -> fetch(url));

            assertEquals(FailureKind.CONNECTION, failure.kind());
        }
    }

    @Test
    void aTokenIsSentWithTls() throws Exception {
        serve(false);
        with(trusting(), new Credential.BearerToken(new Secret("abc"), "the test"));

        fetch();

        assertEquals(Optional.of("Bearer abc"), server.last().header("Authorization"));
    }

    @Test
    void aPasswordIsSentAtOnceWithTls() throws Exception {
        serve(false);
        with(trusting(), new Credential.Password("me", new Secret("abc"), "the test"));

        fetch();

        assertEquals(1, server.asked().size());
        assertEquals(
                Optional.of(okhttp3.Credentials.basic("me", "abc")),
                server.last().header("Authorization"));
    }

    @Test
    void tlsIsNotGivenUpForARedirect() throws Exception {
        try (ScriptedServer plain = new ScriptedServer(x -> x.reply("200 OK", "", CONTENT))) {
            server =
                    ScriptedServer.tls(
                            certificates.serverContext(),
                            false,
                            x -> x.reply("302 Found", "Location: " + plain.at("/y") + "\n"));
            with(trusting());

            TransferException failure = failure();

            assertEquals(FailureKind.UNTRUSTED, failure.kind());
            assertTrue(failure.getMessage().contains("gives up TLS"), failure.getMessage());
            assertEquals(0, plain.connections());
        }
    }

    @Test
    void tlsIsGivenUpForAHostThatNeedNotBeChecked() throws Exception {
        try (ScriptedServer plain = new ScriptedServer(x -> x.reply("200 OK", "", CONTENT))) {
            server =
                    ScriptedServer.tls(
                            certificates.serverContext(),
                            false,
                            x -> x.reply("302 Found", "Location: " + plain.at("/y") + "\n"));
            with(
                    TestCertificates.with(
                            Client.settings(),
                            Optional.of(certificates.directory(temporary, "ca.pem")),
                            Set.of("127.0.0.1:" + plain.port())));

            assertArrayEquals(CONTENT, fetch());
        }
    }

    @Test
    void aRedirectFromPlainToTlsIsFollowed() throws Exception {
        serve(false);
        with(trusting());
        try (ScriptedServer plain =
                new ScriptedServer(
                        x -> x.reply("301 Moved", "Location: " + server.at("/x") + "\n"))) {
            assertArrayEquals(CONTENT, fetch(plain.url("/x")));
        }
    }

    private void upload() throws Exception {
        int size = 64 << 20;
        TransferUrl url = server.url("/x");
        try (Writing writing =
                client.files(url)
                        .write(url, new WriteRequest(OptionalLong.of(size), OptionalInt.empty()))) {
            writing.write(ByteBuffer.allocate(size));
        }
    }

    @Test
    void anUploadToAServerThatTakesNoMoreTimesOut() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        server =
                ScriptedServer.tls(
                        certificates.serverContext(),
                        false,
                        x -> {
                            x.send("HTTP/1.1 100 Continue\n\n");
                            over.await();
                        });
        with(certificates.unchecked(Client.settings(Duration.ofMillis(80)), server));

        TransferException failure = assertThrows(TransferException.class, this::upload);

        assertEquals(FailureKind.TIMED_OUT, failure.kind());
        over.countDown();
    }

    @Test
    void anUploadToAServerThatTakesNoMoreCanBeInterrupted() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server =
                ScriptedServer.tls(
                        certificates.serverContext(),
                        false,
                        x -> {
                            x.send("HTTP/1.1 100 Continue\n\n");
                            x.input().readNBytes(1000);
                            reached.countDown();
                            over.await();
                        });
        with(certificates.unchecked(Client.settings(), server));
        FutureTask<InterruptedException> upload =
                new FutureTask<>(() -> assertThrows(InterruptedException.class, this::upload));
        Thread thread = Thread.ofVirtual().start(upload);

        reached.await();
        thread.interrupt();

        upload.get(60, TimeUnit.SECONDS);
        over.countDown();
    }
}
