package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credential.Environment;

class CloudCredentialsTest {
    private static final CredentialQuery PLAIN = new CredentialQuery(Site.UNNAMED, "s3", "bucket");

    private final Credentials credentials =
            Credentials.standard(
                    Map.of(
                            "AWS_ACCESS_KEY_ID", "AK",
                            "AWS_SECRET_ACCESS_KEY", "hunter2",
                            "AWS_SESSION_TOKEN", "",
                            "MY_AWS_KEY", "x",
                            "HOME", "/home/joe"));

    @Test
    void plainUrlsGetTheVariablesOfTheirCloudAndTheHome() throws Exception {
        Environment found = credentials.find(PLAIN, Environment.class).orElseThrow();
        assertEquals(Optional.of("AK"), found.value("AWS_ACCESS_KEY_ID"));
        assertEquals(Optional.of("hunter2"), found.value("AWS_SECRET_ACCESS_KEY"));
        assertEquals(Optional.empty(), found.value("AWS_SESSION_TOKEN"));
        assertEquals(Optional.empty(), found.value("MY_AWS_KEY"));
        assertEquals(Optional.of("/home/joe"), found.value("HOME"));
    }

    @Test
    void theSecretsAreNotShown() throws Exception {
        String shown = credentials.find(PLAIN, Environment.class).orElseThrow().toString();
        assertFalse(shown.contains("hunter2"), shown);
    }

    @Test
    void whoIsNamedInTheUrlGetsNone() throws Exception {
        var named = new CredentialQuery(Site.UNNAMED, "s3", "amazon", Optional.of("joe"));
        assertEquals(Optional.empty(), credentials.find(named, Environment.class));
    }

    @Test
    void otherSchemesGetNone() throws Exception {
        var https = new CredentialQuery(Site.UNNAMED, "https", "bucket");
        assertEquals(Optional.empty(), credentials.find(https, Environment.class));
    }
}
