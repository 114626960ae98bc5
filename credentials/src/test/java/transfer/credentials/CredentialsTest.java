package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.credentials.Credential.BearerToken;
import transfer.credentials.Credential.ClientCertificate;
import transfer.credentials.Credential.HttpHeaders;
import transfer.credentials.Credential.Password;

class CredentialsTest {
    private static final CredentialQuery QUERY = new CredentialQuery(new Site("isi"), "https", "h");

    @TempDir private Path directory;

    @Test
    void theFirstSourceThatHasOneWins() throws Exception {
        var credentials =
                new Credentials(
                        List.of(new Fixed("a", false), new Fixed("b", true), new Fixed("c", true)));
        assertEquals("b", credentials.find(QUERY, BearerToken.class).orElseThrow().origin());
        assertEquals(List.of("a", "b", "c"), credentials.searched(QUERY, BearerToken.class));
    }

    @Test
    void withoutSourcesEverybodyIsAnonymous() throws Exception {
        assertEquals(Optional.empty(), Credentials.none().find(QUERY, Password.class));
        assertEquals(List.of(), Credentials.none().searched(QUERY, Password.class));
        Credentials.none().check();
    }

    @Test
    void theStandardOnesFindEveryKind() throws Exception {
        Path file =
                write(
                        "c.conf",
                        "[https://h]\nheader.x = hunter2\nusername = joe\npassword = hunter2");
        Path proxy = write("proxy", "hunter2");
        var credentials =
                Credentials.standard(
                        Map.of(
                                "PEGASUS_CREDENTIALS", file.toString(),
                                "BEARER_TOKEN_isi", "hunter2",
                                "X509_USER_PROXY", proxy.toString()));
        credentials.check();
        for (var kind :
                List.of(
                        HttpHeaders.class,
                        Password.class,
                        BearerToken.class,
                        ClientCertificate.class)) {
            Credential found = credentials.find(QUERY, kind).orElseThrow();
            assertFalse(found.toString().contains("hunter2"), found.toString());
            assertFalse(found.origin().contains("hunter2"), found.origin());
            assertFalse(credentials.searched(QUERY, kind).toString().contains("hunter2"));
        }
        assertFalse(credentials.toString().contains("hunter2"));
    }

    @Test
    void theFilesTokenForAHostComesBeforeTheSitesToken() throws Exception {
        Path file = write("c.conf", "[https://h]\ntoken = fromFile");
        var credentials =
                Credentials.standard(
                        Map.of(
                                "PEGASUS_CREDENTIALS",
                                file.toString(),
                                "BEARER_TOKEN_isi",
                                "fromVariable"));
        assertEquals(
                "fromFile",
                credentials.find(QUERY, BearerToken.class).orElseThrow().token().reveal());
        assertEquals(
                "fromVariable",
                credentials
                        .find(new CredentialQuery(new Site("isi"), "https", "i"), BearerToken.class)
                        .orElseThrow()
                        .token()
                        .reveal());
    }

    @Test
    void noFileIsLookedAtBeforeItIsAskedFor() {
        assertDoesNotThrow(() ->
                Credentials.standard(
                        Map.of(
                                "PEGASUS_CREDENTIALS", "/does/not/exist",
                                "BEARER_TOKEN_FILE_isi", "/does/not/exist",
                                "X509_USER_PROXY", "/does/not/exist")));
    }

    @Test
    void theCheckRefusesAMissingCredentialsFileAndNothingElse() {
        var refusal =
                assertThrows(
                        CredentialException.class,
                        Credentials.standard(Map.of("PEGASUS_CREDENTIALS", "/does/not/exist"))
                                ::check);
        assertEquals(
                "Credentials file does not exist: /does/not/exist (from the variable"
                        + " PEGASUS_CREDENTIALS)",
                refusal.getMessage());
        assertDoesNotThrow(
                Credentials.standard(
                                Map.of(
                                        "PEGASUS_CREDENTIALS", "",
                                        "PEGASUS_CREDENTIALS_isi", "/does/not/exist",
                                        "X509_USER_PROXY", "/does/not/exist"))
                        ::check);
    }

    @Test
    void aNameThatNoFileCanHaveIsRefusedUnseen() {
        var refusal =
                assertThrows(
                        CredentialException.class,
                        () ->
                                Credentials.standard(Map.of("X509_USER_PROXY", "hunter2\0"))
                                        .find(QUERY, ClientCertificate.class));
        assertEquals("the variable X509_USER_PROXY holds no file name", refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"isi, isi", "my-own-site, my_own_site", "My_Site, My_Site", "a.b, a.b", "a b, a b"})
    void everyHyphenOfASitesLabelIsAnUnderscoreAndNothingElseChanges(String label, String suffix) {
        assertEquals(suffix, new Site(label).variableSuffix());
    }

    @Test
    void aSecretComparesButDoesNotPrint() {
        Secret secret = new Secret("hunter2");
        assertEquals(new Secret("hunter2"), secret);
        assertEquals(new Secret("hunter2").hashCode(), secret.hashCode());
        assertNotEquals(new Secret("hunter3"), secret);
        assertEquals("(secret)", secret.toString());
        assertTrue(
                new HttpHeaders(Map.of("private-token", secret), "here")
                        .toString()
                        .contains("private-token=(secret)"));
    }

    private Path write(String name, String text) throws IOException {
        Path path = Files.writeString(directory.resolve(name), text);
        Files.setAttribute(path, "unix:mode", 0600);
        return path;
    }

    /** Has one token, or none. */
    private record Fixed(String name, boolean has) implements CredentialSource {
        @Override
        public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
            return has
                    ? Optional.of(kind.cast(new BearerToken(new Secret("t"), name)))
                    : Optional.empty();
        }

        @Override
        public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
            return List.of(name);
        }
    }
}
