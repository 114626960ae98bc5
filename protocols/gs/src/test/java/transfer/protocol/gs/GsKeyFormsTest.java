package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** From the forms in which Google's programs keep accounts to a token. */
class GsKeyFormsTest {
    private static final TransferUrl FILE = GsFixture.parse("gs://bucket/file");
    private static final Place PLACE = new Place(FILE, new Site("isi"));

    @TempDir Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private GsAccounts accounts;
    private TokenServer tokens;
    private TokenServer exchange;

    @BeforeEach
    void start() throws Exception {
        tokens = new TokenServer();
        // the library exchanges tokens by TLS only
        HeldCertificate shown =
                new HeldCertificate.Builder()
                        .certificateAuthority(0)
                        .addSubjectAlternativeName("127.0.0.1")
                        .build();
        exchange =
                new TokenServer(
                        new HandshakeCertificates.Builder()
                                .heldCertificate(shown)
                                .build()
                                .sslContext());
        Path trusted = Files.createDirectory(folder.resolve("trusted"));
        Files.writeString(trusted.resolve("ca.pem"), shown.certificatePem());
        accounts = new GsAccounts(NetworkSettings.of(Map.of("X509_CERT_DIR", trusted.toString())));
        environment.put("NO_GCE_CHECK", "true");
    }

    @AfterEach
    void stop() {
        accounts.close();
        tokens.close();
        exchange.close();
    }

    private Optional<Secret> token() throws TransferException, InterruptedException {
        return accounts.find(PLACE, Credentials.standard(environment)).token(FILE);
    }

    private TransferException refused() {
        TransferException failure = assertThrows(TransferException.class, this::token);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("subject"), cause::getMessage);
        }
        assertTrue(failure.phase().isPresent());
        return failure;
    }

    private Path secret(String name, String content) throws Exception {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void useKey(String json) throws Exception {
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", secret("key.json", json).toString());
    }

    // ---- PKCS#12

    /** As Google's console once gave it, made by the runtime's own program. */
    private Path keytool(String alias) throws Exception {
        Path file = folder.resolve("key.p12");
        List<String> command =
                List.of(
                        Path.of(ProcessHandle.current().info().command().orElseThrow())
                                .resolveSibling("keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=robot",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "notasecret",
                        "-keystore",
                        file.toString());
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void usePkcs12(Path file, String more) throws Exception {
        Path boto =
                secret(
                        "boto",
                        "[Credentials]\ngs_service_client_id = robot@p1.example\n"
                                + more
                                + "[OAuth2]\nprovider_token_uri = http://"
                                + tokens.address()
                                + "/token\n");
        environment.put("GOOGLE_PKCS12_isi", file.toString());
        environment.put("BOTO_CONFIG_isi", boto.toString());
    }

    @Test
    void keyInPkcs12GetsATokenForTheAccountOfTheBotoFile() throws Exception {
        Path file = keytool("privatekey");
        usePkcs12(file, "");
        tokens.gives("ya29.p12", 3600);

        assertEquals(Optional.of(new Secret("ya29.p12")), token());

        String assertion = tokens.asked().getFirst().replaceFirst("(?s).*assertion=", "");
        String[] parts = assertion.split("\\.");
        byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
        assertTrue(new String(claims, StandardCharsets.UTF_8).contains("robot@p1.example"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(Files.newInputStream(file), "notasecret".toCharArray());
        PublicKey known = store.getCertificate("privatekey").getPublicKey();
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(known);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
        assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])));
    }

    @Test
    void pkcs12ThatCannotBeOpenedIsNoKey() throws Exception {
        Path file = keytool("privatekey");
        usePkcs12(file, "gs_service_key_file_password = wrong\n");
        assertEquals(FailureKind.BAD_CREDENTIALS, refused().kind());

        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (var out = Files.newOutputStream(file)) {
            empty.store(out, "notasecret".toCharArray());
        }
        usePkcs12(file, "");
        assertEquals(FailureKind.BAD_CREDENTIALS, refused().kind());
        assertEquals(List.of(), tokens.asked());
    }

    @Test
    void pkcs12ThatOthersMayReadIsRefused() throws Exception {
        Path file = keytool("privatekey");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        usePkcs12(file, "");

        assertTrue(refused().getMessage().contains("chmod 600"));
    }

    // ---- federated identities

    private String federated() throws Exception {
        Path subject = secret("subject", "the-subject-token");
        return "{\"type\":\"external_account\",\"audience\":\"//iam.example/pool\","
                + "\"subject_token_type\":\"urn:ietf:params:oauth:token-type:jwt\","
                + "\"token_url\":\"https://"
                + exchange.address()
                + "/sts\",\"credential_source\":{\"file\":\""
                + subject
                + "\"}}";
    }

    private static String exchanged(String token) {
        return "{\"access_token\":\""
                + token
                + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
                + "\"token_type\":\"Bearer\",\"expires_in\":3600}";
    }

    @Test
    void federatedIdentityIsExchangedForAToken() throws Exception {
        useKey(federated());
        exchange.answers(200, exchanged("ya29.federated"));

        assertEquals(Optional.of(new Secret("ya29.federated")), token());
        assertEquals(Optional.of(new Secret("ya29.federated")), token());

        assertEquals(1, exchange.asked().size());
        assertTrue(exchange.asked().getFirst().contains("the-subject-token"));
    }

    @Test
    void refusalOfAFederatedIdentityIsToldWithItsReason() throws Exception {
        useKey(federated());
        exchange.answers(
                400, "{\"error\":\"invalid_grant\",\"error_description\":\"It has expired.\"}");

        TransferException failure = refused();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(OptionalInt.of(400), failure.status());
        assertTrue(failure.getMessage().contains("invalid_grant (It has expired.)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"busy", "{\"error\":{\"code\":503}}", "{\"error\":\"unavailable\"}", ""})
    void busyExchangeMayPass(String body) throws Exception {
        useKey(federated());
        exchange.answers(503, body);

        TransferException failure = refused();

        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertEquals(OptionalInt.of(503), failure.status());
    }

    @Test
    void exchangeThatCannotBeReachedMayPass() throws Exception {
        useKey(federated());
        exchange.close();

        assertEquals(FailureKind.CONNECTION, refused().kind());
    }

    // ---- files that are something else

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":7}",
                "{\"type\":\"service_account\"}",
                "{\"type\":\"service_account\",\"client_id\":5,\"client_email\":[]}",
                "{\"type\":\"authorized_user\",\"client_id\":{}}",
                "{\"type\":\"external_account\"}",
                "{\"type\":\"external_account\",\"credential_source\":7,\"audience\":\"a\"}",
                "{\"type\":\"impersonated_service_account\"}",
                "{\"type\":\"gdch_service_account\"}"
            })
    void fileThatIsNoAccountIsABadCredentialAndNoDefect(String json) throws Exception {
        useKey(json);

        assertEquals(FailureKind.BAD_CREDENTIALS, refused().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"access_token\":7}", "nothing"})
    void tokenServerThatGivesNoTokenIsToldSo(String body) throws Exception {
        useKey(
                "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\","
                        + "\"refresh_token\":\"r\",\"token_uri\":\"http://"
                        + tokens.address()
                        + "/token\"}");
        tokens.answers(200, body);

        assertEquals(FailureKind.BAD_CREDENTIALS, refused().kind());
    }

    @Test
    void tokenIsUsedToItsEndWhereAnotherIsNotToBeHad() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        GsHeldToken held = new GsHeldToken(now::get);
        Instant end = Instant.EPOCH.plusSeconds(3600);
        Secret first = new Secret("ya29.first");
        held.get(() -> new GsHeldToken.Issued(first, end));
        GsHeldToken.Issuer broken =
                () -> {
                    throw new TransferException(FailureKind.UNAVAILABLE, FILE, "busy");
                };

        now.set(end.minusSeconds(100));
        assertEquals(first, held.get(broken));

        now.set(end);
        assertThrows(TransferException.class, () -> held.get(broken));
        held.forget(first);
        now.set(Instant.EPOCH);
        assertThrows(TransferException.class, () -> held.get(broken));
    }

    // ---- the machine's own account

    private GsTokens machine() {
        environment.remove("NO_GCE_CHECK");
        environment.put("GCE_METADATA_HOST", tokens.address());
        return new GsMachineTokens(
                GsFixture.account(environment),
                NetworkSettings.standard(),
                InstantSource.system(),
                "nowhere");
    }

    @Test
    void machineWhoseServerIsNotReadyYetMayPass() throws Exception {
        tokens.answers(503, "busy").gives("ya29.machine", 3600);
        GsTokens machine = machine();

        TransferException failure =
                assertThrows(TransferException.class, () -> machine.token(FILE));

        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertEquals(Optional.of(new Secret("ya29.machine")), machine.token(FILE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"access_token\":\"\",\"expires_in\":3600}"})
    void machineWithoutATokenIsNobody(String body) throws Exception {
        tokens.answers(200, body);
        GsTokens machine = machine();

        assertEquals(Optional.empty(), machine.token(FILE));
    }

    @Test
    void machineWithoutAnAccountIsNobody() throws Exception {
        tokens.answers(404, "");
        GsTokens machine = machine();

        assertEquals(Optional.empty(), machine.token(FILE));
        assertEquals(Optional.empty(), machine.token(FILE));
        assertEquals(1, tokens.asked().size());
    }
}
