package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.testkit.SecretScan;

/** {@code s3://bucket/key} where somebody is asked for keys; by a server written by hand. */
class S3RolesTest {
    private static final String URL = "s3://bucket/key";

    @TempDir private Path home;
    private PretendedAmazon amazon;

    @BeforeEach
    void start() throws Exception {
        amazon = new PretendedAmazon();
    }

    @AfterEach
    void stop() {
        amazon.close();
    }

    @Test
    void aTokenInAFileStandsForARole() throws Exception {
        S3Keys keys = webIdentity().keys(URL);
        assertEquals(
                new S3Keys(
                        "ROLE-1",
                        new Secret("hunter2"),
                        Optional.of(new Secret("sesame")),
                        "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE"),
                keys);
        String asked = amazon.asked().getFirst();
        assertTrue(asked.contains("Action=AssumeRoleWithWebIdentity"), asked);
        assertTrue(asked.contains("WebIdentityToken=the-web-token"), asked);
        assertTrue(asked.contains("RoleArn=arn:aws:iam::1:role/r"), asked);
        assertTrue(asked.contains("RoleSessionName=transfer"), asked);
        assertFalse(asked.contains(" by "), asked);
    }

    @Test
    void itsKeysAreKeptUntilTheyAreRefused() throws Exception {
        var rig = webIdentity();
        S3Keys first = rig.keys(URL);
        amazon.gives("ROLE-2");
        assertEquals("ROLE-1", rig.accessKey(URL));
        assertEquals("ROLE-1", rig.accessKey("s3://other/key"));
        assertEquals(1, amazon.asked().size());
        assertTrue(rig.login(URL).renew(first));
        assertEquals("ROLE-2", rig.accessKey(URL));
        assertEquals(2, amazon.asked().size());
    }

    @Test
    void aTokenFileThatIsMissingIsNamed() throws Exception {
        var rig = webIdentity().with("AWS_WEB_IDENTITY_TOKEN_FILE", "/does/not/exist");
        TransferException failure = rig.refusal(URL);
        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(failure.getMessage().contains("/does/not/exist"), failure.getMessage());
    }

    @Test
    void aTokenWithoutARoleIsAnError() throws Exception {
        var rig = new LoginRig(home).with("AWS_WEB_IDENTITY_TOKEN_FILE", "/x");
        assertEquals(
                URL + ": AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not",
                rig.refusal(URL).getMessage());
    }

    @Test
    void aProfileMayTakeItsRoleWithAnothersKeys() throws Exception {
        assertEquals(
                "ROLE-1",
                role("source_profile = base\nexternal_id = x1\nduration_seconds = 900")
                        .accessKey(URL));
        String asked = amazon.asked().getFirst();
        assertTrue(asked.contains("Action=AssumeRole&"), asked);
        assertTrue(asked.contains("ExternalId=x1"), asked);
        assertTrue(asked.contains("DurationSeconds=900"), asked);
        assertTrue(asked.endsWith(" by BASE"), asked);
    }

    @Test
    void aProfileMayTakeItsRoleWithItsOwnKeys() throws Exception {
        var rig =
                role(
                        "source_profile = r\naws_access_key_id = OWN\naws_secret_access_key ="
                                + " hunter2");
        assertEquals("ROLE-1", rig.accessKey(URL));
        assertTrue(amazon.asked().getFirst().endsWith(" by OWN"), amazon.asked().toString());
    }

    @Test
    void aProfileMayTakeItsRoleWithTheKeysOfTheEnvironment() throws Exception {
        var rig = role("credential_source = Environment");
        // they come first, as they do in Amazon's own tools, unless they are only for the role
        rig.with("AWS_ACCESS_KEY_ID", "ENV").with("AWS_SECRET_ACCESS_KEY", "hunter2");
        assertEquals("ENV", rig.accessKey(URL));
    }

    @Test
    void aProfileMayTakeItsRoleWithTheKeysOfAProgram() throws Exception {
        var rig =
                role("source_profile = program")
                        .withFile(
                                "says",
                                "{\"Version\":1,\"AccessKeyId\":\"PROGRAM\",\"SecretAccessKey\":\"hunter2\"}");
        assertEquals("ROLE-1", rig.accessKey(URL));
        assertTrue(amazon.asked().getFirst().endsWith(" by PROGRAM"), amazon.asked().toString());
    }

    @Test
    void aProfileMayTakeItsRoleByAToken() throws Exception {
        var rig =
                role("web_identity_token_file = " + home.resolve("token"))
                        .withFile("token", "the-web-token");
        assertEquals("ROLE-1", rig.accessKey(URL));
        assertTrue(amazon.asked().getFirst().contains("WebIdentityToken=the-web-token"));
    }

    @ParameterizedTest
    @CsvSource({"403, BAD_CREDENTIALS", "500, UNAVAILABLE", "503, UNAVAILABLE"})
    void aRefusalIsToldAndAFaultMayPass(int status, FailureKind kind) throws Exception {
        amazon.refusesWith(status);
        TransferException failure = webIdentity().refusal(URL);
        assertEquals(kind, failure.kind());
        assertEquals(status, failure.status().orElseThrow());
        assertTrue(
                failure.getMessage()
                        .contains(
                                "the security token service gives no keys: AccessDenied (Not"
                                        + " authorized)"),
                failure.getMessage());
        assertEquals(1, amazon.asked().size());
        scan(failure);
    }

    @Test
    void afterAFaultThatPassedItIsAskedAgain() throws Exception {
        var rig = webIdentity();
        amazon.refusesWith(500);
        rig.refusal(URL);
        amazon.refusesWith(0);
        assertEquals("ROLE-1", rig.accessKey(URL));
    }

    @Test
    void aServiceThatIsNotThereMayComeBack() throws Exception {
        var rig = webIdentity();
        amazon.close();
        TransferException failure = rig.refusal(URL);
        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertTrue(failure.getMessage().contains("cannot be asked"), failure.getMessage());
        scan(failure);
    }

    @Test
    void anInstanceHasARole() throws Exception {
        var rig = instance();
        assertEquals("ROLE-1", rig.accessKey(URL));
        assertEquals("the instance's role", rig.keys(URL).origin());
        assertEquals("PUT /latest/api/token", amazon.asked().getFirst());
        assertEquals(3, amazon.asked().size());
    }

    @Test
    void aProfileMayTakeItsRoleWithTheInstances() throws Exception {
        var rig =
                role("credential_source = Ec2InstanceMetadata")
                        .with("AWS_EC2_METADATA_DISABLED", "")
                        .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", amazon.url());
        amazon.gives("ROLE-1");
        assertEquals("ROLE-1", rig.accessKey(URL));
        assertTrue(amazon.asked().getLast().endsWith(" by ROLE-1"), amazon.asked().toString());
    }

    @Test
    void aMachineWithoutARoleIsAskedOnce() throws Exception {
        amazon.refusesWith(404);
        var rig = instance();
        String words = rig.refusal(URL).getMessage();
        assertTrue(words.contains("this machine has no role of an instance"), words);
        int asked = amazon.asked().size();
        assertEquals(words, rig.refusal(URL).getMessage());
        assertEquals(asked, amazon.asked().size());
    }

    @Test
    void aContainerHasARole() throws Exception {
        // the SDK asks the environment of its process for this one
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContainerKeys.class.getName());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("HOME", home.toString());
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", amazon.url() + "/container");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "the-container-token");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains("ROLE-1 from the container's role"), said);
        assertEquals(List.of("GET /container by the-container-token"), amazon.asked());
    }

    /** Finds keys as the program does, in a process of its own. */
    static final class ContainerKeys {
        private ContainerKeys() {}

        public static void main(String[] arguments) throws Exception {
            var rig = new LoginRig(Path.of(System.getenv("HOME")));
            System.getenv().forEach(rig::with);
            S3Keys keys = rig.keys(URL);
            System.out.println(keys.accessKey() + " from " + keys.origin());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no URL", "http://", "http://h h/", "ftp://h", "/path"})
    void aServiceAtNoUrlIsNamed(String text) throws Exception {
        for (String variable : List.of("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL")) {
            TransferException failure =
                    webIdentity()
                            .with("AWS_ENDPOINT_URL_STS", "")
                            .with("AWS_ENDPOINT_URL_S3", "http://h")
                            .with(variable, text)
                            .refusal(URL);
            assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
            assertTrue(failure.getMessage().contains(variable + " is no "), failure.getMessage());
        }
        TransferException failure =
                instance().with("AWS_EC2_METADATA_SERVICE_ENDPOINT", text).refusal(URL);
        assertTrue(failure.getMessage().contains("SERVICE_ENDPOINT is no "), failure.getMessage());
    }

    @Test
    void endpointsThatAreToBeIgnoredAreIgnoredForRolesToo() throws Exception {
        LoginRig rig =
                webIdentity()
                        .with("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
                        .with("AWS_ENDPOINT_URL_STS", "no URL");
        assertEquals("us-east-1", rig.login(URL).service().region());
    }

    private LoginRig webIdentity() throws Exception {
        return new LoginRig(home)
                .with("AWS_ENDPOINT_URL_STS", amazon.url())
                .with("AWS_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString())
                .with("AWS_ROLE_ARN", "arn:aws:iam::1:role/r")
                .withFile("token", "the-web-token");
    }

    private LoginRig instance() {
        return new LoginRig(home)
                .with("AWS_EC2_METADATA_DISABLED", "")
                .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", amazon.url());
    }

    private LoginRig role(String lines) throws Exception {
        return new LoginRig(home)
                .with("AWS_ENDPOINT_URL_STS", amazon.url())
                .with("AWS_PROFILE", "r")
                .withFile(
                        ".aws/config",
                        "[profile r]\nrole_arn = arn:aws:iam::1:role/r\n"
                                + lines
                                + "\n[profile base]\naws_access_key_id = BASE\n"
                                + "aws_secret_access_key = hunter2\n"
                                + "[profile program]\ncredential_process = cat "
                                + home.resolve("says")
                                + "\n");
    }

    private static void scan(Throwable failure) {
        var trace = new ByteArrayOutputStream();
        failure.printStackTrace(new PrintStream(trace, true, StandardCharsets.UTF_8));
        new SecretScan(List.of("hunter2", "sesame", "the-web-token"))
                .check(trace.toString(StandardCharsets.UTF_8));
    }
}
