package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

class S3LoginsTest {
    private static final String FILE = ".pegasus/credentials.conf";
    private static final String URL = "s3://joe@store/bucket/key";

    @TempDir private Path home;

    @Test
    void openingReadsNothing() throws Exception {
        var rig = new LoginRig(home).with("PEGASUS_CREDENTIALS", "/does/not/exist");
        S3Login login = rig.login(URL);
        assertThrows(TransferException.class, login::service);
    }

    @Test
    void keysThatWereRefusedAreReadAgain() throws Exception {
        var rig = new LoginRig(home).withFile(FILE, store("A", "http://h"));
        S3Login login = rig.login(URL);
        S3Keys old = login.keys().orElseThrow();
        assertFalse(login.renew(old));
        rig.withFile(FILE, store("B", "http://elsewhere"));
        assertEquals("A", login.keys().orElseThrow().accessKey());
        assertTrue(login.renew(old));
        assertEquals("B", login.keys().orElseThrow().accessKey());
        assertEquals("elsewhere", login.service().endpoint().host());
    }

    @Test
    void whoFindsLaterThatKeysAreOldGetsTheNewOnesWithoutReading() throws Exception {
        var rig = new LoginRig(home).withFile(FILE, store("A", "http://h"));
        S3Keys old = rig.keys(URL);
        rig.withFile(FILE, store("B", "http://h"));
        assertTrue(rig.login(URL).renew(old));
        rig.withFile(FILE, store("C", "http://h"));
        assertTrue(rig.login("s3://joe@store/other/key").renew(old));
        assertEquals("B", rig.accessKey(URL));
    }

    @Test
    void aFileThatIsBrokenWhenItIsReadAgainLeavesTheOldKeysInUse() throws Exception {
        var rig = new LoginRig(home).withFile(FILE, store("A", "http://h"));
        S3Keys old = rig.keys(URL);
        rig.withFile(FILE, "hunter2");
        TransferException failure =
                assertThrows(TransferException.class, () -> rig.login(URL).renew(old));
        assertFalse(failure.getMessage().contains("hunter2"), failure.getMessage());
        assertEquals("A", rig.accessKey(URL));
        rig.withFile(FILE, store("B", "http://h"));
        assertTrue(rig.login(URL).renew(old));
    }

    @Test
    void aProfileThatWasRenewedIsReadAgain() throws Exception {
        var rig = new LoginRig(home).withFile(".aws/credentials", profile("A"));
        S3Keys old = rig.keys("s3://bucket/key");
        rig.withFile(".aws/credentials", profile("B"));
        assertTrue(rig.login("s3://bucket/key").renew(old));
        assertEquals("B", rig.accessKey("s3://another/key"));
    }

    @Test
    void keysThatAreGivenOutAreAskedForAnewOnceInAWhile() throws Exception {
        var rig =
                new LoginRig(home)
                        .withFile("says", issue("A"))
                        .withFile(
                                ".aws/config",
                                "[default]\ncredential_process = cat " + home.resolve("says"));
        S3Login login = rig.login("s3://bucket/key");
        S3Keys first = login.keys().orElseThrow();
        rig.withFile("says", issue("B"));
        assertTrue(login.renew(first));
        S3Keys second = login.keys().orElseThrow();
        assertEquals("B", second.accessKey());
        rig.withFile("says", issue("C"));
        assertFalse(login.renew(second));
        rig.later();
        assertTrue(login.renew(second));
        assertEquals("C", login.keys().orElseThrow().accessKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush\r", "hush\nX-Other: yes", "hush\u00e9", "hush hush"})
    void whatCannotStandInAHeaderIsRefusedUnseen(String token) throws Exception {
        var rig =
                new LoginRig(home)
                        .with("AWS_ACCESS_KEY_ID", "A")
                        .with("AWS_SECRET_ACCESS_KEY", "hunter2")
                        .with("AWS_SESSION_TOKEN", token);
        TransferException failure = rig.refusal("s3://bucket/key");
        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(failure.getMessage().contains("AWS_ACCESS_KEY_ID"), failure.getMessage());
        assertFalse(failure.getMessage().contains("hush"), failure.getMessage());
    }

    @Test
    void whoHasGivenKeysBeforeMayStumbleOnce() throws Exception {
        String soon = ",\"Expiration\":\"" + Instant.now().plusSeconds(60) + "\"}";
        var rig =
                new LoginRig(home)
                        .withFile("says", issue("A").replace("}", soon))
                        .withFile(
                                ".aws/config",
                                "[default]\ncredential_process = cat " + home.resolve("says"));
        S3Login login = rig.login("s3://bucket/key");
        assertEquals("A", login.keys().orElseThrow().accessKey());
        rig.withFile("says", "a network error");
        assertThrows(TransferException.class, login::keys);
        rig.withFile("says", issue("B"));
        assertEquals("B", login.keys().orElseThrow().accessKey());
    }

    @Test
    void aProgramIsNotRunForEveryRefusal() throws Exception {
        Path runs = home.resolve("runs");
        String line = "sh -c 'echo run >> " + runs + "; cat " + home.resolve("says") + "'";
        var rig =
                new LoginRig(home)
                        .withFile("says", issue("A").replace("\"SessionToken\"", "\"X\""))
                        .withFile(".aws/config", "[default]\ncredential_process = " + line);
        S3Login login = rig.login("s3://bucket/key");
        S3Keys keys = login.keys().orElseThrow();
        assertFalse(login.renew(keys));
        assertFalse(login.renew(keys));
        assertEquals(2, Files.readAllLines(runs).size());
        rig.later();
        assertFalse(login.renew(keys));
        assertEquals(3, Files.readAllLines(runs).size());
    }

    @Test
    void eachEndHasItsOwnKeysBySite() throws Exception {
        var rig =
                new LoginRig(home)
                        .withFile("a", store("A", "http://a"))
                        .withFile("b", store("B", "http://b"))
                        .with("PEGASUS_CREDENTIALS_from", home.resolve("a").toString())
                        .with("PEGASUS_CREDENTIALS_to", home.resolve("b").toString());
        S3Login from = rig.login(URL, "from");
        S3Login to = rig.login(URL, "to");
        assertEquals("A", from.keys().orElseThrow().accessKey());
        assertEquals("B", to.keys().orElseThrow().accessKey());
        assertEquals("a", from.service().endpoint().host());
        assertEquals("b", to.service().endpoint().host());
    }

    @Test
    void eachEndHasItsOwnKeysByUser() throws Exception {
        var rig =
                new LoginRig(home)
                        .withFile(
                                FILE,
                                store("A", "http://h")
                                        + "[jim@store]\naccess_key = J\nsecret_key = hunter2\n");
        assertEquals("A", rig.accessKey(URL));
        assertEquals("J", rig.accessKey("s3://jim@store/bucket/key"));
    }

    private static String store(String accessKey, String endpoint) {
        return "[store]\nendpoint = %s\n[joe@store]\naccess_key = %s\nsecret_key = hunter2\n"
                .formatted(endpoint, accessKey);
    }

    private static String profile(String accessKey) {
        return "[default]\naws_access_key_id = %s\naws_secret_access_key = hunter2\n"
                .formatted(accessKey);
    }

    private static String issue(String accessKey) {
        return "{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"hunter2\",\"SessionToken\":\"sesame\"}"
                .formatted(accessKey);
    }
}
