package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

class S3ConfigTest {
    private static final String URL = "s3://joe@store/bucket/key";

    @TempDir private Path home;

    @Test
    void aStoreAndAnIdentityAreReadAsTheToolThatBeganThisHasThem() throws Exception {
        var rig =
                config(
                        "endpoint = https://s3.us-west-2.amazonaws.com/\nregion = us-west-2",
                        "access_key = AK\nsecret_key = hunter2");
        assertEquals(
                new S3Site(HttpUrl.get("https://s3.us-west-2.amazonaws.com/"), "us-west-2", false),
                rig.site(URL));
        assertEquals(
                new S3Keys(
                        "AK",
                        new Secret("hunter2"),
                        Optional.empty(),
                        "section [joe@store] of " + home.resolve(".pegasus/credentials.conf")),
                rig.keys(URL));
    }

    @Test
    void whatIsNotSaidIsAsAmazonHasIt() throws Exception {
        S3Service store =
                config("endpoint = http://h:9000", "access_key=A\nsecret_key=B")
                        .login(URL)
                        .service();
        assertEquals(
                new S3Service(
                        HttpUrl.get("http://h:9000"), "us-east-1", S3Addressing.PATH, false, 1000),
                store);
    }

    @Test
    void everyKeyCounts() throws Exception {
        var rig =
                config(
                        """
                        endpoint = http://h:9000/below
                        region = here
                        addressing = virtual
                        requester_pays = yes
                        batch_delete_size = 50
                        chunk_size = of the old days
                        """,
                        "access_key = A\nsecret_key = hunter2\nsession_token = sesame");
        assertEquals(
                new S3Service(
                        HttpUrl.get("http://h:9000/below"), "here", S3Addressing.VIRTUAL, true, 50),
                rig.login(URL).service());
        assertEquals(Optional.of(new Secret("sesame")), rig.keys(URL).sessionToken());
    }

    @Test
    void aStoreThatCannotRemoveSeveralIsAskedForOneAtATime() throws Exception {
        var rig =
                config(
                        "endpoint = http://h\nbatch_delete = False\nbatch_delete_size = 9",
                        "access_key=A\nsecret_key=B");
        assertEquals(1, rig.login(URL).service().batchDelete());
    }

    @Test
    void anIdentityMayBeNobody() throws Exception {
        var rig = config("endpoint = http://h", "anonymous = yes");
        assertEquals(Optional.empty(), rig.maybeKeys(URL));
    }

    @Test
    void whatAnIdentitySaysGoesBeforeWhatTheStoreSays() throws Exception {
        var rig =
                config(
                        "endpoint = http://h\nrequester_pays = no\nanonymous = yes",
                        "requester_pays = yes\nanonymous = no\naccess_key = A\nsecret_key = B");
        assertTrue(rig.login(URL).service().requesterPays());
        assertEquals("A", rig.accessKey(URL));
    }

    @Test
    void theRegionIsElseTheOneOfTheEndpoint() throws Exception {
        var rig = config("endpoint = https://s3.eu-west-1.amazonaws.com", "anonymous = yes");
        assertEquals("eu-west-1", rig.login(URL).service().region());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint = ftp://hunter2 | 2 | endpoint | is no http or https URL",
                "endpoint = https://hunter2:hunter2@h | 2 | endpoint | is no http or https URL",
                "endpoint = https://h?hunter2 | 2 | endpoint | is no http or https URL",
                "endpoint = http://h\\nregion = hunter2 hunter2 | 3 | region | is no region's name",
                "endpoint = http://h\\naddressing = hunter2 | 3 | addressing | is neither path nor virtual",
                "endpoint = http://h\\nbatch_delete_size = 1001 | 3 | batch_delete_size | is no number from 1 to 1000",
                "endpoint = http://h\\nbatch_delete_size = 0 | 3 | batch_delete_size | is no number from 1 to 1000",
                "endpoint = http://h\\n\\nbatch_delete = hunter2 | 4 | batch_delete | is neither yes nor no",
                "endpoint = http://h\\nrequester_pays = hunter2 | 3 | requester_pays | is neither yes nor no"
            })
    void aBadValueIsToldWithItsLine(String lines, int line, String key, String words)
            throws Exception {
        var rig = config(lines.replace("\\n", "\n"), "access_key=A\nsecret_key=hunter2");
        TransferException failure = rig.refusal(URL);
        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        String start =
                "%s: line %d of %s: %s of [store] %s"
                        .formatted(
                                URL, line, home.resolve(".pegasus/credentials.conf"), key, words);
        assertTrue(failure.getMessage().startsWith(start), failure.getMessage());
        assertUnseen(failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_key = A",
                "secret_key = hunter2",
                "access_key = A\nsecret_key =",
                "access_key = A\n  hunter2\nsecret_key = B",
                "access_key = A\nsecret_key = hunter2 hunter2",
                "access_key = A\nsecret_key = hunter2\nsession_token = hunter2\u00e9",
                "anonymous = hunter2"
            })
    void anIdentityThatCannotBeUsedIsRefusedUnseen(String lines) throws Exception {
        TransferException failure = config("endpoint = http://h", lines).refusal(URL);
        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(failure.getMessage().contains("[joe@store]"), failure.getMessage());
        assertUnseen(failure);
    }

    @Test
    void aMissingKeyIsNamed() throws Exception {
        assertTrue(
                config("region = r", "access_key=A\nsecret_key=B")
                        .refusal(URL)
                        .getMessage()
                        .endsWith(": there is no endpoint"));
        assertTrue(
                config("endpoint = http://h", "access_key=A")
                        .refusal(URL)
                        .getMessage()
                        .endsWith(": there is no secret_key"));
    }

    @Test
    void aMissingSectionIsNamedAsTheToolThatBeganThisNamesIt() throws Exception {
        var rig = config("endpoint = http://h", "access_key=A\nsecret_key=B");
        assertTrue(
                rig.refusal("s3://jim@store/bucket/key")
                        .getMessage()
                        .contains("Config file has no section for identity 'jim@store'"));
        String words = rig.refusal("s3://joe@other/bucket/key").getMessage();
        assertTrue(words.contains("Config file has no section for site 'other'"), words);
        assertTrue(words.contains(home.resolve(".pegasus/credentials.conf").toString()), words);
    }

    @Test
    void aRegionThatIsNotTheEndpointsIsWarnedOf() throws Exception {
        var heard = new ArrayList<String>();
        Logger logger = Logger.getLogger("transfer.protocol.s3");
        Handler handler = hearing(heard);
        logger.addHandler(handler);
        try {
            S3Service store =
                    config(
                                    "endpoint = https://s3.eu-west-1.amazonaws.com\nregion = eu-west-2",
                                    "anonymous = yes")
                            .login(URL)
                            .service();
            assertEquals("eu-west-2", store.region());
            assertEquals(
                    List.of(
                            "line 3 of %s: the region is eu-west-2, but the endpoint's is eu-west-1"
                                    .formatted(home.resolve(".pegasus/credentials.conf"))),
                    heard);
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static Handler hearing(List<String> heard) {
        return new Handler() {
            @Override
            public void publish(LogRecord event) {
                heard.add(new SimpleFormatter().formatMessage(event));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private LoginRig config(String store, String identity) throws Exception {
        return new LoginRig(home)
                .withFile(
                        ".pegasus/credentials.conf",
                        "[store]\n" + store + "\n[joe@store]\n" + identity + "\n");
    }

    private static void assertUnseen(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            assertFalse(e.toString().contains("hunter2"), e.toString());
        }
    }
}
