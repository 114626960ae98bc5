package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

/** {@code s3://bucket/key} without asking anybody: environment and files. */
class S3ChainTest {
    private static final String URL = "s3://bucket/key";

    @TempDir private Path home;

    @Test
    void theEnvironmentsKeysComeFirst() throws Exception {
        var rig =
                keysOfEnvironment()
                        .with("AWS_SESSION_TOKEN", "sesame")
                        .with("AWS_PROFILE", "p")
                        .withFile(".aws/credentials", profile("p", "other"));
        assertEquals(
                new S3Keys(
                        "AK",
                        new Secret("hunter2"),
                        Optional.of(new Secret("sesame")),
                        "the variable AWS_ACCESS_KEY_ID"),
                rig.keys(URL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
    void halfAKeyIsAnError(String variable) throws Exception {
        String words = new LoginRig(home).with(variable, "hunter2").refusal(URL).getMessage();
        assertTrue(words.startsWith(URL + ": " + variable + " is set, and "), words);
        assertFalse(words.contains("hunter2"), words);
    }

    @Test
    void aProfilesKeysAreFoundInTheFileOfCredentials() throws Exception {
        var rig =
                new LoginRig(home)
                        .withFile(".aws/credentials", profile("default", "D") + profile("p", "P"));
        assertEquals("D", rig.accessKey(URL));
        rig = new LoginRig(home).with("AWS_PROFILE", "p");
        assertEquals("P", rig.accessKey(URL));
        assertEquals(
                "profile p of %s and %s"
                        .formatted(home.resolve(".aws/config"), home.resolve(".aws/credentials")),
                rig.keys(URL).origin());
    }

    @Test
    void aProfilesKeysAreFoundInTheFileOfSettings() throws Exception {
        var rig =
                new LoginRig(home)
                        .with("AWS_CONFIG_FILE", home.resolve("elsewhere").toString())
                        .with("AWS_PROFILE", "p")
                        .withFile(
                                "elsewhere",
                                profile("profile p", "P") + "aws_session_token = sesame\n");
        assertEquals("P", rig.accessKey(URL));
        assertEquals(Optional.of(new Secret("sesame")), rig.keys(URL).sessionToken());
    }

    @Test
    void theFileOfCredentialsMayBeElsewhere() throws Exception {
        var rig =
                new LoginRig(home)
                        .with("AWS_SHARED_CREDENTIALS_FILE", home.resolve("x/y").toString())
                        .withFile("x/y", profile("default", "D"));
        assertEquals("D", rig.accessKey(URL));
    }

    @Test
    void aProfileThatIsNamedMustBeThere() throws Exception {
        var rig = new LoginRig(home).with("AWS_PROFILE", "p");
        assertEquals(
                "%s: there is no profile p in %s and %s"
                        .formatted(
                                URL, home.resolve(".aws/config"), home.resolve(".aws/credentials")),
                rig.refusal(URL).getMessage());
    }

    @Test
    void aFileOfCredentialsThatOthersMayReadIsRefused() throws Exception {
        var rig = new LoginRig(home).withFile(".aws/credentials", profile("default", "D"));
        Path file = home.resolve(".aws/credentials");
        Files.setAttribute(file, "unix:mode", 0644);
        String words = rig.refusal(URL).getMessage();
        assertTrue(words.contains("to mend: chmod 600 " + file), words);
    }

    @Test
    void aLineThatMakesNoSenseIsToldByItsNumber() throws Exception {
        var rig = new LoginRig(home).withFile(".aws/credentials", "[default]\na = b\nhunter2\n");
        TransferException failure = rig.refusal(URL);
        assertTrue(
                failure.getMessage()
                        .contains(
                                "AWS's configuration %s, line 3"
                                        .formatted(home.resolve(".aws/credentials"))),
                failure.getMessage());
        for (Throwable e = failure; e != null; e = e.getCause()) {
            assertFalse(e.toString().contains("hunter2"), e.toString());
        }
    }

    @Test
    void aProgramMayGiveOutTheKeys() throws Exception {
        var rig =
                new LoginRig(home)
                        .withFile(
                                "says",
                                "{\"Version\":1,\"AccessKeyId\":\"X\",\"SecretAccessKey\":\"hunter2\"}")
                        .withFile(
                                ".aws/config",
                                "[default]\ncredential_process = cat '%s'\n"
                                        .formatted(home.resolve("says")));
        assertEquals("X", rig.accessKey(URL));
    }

    @Test
    void nobodyAsksWhoWantsToBeNobody() throws Exception {
        var rig = keysOfEnvironment().with("AWS_NO_SIGN_REQUEST", "YES");
        assertEquals(Optional.empty(), rig.maybeKeys(URL));
    }

    @Test
    void whenThereIsNothingTheMessageNamesTheWays() throws Exception {
        TransferException failure = new LoginRig(home).refusal(URL);
        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        for (String way :
                new String[] {
                    "AWS_ACCESS_KEY_ID",
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    "AWS_CONTAINER_CREDENTIALS_",
                    "profile default of " + home.resolve(".aws/config"),
                    "AWS_EC2_METADATA_DISABLED",
                    "AWS_NO_SIGN_REQUEST=yes",
                    "s3://USER@SITE/BUCKET/KEY"
                }) {
            assertTrue(failure.getMessage().contains(way), way + ": " + failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sso_session = x | logs in by a browser",
                "sso_account_id = 1 | logs in by a browser",
                "aws_access_key_id = hunter2 | has only one of",
                "role_arn = r | there are no keys with which its role could be taken",
                "role_arn = r\\nsource_profile = gone | there is no profile gone",
                "role_arn = r\\nsource_profile = circle | go in a circle",
                "role_arn = r\\nsource_profile = p\\nmfa_serial = m | a code of a second device"
            })
    void aProfileThatCannotBeUsedSaysWhy(String lines, String words) throws Exception {
        var rig =
                new LoginRig(home)
                        .with("AWS_PROFILE", "p")
                        .withFile(
                                ".aws/config",
                                "[profile p]\n"
                                        + lines.replace("\\n", "\n")
                                        + "\n[profile circle]\nrole_arn = c\nsource_profile = p\n");
        String message = rig.refusal(URL).getMessage();
        assertTrue(message.contains(words), message);
        assertFalse(message.contains("hunter2"), message);
    }

    @Test
    void regionAndEndpointAreAmazonsWhenNothingIsSaid() throws Exception {
        S3Site site = keysOfEnvironment().site(URL);
        assertEquals("https://s3.us-east-1.amazonaws.com/", site.endpoint().toString());
        assertEquals("us-east-1", site.region());
        assertFalse(site.pathStyle());
    }

    @Test
    void theRegionComesFromTheEnvironmentAndElseTheProfile() throws Exception {
        var rig = keysOfEnvironment().withFile(".aws/config", "[default]\nregion = eu-west-1\n");
        assertEquals("https://s3.eu-west-1.amazonaws.com/", rig.site(URL).endpoint().toString());
        rig = keysOfEnvironment().with("AWS_DEFAULT_REGION", "eu-west-2");
        assertEquals("eu-west-2", rig.site(URL).region());
        rig = keysOfEnvironment().with("AWS_DEFAULT_REGION", "x").with("AWS_REGION", "eu-west-3");
        assertEquals("eu-west-3", rig.site(URL).region());
    }

    @Test
    void theEndpointComesFromTheEnvironmentAndElseTheProfile() throws Exception {
        String config =
                "[default]\nendpoint_url = http://every\n"
                        + "[profile s]\nendpoint_url = http://every\nservices = mine\n"
                        + "[services mine]\ns3 =\n  endpoint_url = http://s3-only:9000\n"
                        + "[profile v]\nendpoint_url = http://every\ns3 =\n  addressing_style = virtual\n";
        var rig = keysOfEnvironment().withFile(".aws/config", config);
        assertEquals("http://every/", rig.site(URL).endpoint().toString());
        assertTrue(rig.site(URL).pathStyle());
        rig = keysOfEnvironment().with("AWS_PROFILE", "s");
        assertEquals("http://s3-only:9000/", rig.site(URL).endpoint().toString());
        rig = keysOfEnvironment().with("AWS_PROFILE", "v");
        assertFalse(rig.site(URL).pathStyle());
        rig = keysOfEnvironment().with("AWS_ENDPOINT_URL", "http://general");
        assertEquals("http://general/", rig.site(URL).endpoint().toString());
        rig =
                keysOfEnvironment()
                        .with("AWS_ENDPOINT_URL", "x")
                        .with("AWS_ENDPOINT_URL_S3", "http://special");
        assertEquals("http://special/", rig.site(URL).endpoint().toString());
        rig = keysOfEnvironment().with("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
        assertEquals("https://s3.us-east-1.amazonaws.com/", rig.site(URL).endpoint().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_ENDPOINT_URL_S3, hunter2",
        "AWS_ENDPOINT_URL_S3, http://:hunter2@h",
        "AWS_ENDPOINT_URL_S3, http://h/#hunter2",
        "AWS_REGION, hunter2 hunter2"
    })
    void whatMakesNoSenseIsRefusedUnseen(String variable, String value) throws Exception {
        String words = keysOfEnvironment().with(variable, value).refusal(URL).getMessage();
        assertTrue(words.contains(variable), words);
        assertFalse(words.contains("hunter2"), words);
    }

    private LoginRig keysOfEnvironment() {
        return new LoginRig(home)
                .with("AWS_ACCESS_KEY_ID", "AK")
                .with("AWS_SECRET_ACCESS_KEY", "hunter2");
    }

    private static String profile(String name, String accessKey) {
        return "[%s]\naws_access_key_id = %s\naws_secret_access_key = hunter2\n"
                .formatted(name, accessKey);
    }
}
