package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential.BearerToken;
import transfer.credentials.Credential.Password;

class TokenCredentialsTest {
    private static final CredentialQuery QUERY =
            new CredentialQuery(new Site("my-site"), "https", "h.example.org:8443");

    @TempDir private Path directory;
    private Path temporary;

    @BeforeEach
    void makeTemporary() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
    }

    @Test
    void aSitesOwnVariableHoldsTheToken() throws Exception {
        var source = source(Map.of("BEARER_TOKEN_my_site", " ey.J-0_a+b/~==\n"));
        assertEquals(
                Optional.of(
                        new BearerToken(
                                new Secret("ey.J-0_a+b/~=="), "the variable BEARER_TOKEN_my_site")),
                source.find(QUERY, BearerToken.class));
    }

    @Test
    void aSitesOwnVariableNamesTheFile() throws Exception {
        Path file = write("t", "fromFile\n");
        var source = source(Map.of("BEARER_TOKEN_FILE_my_site", file.toString()));
        assertEquals(
                Optional.of(new BearerToken(new Secret("fromFile"), "the file " + file)),
                source.find(QUERY, BearerToken.class));
    }

    @Test
    void aTokenGoesToNoOtherSite() throws Exception {
        var source = source(Map.of("BEARER_TOKEN_other", "t", "BEARER_TOKEN_FILE_other", "/none"));
        assertEquals(Optional.empty(), source.find(QUERY, BearerToken.class));
    }

    @ParameterizedTest
    @CsvSource({"http", "webdav", "dav", "ftp", "gsiftp"})
    void noTokenGoesOverAConnectionThatIsNotKnownToBeEncrypted(String scheme) throws Exception {
        var source =
                source(
                        Map.of(
                                "BEARER_TOKEN_my_site", "t",
                                "BEARER_TOKEN", "t",
                                "BEARER_TOKEN_HOSTS", "h.example.org"));
        var query = new CredentialQuery(QUERY.site(), scheme, QUERY.authority());
        assertEquals(Optional.empty(), source.find(query, BearerToken.class));
        assertEquals(
                List.of(
                        "the variables BEARER_TOKEN… (no token is sent over "
                                + scheme
                                + ", which is not known to be encrypted)"),
                source.searched(query, BearerToken.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "webdavs", "davs"})
    void aTokenGoesOverAnEncryptedConnection(String scheme) throws Exception {
        var source = source(Map.of("BEARER_TOKEN_my_site", "t"));
        var query = new CredentialQuery(QUERY.site(), scheme, QUERY.authority());
        assertEquals("t", token(source, query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h.example.org",
                "H.Example.ORG",
                "h.example.org:8443",
                "a.example.org,h.example.org",
                " a.example.org  h.example.org ",
                "a.example.org, h.example.org:8443"
            })
    void theGeneralTokenGoesToAListedHost(String hosts) throws Exception {
        var source = source(Map.of("BEARER_TOKEN", "t", "BEARER_TOKEN_HOSTS", hosts));
        assertEquals("t", token(source, QUERY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "example.org",
                "g.example.org",
                "h.example.org:443",
                "*",
                ".example.org",
                "h.example.org.evil.org",
                "evil.h.example.org"
            })
    void theGeneralTokenGoesToNoOtherHost(String hosts) throws Exception {
        write("tmp/bt_u" + PrivateFile.ourselves(), "t");
        var source =
                source(
                        Map.of(
                                "BEARER_TOKEN",
                                "t",
                                "BEARER_TOKEN_FILE",
                                write("f", "t").toString(),
                                "BEARER_TOKEN_HOSTS",
                                hosts));
        assertEquals(Optional.empty(), source.find(QUERY, BearerToken.class));
    }

    @Test
    void aHostIsListedByItsAddressToo() throws Exception {
        var source = source(Map.of("BEARER_TOKEN", "t", "BEARER_TOKEN_HOSTS", "[::1]"));
        assertEquals("t", token(source, new CredentialQuery(Site.UNNAMED, "https", "[::1]:8443")));
        assertEquals("t", token(source, new CredentialQuery(Site.UNNAMED, "https", "[::1]")));
    }

    @Test
    void theGeneralTokenIsDiscoveredInTheSpecifiedOrder() throws Exception {
        Path session = Files.createDirectory(directory.resolve("session"));
        String name = "bt_u" + PrivateFile.ourselves();
        write("tmp/" + name, "4");
        Map<String, String> hosts = Map.of("BEARER_TOKEN_HOSTS", "h.example.org");
        Map<String, String> withSession = with(hosts, "XDG_RUNTIME_DIR", session.toString());
        assertEquals("4", token(source(hosts), QUERY));
        assertEquals("4", token(source(withSession), QUERY));
        write("session/" + name, "3");
        assertEquals("3", token(source(withSession), QUERY));
        var withFile = with(withSession, "BEARER_TOKEN_FILE", write("f", "2").toString());
        assertEquals("2", token(source(withFile), QUERY));
        var withAll = with(withFile, "BEARER_TOKEN", "1");
        assertEquals("1", token(source(withAll), QUERY));
        assertEquals("0", token(source(with(withAll, "BEARER_TOKEN_my_site", "0")), QUERY));
    }

    @Test
    void noTokenAnywhereIsNoToken() throws Exception {
        var source = source(Map.of("BEARER_TOKEN_HOSTS", "h.example.org"));
        assertEquals(Optional.empty(), source.find(QUERY, BearerToken.class));
    }

    @Test
    void emptyVariablesCountAsNotSet() throws Exception {
        var source =
                source(
                        Map.of(
                                "BEARER_TOKEN_my_site", "",
                                "BEARER_TOKEN_FILE_my_site", "",
                                "BEARER_TOKEN", "",
                                "BEARER_TOKEN_FILE", "",
                                "XDG_RUNTIME_DIR", "",
                                "BEARER_TOKEN_HOSTS", "h.example.org"));
        assertEquals(Optional.empty(), source.find(QUERY, BearerToken.class));
    }

    @Test
    void aNamedFileThatIsMissingIsAnError() {
        var source = source(Map.of("BEARER_TOKEN_FILE_my_site", directory + "/none"));
        var refusal =
                assertThrows(
                        CredentialException.class, () -> source.find(QUERY, BearerToken.class));
        assertEquals(
                "Token file does not exist: "
                        + directory
                        + "/none (from the variable BEARER_TOKEN_FILE_my_site)",
                refusal.getMessage());
    }

    @Test
    void aTokenFileOpenToOthersIsRefused() throws Exception {
        Path path = write("tmp/bt_u" + PrivateFile.ourselves(), "t");
        Files.setAttribute(path, "unix:mode", 0644);
        var source = source(Map.of("BEARER_TOKEN_HOSTS", "h.example.org"));
        var refusal =
                assertThrows(
                        CredentialException.class, () -> source.find(QUERY, BearerToken.class));
        assertTrue(
                refusal.getMessage().startsWith("Permissions of token file " + path),
                refusal.getMessage());
    }

    @Test
    void aRenewedTokenFileIsReadAgain() throws Exception {
        Path file = write("t", "old");
        var source = source(Map.of("BEARER_TOKEN_FILE_my_site", file.toString()));
        assertEquals("old", token(source, QUERY));
        write("t", "new");
        assertEquals("new", token(source, QUERY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2 hunter2",
                "hunter2\nx",
                "hunter2\u00e9",
                "hunter2\r\nEvil: 1",
                "=="
            })
    void whatIsNoTokenIsRefusedUnseen(String text) throws Exception {
        for (var source :
                List.of(
                        source(Map.of("BEARER_TOKEN_my_site", text)),
                        source(Map.of("BEARER_TOKEN_FILE_my_site", write("t", text).toString())))) {
            var refusal =
                    assertThrows(
                            CredentialException.class, () -> source.find(QUERY, BearerToken.class));
            assertFalse(refusal.getMessage().contains("hunter2"), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FILE, BEARER_TOKEN_FILE",
        "FILE-x, BEARER_TOKEN_FILE_x",
        "HOSTS, BEARER_TOKEN_HOSTS"
    })
    void aSiteWhoseVariableMeansSomethingElseHasNone(String label, String variable)
            throws Exception {
        var source = source(Map.of(variable, "h.example.org"));
        var query = new CredentialQuery(new Site(label), "https", "g.example.org");
        assertEquals(Optional.empty(), source.find(query, BearerToken.class));
    }

    @Test
    void otherKindsAreNotItsBusiness() throws Exception {
        var source = source(Map.of("BEARER_TOKEN_my_site", "t"));
        assertEquals(Optional.empty(), source.find(QUERY, Password.class));
        assertEquals(List.of(), source.searched(QUERY, Password.class));
    }

    @Test
    void tellsWhereItLooked() {
        assertEquals(
                List.of(
                        "the variable BEARER_TOKEN_my_site (not set)",
                        "the variable BEARER_TOKEN_FILE_my_site (not set)",
                        "the variable BEARER_TOKEN (not for this host: BEARER_TOKEN_HOSTS does not"
                                + " list h.example.org:8443)"),
                source(Map.of("BEARER_TOKEN", "t")).searched(QUERY, BearerToken.class));
        assertEquals(
                List.of(
                        "the variable BEARER_TOKEN_my.site (not set; a shell cannot set it, because"
                                + " the site's label holds more than letters, digits, - and _)",
                        "the variable BEARER_TOKEN_FILE_my.site (not set; a shell cannot set it,"
                                + " because the site's label holds more than letters, digits, - and"
                                + " _)",
                        "the variable BEARER_TOKEN (not set)",
                        "the variable BEARER_TOKEN_FILE (not set)",
                        "the files bt_u<uid> in $XDG_RUNTIME_DIR and " + temporary),
                source(Map.of("BEARER_TOKEN_HOSTS", "h"))
                        .searched(
                                new CredentialQuery(new Site("my.site"), "https", "h"),
                                BearerToken.class));
    }

    private TokenCredentials source(Map<String, String> environment) {
        return new TokenCredentials(new Variables(environment), temporary);
    }

    private Path write(String name, String text) throws IOException {
        Path path = Files.writeString(directory.resolve(name), text);
        Files.setAttribute(path, "unix:mode", 0600);
        return path;
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(map);
        more.put(name, value);
        return more;
    }

    private static String token(CredentialSource source, CredentialQuery query)
            throws CredentialException {
        return source.find(query, BearerToken.class).orElseThrow().token().reveal();
    }
}
