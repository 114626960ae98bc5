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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential.BearerToken;
import transfer.credentials.Credential.ClientCertificate;
import transfer.credentials.Credential.HttpHeaders;
import transfer.credentials.Credential.Password;

class FileCredentialsTest {
    @TempDir private Path directory;

    @Test
    void headersAreThoseOfTheSectionWithSchemeAndHost() throws Exception {
        // the replaced tool's own test
        var source = source("[https://pegasus.isi.edu]\nheader.real_custom = It works!");
        assertEquals(
                Map.of("real_custom", "It works!"),
                headers(source, query("https", "pegasus.isi.edu")));
    }

    @Test
    void headersAreElseThoseOfTheSectionWithTheHost() throws Exception {
        var source = source("[h:8443]\nheader.A = 1\nheader.B : 2\nusername = u\npassword = p");
        assertEquals(Map.of("a", "1", "b", "2"), headers(source, query("https", "h:8443")));
        assertEquals(Map.of("a", "1", "b", "2"), headers(source, query("http", "h:8443")));
    }

    @Test
    void theSectionWithTheSchemeSpeaksAlone() throws Exception {
        var source =
                source(
                        "[h]\nheader.a = wrong\nusername = u\npassword = p\n[https://h]\nheader.b = 2");
        assertEquals(Map.of("b", "2"), headers(source, query("https", "h")));
        assertEquals(Optional.empty(), source.find(query("https", "h"), Password.class));
        assertTrue(source.find(query("webdavs", "h"), Password.class).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "https, h",
        "https, h:8443",
        "http, h:443",
        "https, H:443",
        "https, g:443",
        "https, DEFAULT"
    })
    void anotherPortHostOrSpellingHasNoCredential(String scheme, String authority)
            throws Exception {
        var source =
                source(
                        "[DEFAULT]\nheader.d = 1\n[https://h:443]\nheader.a = 1\nusername = u\npassword"
                                + " = p\ntoken = t");
        assertNothing(source, query(scheme, authority));
    }

    @Test
    void defaultsHoldInEverySection() throws Exception {
        var source = source("[DEFAULT]\nheader.d = 1\n[https://h]\nheader.a = 2");
        assertEquals(Map.of("d", "1", "a", "2"), headers(source, query("https", "h")));
    }

    @Test
    void theSampleFileIsUnderstood() throws Exception {
        var source =
                source(
                        """
                        # Sample only.

                        [DEFAULT]
                        ; nothing

                        [https://data.example.org:8443]
                        header.Private-Token = abc123

                        [dav.example.org]
                        username = joe
                        password = per%%cent

                        [amazon]
                        endpoint = https://s3.us-west-2.amazonaws.com/
                        region   = us-west-2
                        batch_delete = True

                        [user@amazon]
                        access_key: AKEXAMPLE
                        secret_key: secretexample
                        """);
        assertEquals(
                Map.of("private-token", "abc123"),
                headers(source, query("https", "data.example.org:8443")));
        assertEquals(
                Optional.of(
                        new Password(
                                "joe",
                                new Secret("per%cent"),
                                "section [dav.example.org] of " + directory.resolve("c.conf"))),
                source.find(query("webdavs", "dav.example.org"), Password.class));
    }

    @Test
    void anIndentedFileIsUnderstood() throws Exception {
        // the replaced tool's own test indents every line by the same twelve blanks
        var source =
                source(
                        """
                                    [amazon]
                                    endpoint = https://s3.amazonaws.com/

                                    [joe@amazon]
                                    access_key = 99001122
                                    header.a = 1
                        """);
        assertEquals(Map.of("a", "1"), headers(source, query("s3", "joe@amazon")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "webdavs", "webdav", "ftp"})
    void aPasswordIsTakenFromTheSectionWithTheHost(String scheme) throws Exception {
        var source = source("[h]\nusername = u\npassword = p");
        assertEquals("p", password(source, query(scheme, "h")));
    }

    @Test
    void toPlainHttpAPasswordOrTokenGoesOnlyWhenTheSectionSaysSo() throws Exception {
        String keys = "]\nusername = u\npassword = p\ntoken = t";
        assertNothing(source("[h" + keys), query("http", "h"));
        assertEquals("p", password(source("[http://h" + keys), query("http", "h")));
        assertEquals("t", token(source("[http://h" + keys), query("http", "h")));
    }

    @Test
    void toPlainWebdavATokenGoesOnlyWhenTheSectionSaysSo() throws Exception {
        assertNothing(source("[h]\ntoken = t"), query("webdav", "h"));
        assertEquals("t", token(source("[webdav://h]\ntoken = t"), query("webdav", "h")));
        assertEquals("t", token(source("[h]\ntoken = t"), query("webdavs", "h")));
    }

    @ParameterizedTest
    @CsvSource({
        "username, there is a username but no password",
        "password, there is a password but no username"
    })
    void halfAPasswordIsAnError(String key, String message) throws Exception {
        var source = source("[h]\n" + key + " = hunter2");
        var refusal =
                assertThrows(
                        CredentialException.class,
                        () -> source.find(query("https", "h"), Password.class));
        assertEquals(
                "section [h] of " + directory.resolve("c.conf") + ": " + message,
                refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header.a = hunter2\n  header.evil: hunter2",
                "header.a = hunter2\u0007",
                "header.a = hunter2\u00e9",
                "header.hunter2 x = 1",
                "header. = 1",
                "header.a = 1%2"
            })
    void aHeaderThatCannotBeSentIsRefusedUnseen(String line) throws Exception {
        var source = source("[h]\n" + line);
        var refusal =
                assertThrows(
                        CredentialException.class,
                        () -> source.find(query("https", "h"), HttpHeaders.class));
        assertFalse(refusal.getMessage().contains("hunter2"), refusal.getMessage());
    }

    @Test
    void aBadPercentSignFailsOnlyWhatReadsIt() throws Exception {
        var source = source("[h]\nusername = u\npassword = 100%\nheader.a = 1\n");
        assertEquals(Map.of("a", "1"), headers(source, query("https", "h")));
        assertThrows(
                CredentialException.class, () -> source.find(query("https", "h"), Password.class));
    }

    @Test
    void aSitesOwnFileIsAskedFirstAndTheGeneralOneNext() throws Exception {
        Path general = write("general", "[h]\ntoken = g\n[i]\ntoken = gi");
        Path own = write("own", "[h]\ntoken = o");
        var source =
                new FileCredentials(
                        new Variables(
                                Map.of(
                                        "PEGASUS_CREDENTIALS",
                                        general.toString(),
                                        "PEGASUS_CREDENTIALS_my_site",
                                        own.toString())));
        assertEquals("o", token(source, query("my-site", "https", "h")));
        assertEquals("gi", token(source, query("my-site", "https", "i")));
        assertEquals("g", token(source, query("other", "https", "h")));
        assertEquals("g", token(source, query("", "https", "h")));
    }

    @Test
    void anEmptyVariableCountsAsNotSet() throws Exception {
        var source = new FileCredentials(new Variables(Map.of("PEGASUS_CREDENTIALS", "")));
        source.check();
        assertNothing(source, query("https", "h"));
    }

    @Test
    void aFileIsReadOnce() throws Exception {
        var source = source("[h]\ntoken = t");
        assertEquals("t", token(source, query("https", "h")));
        Files.delete(directory.resolve("c.conf"));
        assertEquals("t", token(source, query("https", "h")));
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedEveryTimeInTheSameWords() throws Exception {
        var source = source("[h]\ntoken = t");
        Files.delete(directory.resolve("c.conf"));
        String first = assertThrows(CredentialException.class, source::check).getMessage();
        assertTrue(first.startsWith("Credentials file does not exist: " + directory), first);
        assertEquals(
                first,
                assertThrows(
                                CredentialException.class,
                                () -> source.find(query("https", "h"), BearerToken.class))
                        .getMessage());
        assertEquals(List.of(first), source.searched(query("", "https", "h"), BearerToken.class));
    }

    @Test
    void aFileOpenToOthersIsRefused() throws Exception {
        var source = source("[h]\ntoken = t");
        Files.setAttribute(directory.resolve("c.conf"), "unix:mode", 070);
        var refusal = assertThrows(CredentialException.class, source::check);
        assertTrue(
                refusal.getMessage().startsWith("Permissions of credentials file " + directory),
                refusal.getMessage());
    }

    @Test
    void aFileWithoutSectionHeaderIsRefused() throws Exception {
        var source = source("token = hunter2");
        var refusal = assertThrows(CredentialException.class, source::check);
        assertTrue(refusal.getMessage().contains("missing section header"));
        assertFalse(refusal.getMessage().contains("hunter2"));
    }

    @Test
    void aFileThatIsNotTextIsRefused() throws Exception {
        Path path = directory.resolve("c.conf");
        var source = source("");
        Files.write(path, new byte[] {'[', 's', ']', '\n', (byte) 0xE9});
        var refusal = assertThrows(CredentialException.class, source::check);
        assertEquals("Credentials file " + path + " is not UTF-8 text", refusal.getMessage());
    }

    @Test
    void theCheckLooksAtTheGeneralFileOnly() throws Exception {
        var source =
                new FileCredentials(
                        new Variables(
                                Map.of(
                                        "PEGASUS_CREDENTIALS",
                                        write("fine", "[h]\ntoken = t").toString(),
                                        "PEGASUS_CREDENTIALS_isi",
                                        "/does/not/exist")));
        source.check();
        assertThrows(
                CredentialException.class,
                () -> source.find(query("isi", "https", "h"), BearerToken.class));
        assertEquals("t", token(source, query("other", "https", "h")));
    }

    @Test
    void otherKindsAreNotItsBusiness() throws Exception {
        var source = new FileCredentials(new Variables(Map.of("PEGASUS_CREDENTIALS", "/none")));
        assertEquals(Optional.empty(), source.find(query("https", "h"), ClientCertificate.class));
        assertEquals(List.of(), source.searched(query("https", "h"), ClientCertificate.class));
    }

    @Test
    void tellsWhereItLooked() throws Exception {
        String path = directory.resolve("c.conf").toString();
        assertEquals(
                List.of(
                        "the variable PEGASUS_CREDENTIALS_isi (not set)",
                        "username and password in section [https://h] or [h] of "
                                + path
                                + " (no such section)"),
                source("[x]\na = 1").searched(query("isi", "https", "h"), Password.class));
        assertEquals(
                List.of("token in section [http://h] of " + path + " (no such section)"),
                source("[h]\ntoken = t").searched(query("", "http", "h"), BearerToken.class));
        assertEquals(
                List.of(
                        "header.<name> in section [http://h] or [h] of "
                                + path
                                + " (not in there)"),
                source("[h]\ntoken = t").searched(query("", "http", "h"), HttpHeaders.class));
    }

    private FileCredentials source(String text) throws IOException {
        return new FileCredentials(
                new Variables(Map.of("PEGASUS_CREDENTIALS", write("c.conf", text).toString())));
    }

    private Path write(String name, String text) throws IOException {
        Path path = Files.writeString(directory.resolve(name), text);
        Files.setAttribute(path, "unix:mode", 0600);
        return path;
    }

    private static CredentialQuery query(String scheme, String authority) {
        return query("isi", scheme, authority);
    }

    private static CredentialQuery query(String site, String scheme, String authority) {
        return new CredentialQuery(new Site(site), scheme, authority);
    }

    private static void assertNothing(CredentialSource source, CredentialQuery query)
            throws CredentialException {
        for (var kind : List.of(HttpHeaders.class, Password.class, BearerToken.class)) {
            assertEquals(Optional.empty(), source.find(query, kind), kind.getSimpleName());
        }
    }

    private static Map<String, String> headers(CredentialSource source, CredentialQuery query)
            throws CredentialException {
        return source.find(query, HttpHeaders.class).orElseThrow().headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().reveal()));
    }

    private static String password(CredentialSource source, CredentialQuery query)
            throws CredentialException {
        return source.find(query, Password.class).orElseThrow().password().reveal();
    }

    private static String token(CredentialSource source, CredentialQuery query)
            throws CredentialException {
        return source.find(query, BearerToken.class).orElseThrow().token().reveal();
    }
}
