package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.HandWrittenGcs;
import transfer.protocol.testkit.Trial;

/** Who we are, and how that is found out, at the hand-written server with TLS. */
class GsLoginTest {
    private static final byte[] CONTENT = Trial.bytes(1000);
    private static HeldCertificate account;
    private static HeldCertificate server;

    @TempDir Path folder;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<String, String> environment = new HashMap<>();
    private HandWrittenGcs store;
    private TokenServer tokens;
    private GsAccounts accounts;

    @BeforeAll
    static void makeKeys() {
        account = new HeldCertificate.Builder().rsa2048().build();
        server =
                new HeldCertificate.Builder()
                        .certificateAuthority(0)
                        .addSubjectAlternativeName("127.0.0.1")
                        .build();
    }

    @AfterAll
    static void forgetKeys() {
        account = null;
        server = null;
    }

    @BeforeEach
    void start() throws Exception {
        HandshakeCertificates shown =
                new HandshakeCertificates.Builder().heldCertificate(server).build();
        store = HandWrittenGcs.start(shown.sslContext());
        store.makeBucket("bucket");
        store.put("bucket", "file", CONTENT);
        tokens = new TokenServer();
        Path trusted = Files.createDirectory(folder.resolve("trusted"));
        Files.writeString(trusted.resolve("ca.pem"), server.certificatePem());
        accounts =
                new GsAccounts(
                        NetworkSettings.of(Map.of("X509_CERT_DIR", trusted.toString())), now::get);
        environment.put(
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
                "https://127.0.0.1:" + store.address().getPort());
        environment.put("NO_GCE_CHECK", "true");
    }

    @AfterEach
    void stop() {
        accounts.close();
        store.close();
        tokens.close();
    }

    private byte[] read() throws TransferException, InterruptedException {
        TransferUrl url = GsFixture.parse("gs://bucket/file");
        Place place = new Place(url, new Site("isi"));
        GsApi api = new GsApi(accounts, place, Credentials.standard(environment));
        return Trial.read(new GsEndpoint(api), url, ReadRequest.WHOLE);
    }

    private TransferException refused() {
        TransferException failure = assertThrows(TransferException.class, this::read);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("PRIVATE KEY"));
            assertFalse(String.valueOf(cause.getMessage()).contains("ya29"), cause::getMessage);
            assertFalse(String.valueOf(cause.getMessage()).contains("1//refresh"));
        }
        return failure;
    }

    private Path secret(String name, byte[] content) throws Exception {
        Path file = Files.write(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Path secret(String name, String content) throws Exception {
        return secret(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private void useServiceAccount() throws Exception {
        Path key =
                secret(
                        "key.json",
                        "{\"type\":\"service_account\",\"project_id\":\"p1\",\"private_key_id\":\"1\","
                                + "\"client_email\":\"robot@p1.example\",\"client_id\":\"7\","
                                + "\"private_key\":\""
                                + account.privateKeyPkcs8Pem().replace("\n", "\\n")
                                + "\",\"token_uri\":\"http://"
                                + tokens.address()
                                + "/token\"}");
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", key.toString());
    }

    private String claims(String asked) {
        String assertion = asked.replaceFirst("(?s).*assertion=", "");
        return new String(
                Base64.getUrlDecoder().decode(assertion.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    @Test
    void keyOfAServiceAccountGetsOneTokenForAll() throws Exception {
        useServiceAccount();
        tokens.gives("ya29.first", 3600);
        store.accept("ya29.first");

        assertArrayEquals(CONTENT, read());
        assertArrayEquals(CONTENT, read());

        assertEquals(1, tokens.asked().size());
        assertTrue(claims(tokens.asked().getFirst()).contains("robot@p1.example"));
        assertTrue(claims(tokens.asked().getFirst()).contains("devstorage.full_control"));
    }

    @Test
    void tokenIsRenewedBeforeItExpires() throws Exception {
        useServiceAccount();
        long begin = System.currentTimeMillis() / 1000;
        now.set(Instant.ofEpochSecond(begin));
        tokens.gives("ya29.first", 3600).gives("ya29.second", 9000);
        store.accept("ya29.first");
        read();

        store.accept("ya29.second");
        now.set(Instant.ofEpochSecond(begin + 3500));

        assertArrayEquals(CONTENT, read());
        assertEquals(2, tokens.asked().size());
    }

    @Test
    void refusedTokenIsRenewedOnce() throws Exception {
        useServiceAccount();
        tokens.gives("ya29.first", 3600).gives("ya29.second", 3600);
        store.accept("ya29.second");

        assertArrayEquals(CONTENT, read());

        store.accept("ya29.another");
        TransferException failure = refused();
        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(OptionalInt.of(401), failure.status());
        assertEquals(Optional.of(Phase.LOGIN), failure.phase());
        assertEquals(3, tokens.asked().size());
        assertTrue(failure.getMessage().contains("GOOGLE_APPLICATION_CREDENTIALS"));
    }

    @Test
    void refusedKeyIsToldWithTheServersReason() throws Exception {
        useServiceAccount();
        tokens.answers(
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");

        TransferException failure = refused();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(OptionalInt.of(400), failure.status());
        assertTrue(failure.getMessage().contains("invalid_grant (Invalid JWT Signature.)"));
        assertEquals(1, tokens.asked().size());
    }

    @Test
    void busyTokenServerMayPass() throws Exception {
        useServiceAccount();
        tokens.answers(503, "busy");

        assertEquals(FailureKind.UNAVAILABLE, refused().kind());
        assertEquals(1, tokens.asked().size(), "the library does not try again by itself");
    }

    @Test
    void damagedKeyIsNotShown() throws Exception {
        environment.put(
                "GOOGLE_APPLICATION_CREDENTIALS", secret("bad.json", "PRIVATE KEY").toString());
        assertEquals(FailureKind.BAD_CREDENTIALS, refused().kind());

        environment.put(
                "GOOGLE_APPLICATION_CREDENTIALS",
                secret(
                                "half.json",
                                "{\"type\":\"service_account\",\"client_email\":\"a\",\"client_id\":"
                                        + "\"b\",\"private_key_id\":\"c\",\"private_key\":"
                                        + "\"-----BEGIN PRIVATE KEY-----\\nxx\\n\"}")
                        .toString());
        assertEquals(FailureKind.BAD_CREDENTIALS, refused().kind());
    }

    @Test
    void missingKeyIsToldByItsName() {
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("none.json").toString());

        TransferException failure = refused();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(failure.getMessage().contains("none.json"), failure::getMessage);
    }

    @Test
    void refreshTokenOfABotoFileIsUsed() throws Exception {
        Path boto =
                secret(
                        "boto",
                        "[Credentials]\ngs_oauth2_refresh_token = 1//refresh\n[OAuth2]\n"
                                + "client_id = us\nclient_secret = known\nprovider_token_uri = http://"
                                + tokens.address()
                                + "/token\n");
        environment.put("BOTO_CONFIG_isi", boto.toString());
        tokens.gives("ya29.user", 3600);
        store.accept("ya29.user");

        assertArrayEquals(CONTENT, read());
        assertTrue(tokens.asked().getFirst().contains("refresh_token"), "" + tokens.asked());
    }

    @Test
    void keyInABotoFileIsUsed() throws Exception {
        useServiceAccount();
        String key = environment.remove("GOOGLE_APPLICATION_CREDENTIALS");
        Path boto = secret("boto", "[Credentials]\ngs_service_key_file = " + key + "\n");
        environment.put("BOTO_CONFIG", boto.toString());
        tokens.gives("ya29.first", 3600);
        store.accept("ya29.first");

        assertArrayEquals(CONTENT, read());
    }

    @Test
    void pkcs12IsOfTheAccountThatTheBotoFileNames() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        char[] password = "notasecret".toCharArray();
        Certificate[] chain = {account.certificate()};
        keys.setKeyEntry("privatekey", account.keyPair().getPrivate(), password, chain);
        Path file = secret("key.p12", new byte[0]);
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, password);
        }
        environment.put("GOOGLE_PKCS12_isi", file.toString());
        assertTrue(refused().getMessage().contains("gs_service_client_id"));

        Path boto = secret("boto", "[Credentials]\ngs_service_client_id = robot@p1.example\n");
        environment.put("BOTO_CONFIG_isi", boto.toString());
        GsKey key =
                GsKey.of(
                                Credentials.standard(environment)
                                        .find(
                                                new Place(
                                                                GsFixture.parse("gs://b/x"),
                                                                new Site("isi"))
                                                        .credentialQuery(),
                                                Credential.GoogleAccount.class)
                                        .orElseThrow())
                        .orElseThrow();
        assertEquals("robot@p1.example", ((GsKey.Pkcs12) key).email());
        assertFalse(key.toString().contains("notasecret"));
    }

    @Test
    void hmacKeysAreRefusedWithTheWayOut() throws Exception {
        Path boto =
                secret(
                        "boto",
                        "[Credentials]\ngs_access_key_id = GOOG1\ngs_secret_access_key = s\n");
        environment.put("BOTO_CONFIG", boto.toString());

        TransferException failure = refused();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(failure.getMessage().contains("HMAC"), failure::getMessage);
        assertFalse(failure.getMessage().contains("GOOG1"), failure::getMessage);
    }

    @Test
    void machinesOwnAccountIsAskedForAToken() throws Exception {
        environment.remove("NO_GCE_CHECK");
        environment.put("GCE_METADATA_HOST", tokens.address());
        tokens.gives("ya29.machine", 3600);
        store.accept("ya29.machine");

        assertArrayEquals(CONTENT, read());
        assertArrayEquals(CONTENT, read());
        assertEquals(1, tokens.asked().size());
    }

    @Test
    void machinesServerMayHaveABadMoment() throws Exception {
        environment.remove("NO_GCE_CHECK");
        environment.put("GCE_METADATA_HOST", tokens.address());
        tokens.gives("ya29.machine", 1).answers(503, "busy").gives("ya29.later", 3600);
        store.accept("ya29.machine", "ya29.later");
        GsTokens machine = machine();
        assertTrue(machine.token(GsFixture.parse("gs://bucket/file")).isPresent());
        now.set(now.get().plusSeconds(1));

        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> machine.token(GsFixture.parse("gs://bucket/file")));

        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertEquals(
                Optional.of(new Secret("ya29.later")),
                machine.token(GsFixture.parse("gs://bucket/file")));
    }

    private GsTokens machine() {
        return new GsMachineTokens(
                GsFixture.account(environment), NetworkSettings.standard(), now::get, "nowhere");
    }

    @Test
    void anothersMachineIsNotBelieved() throws Exception {
        environment.remove("NO_GCE_CHECK");
        environment.put("GCE_METADATA_HOST", tokens.address());
        tokens.gives("ya29.machine", 3600).ofAnother();

        assertArrayEquals(CONTENT, read());

        store.accept("ya29.machine");
        assertEquals(FailureKind.BAD_CREDENTIALS, refused().kind());
        assertEquals(1, tokens.asked().size(), "nobody is asked for once");
    }

    @Test
    void whoIsNobodyIsToldWhereCredentialsAreLookedFor() {
        store.accept("ya29.other");

        TransferException failure = refused();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        String message = failure.getMessage();
        assertTrue(message.contains("Anonymous caller"), message);
        assertTrue(message.contains("GOOGLE_APPLICATION_CREDENTIALS_isi (not set)"), message);
    }

    @Test
    void tokenIsNeverSentInClear() throws Exception {
        try (HandWrittenGcs plain = HandWrittenGcs.start()) {
            plain.makeBucket("bucket");
            plain.put("bucket", "file", CONTENT);
            plain.accept("ya29.given");
            environment.put("CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.given");
            environment.put(
                    "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
                    "http://127.0.0.1:" + plain.address().getPort());

            String message = refused().getMessage();
            assertTrue(message.contains("Anonymous caller"), message);
            assertTrue(message.contains("by TLS only"), message);
        }
        store.accept("ya29.given");
        environment.put(
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
                "https://127.0.0.1:" + store.address().getPort());
        assertArrayEquals(CONTENT, read());
    }

    @Test
    void uploadOfAnHourNeedsNoTokenOnTheWay() throws Exception {
        environment.put("CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.given");
        store.accept("ya29.given");
        TransferUrl url = GsFixture.parse("gs://bucket/large");
        GsApi api =
                new GsApi(
                        accounts, new Place(url, Site.UNNAMED), Credentials.standard(environment));
        byte[] content = Trial.bytes(GsWriting.SMALL + 1);
        try (var writing = new GsEndpoint(api).write(url, Trial.requestFor(content))) {
            store.accept("ya29.another");
            Trial.fill(writing, content);
            writing.finish(List.of());
            writing.publish();
        }

        assertArrayEquals(content, store.get("bucket", "large").orElseThrow());
    }
}
