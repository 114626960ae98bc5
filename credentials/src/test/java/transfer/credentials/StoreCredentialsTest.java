package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential.ObjectStore;

class StoreCredentialsTest {
    private static final String AMAZON =
            """
            [amazon]
            endpoint = https://s3.us-west-2.amazonaws.com/
            region   = us-west-2

            [joe@amazon]
            access_key: AKEXAMPLE
            secret_key: hunter2
            """;

    @TempDir private Path directory;

    @Test
    void anIdentityIsTheSectionsOfItsSiteAndOfItself() throws Exception {
        var source = source(Map.of("PEGASUS_CREDENTIALS", file("c.conf", AMAZON)));
        ObjectStore found = find(source, "isi", "joe", "amazon");
        assertEquals(
                Optional.of("https://s3.us-west-2.amazonaws.com/"),
                found.store().value("endpoint"));
        assertEquals(Optional.of("hunter2"), found.identity().value("secret_key"));
        assertEquals("section [joe@amazon] of " + directory.resolve("c.conf"), found.origin());
        assertEquals("line 3 of " + directory.resolve("c.conf"), found.store().where("region"));
        assertFalse(found.toString().contains("hunter2"), found.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3s"})
    void bothSchemesAreServed(String scheme) throws Exception {
        var source = source(Map.of("PEGASUS_CREDENTIALS", file("c.conf", AMAZON)));
        assertTrue(source.find(query("", scheme, "joe", "amazon"), ObjectStore.class).isPresent());
    }

    @Test
    void filesAreLookedAtInTheOrderOfTheToolThatBeganThis() throws Exception {
        Map<String, String> all = new HashMap<>();
        all.put("PEGASUS_CREDENTIALS_my_site", amazon("own", "1"));
        all.put("PEGASUS_CREDENTIALS", amazon("general", "2"));
        all.put("S3CFG", amazon("old", "3"));
        all.put("HOME", directory.toString());
        Files.createDirectory(directory.resolve(".pegasus"));
        amazon(".pegasus/credentials.conf", "4");
        amazon(".pegasus/s3cfg", "5");
        assertEquals("1", key(source(all), "my-site"));
        assertEquals("2", key(source(all), "other"));
        all.remove("PEGASUS_CREDENTIALS_my_site");
        assertEquals("2", key(source(all), "my-site"));
        all.remove("PEGASUS_CREDENTIALS");
        assertEquals("3", key(source(all), "my-site"));
        all.remove("S3CFG");
        assertEquals("4", key(source(all), "my-site"));
        Files.delete(directory.resolve(".pegasus/credentials.conf"));
        assertEquals("5", key(source(all), "my-site"));
        all.remove("HOME");
        assertEquals(
                Optional.empty(),
                source(all).find(query("my-site", "s3", "joe", "amazon"), ObjectStore.class));
    }

    @Test
    void aFileWithoutTheSectionsIsPassedBy() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS_isi", file("own", "[other]\nendpoint = x"),
                                "PEGASUS_CREDENTIALS", amazon("general", "2")));
        assertEquals("2", key(source, "isi"));
    }

    @Test
    void noKeyMeetsTheEndpointOfAnotherFile() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS_isi",
                                file("own", "[amazon]\nendpoint = https://elsewhere"),
                                "PEGASUS_CREDENTIALS",
                                amazon("general", "2")));
        assertEquals(
                "Config file has no section for identity 'joe@amazon'; add [joe@amazon] to "
                        + directory.resolve("own"),
                refusal(source, "joe", "amazon"));
    }

    @Test
    void anIdentityWithoutItsSiteIsAnError() throws Exception {
        var source =
                source(Map.of("PEGASUS_CREDENTIALS", file("c", "[joe@amazon]\naccess_key = a")));
        assertEquals(
                "Config file has no section for site 'amazon'; add [amazon] to "
                        + directory.resolve("c"),
                refusal(source, "joe", "amazon"));
    }

    @ParameterizedTest
    @CsvSource({"Amazon", "AMAZON", "amazon"})
    void theSiteMayStandInSmallLettersInTheFile(String written) throws Exception {
        var source = source(Map.of("PEGASUS_CREDENTIALS", file("c", AMAZON)));
        assertEquals(
                "AKEXAMPLE",
                find(source, "", "joe", written).identity().value("access_key").orElseThrow());
    }

    @Test
    void theSiteMayStandInTheFileAsInTheUrl() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS",
                                file("c", AMAZON.replace("amazon]", "Amazon]"))));
        assertTrue(source.find(query("", "s3", "joe", "Amazon"), ObjectStore.class).isPresent());
        assertEquals(
                Optional.empty(), source.find(query("", "s3", "joe", "amazon"), ObjectStore.class));
    }

    @Test
    void theUserIsTakenAsWrittenAndThePortBelongsToTheSite() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS",
                                file("c", AMAZON.replace("amazon]", "store:9000]"))));
        assertTrue(
                source.find(query("", "s3", "joe", "store:9000"), ObjectStore.class).isPresent());
        assertEquals(
                "Config file has no section for identity 'Joe@store:9000'; add [Joe@store:9000] to "
                        + directory.resolve("c"),
                refusal(source, "Joe", "store:9000"));
        assertEquals(
                Optional.empty(), source.find(query("", "s3", "joe", "store"), ObjectStore.class));
    }

    @Test
    void aChangedFileIsReadAgain() throws Exception {
        String path = amazon("c", "1");
        var source = source(Map.of("PEGASUS_CREDENTIALS", path));
        assertEquals("1", key(source, ""));
        amazon("c.new", "renewed");
        Files.move(
                directory.resolve("c.new"),
                Path.of(path),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals("renewed", key(source, ""));
    }

    @Test
    void aFileOpenToOthersIsRefusedWithTheCommandThatMendsIt() throws Exception {
        String path = amazon("c", "1");
        Files.setAttribute(Path.of(path), "unix:mode", 0640);
        var message = refusal(source(Map.of("S3CFG", path)), "joe", "amazon");
        assertEquals(
                "Permissions of credentials file %s are too liberal (mode 0640); to mend: chmod 600 %s (from the variable S3CFG)"
                        .formatted(path, path),
                message);
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        assertEquals(
                "Credentials file does not exist: /does/not/exist (from the variable S3CFG)",
                refusal(source(Map.of("S3CFG", "/does/not/exist")), "joe", "amazon"));
    }

    @Test
    void aBadPercentSignIsToldWithItsKeyAndNotItsValue() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS",
                                file("c", AMAZON.replace("hunter2", "hunter2%"))));
        String message = refusal(source, "joe", "amazon");
        assertTrue(message.startsWith("key secret_key in section [joe@amazon] of "), message);
        assertFalse(message.contains("hunter2"), message);
    }

    @Test
    void keysOfAllSectionsAreSeenInEach() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS",
                                file("c", "[DEFAULT]\nregion = eu-1\n[s]\na = 1\n[u@s]\nempty =")));
        ObjectStore found = find(source, "", "u", "s");
        assertEquals(Optional.of("eu-1"), found.store().value("region"));
        assertEquals("line 2 of " + directory.resolve("c"), found.store().where("region"));
        assertEquals(Optional.empty(), found.identity().value("empty"));
        assertEquals(Optional.empty(), found.identity().value("absent"));
    }

    @Test
    void tellsWhereItLooked() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS", file("c", "[x]\na = 1"),
                                "HOME", directory.toString()));
        assertEquals(
                List.of(
                        "the variable PEGASUS_CREDENTIALS_isi (not set)",
                        "the variable S3CFG (not set)",
                        "the sections [amazon] and [joe@amazon] of "
                                + directory.resolve("c")
                                + " (no such sections)",
                        directory.resolve(".pegasus/credentials.conf") + " (no such file)",
                        directory.resolve(".pegasus/s3cfg") + " (no such file)"),
                source.searched(query("isi", "s3", "joe", "amazon"), ObjectStore.class));
    }

    @Test
    void whoNamesNobodyAndOtherSchemesAreNotItsBusiness() throws Exception {
        var source = source(Map.of("PEGASUS_CREDENTIALS", "/none"));
        var plain = new CredentialQuery(Site.UNNAMED, "s3", "bucket");
        assertEquals(Optional.empty(), source.find(plain, ObjectStore.class));
        assertEquals(List.of(), source.searched(plain, ObjectStore.class));
        var http = query("", "https", "joe", "amazon");
        assertEquals(Optional.empty(), source.find(http, ObjectStore.class));
        var s3 = query("", "s3", "joe", "amazon");
        assertEquals(Optional.empty(), source.find(s3, Credential.Password.class));
    }

    @Test
    void eachEndOfACopyHasItsOwn() throws Exception {
        var source =
                source(
                        Map.of(
                                "PEGASUS_CREDENTIALS_from", amazon("from", "A"),
                                "PEGASUS_CREDENTIALS_to", amazon("to", "B")));
        assertEquals("A", key(source, "from"));
        assertEquals("B", key(source, "to"));
        assertEquals(
                Optional.empty(),
                source.find(query("elsewhere", "s3", "joe", "amazon"), ObjectStore.class));
    }

    private static StoreCredentials source(Map<String, String> environment) {
        return new StoreCredentials(new Variables(environment));
    }

    private static CredentialQuery query(String site, String scheme, String user, String host) {
        return new CredentialQuery(new Site(site), scheme, host, Optional.of(user));
    }

    private static ObjectStore find(CredentialSource source, String site, String user, String host)
            throws CredentialException {
        return source.find(query(site, "s3", user, host), ObjectStore.class).orElseThrow();
    }

    private static String key(CredentialSource source, String site) throws CredentialException {
        return find(source, site, "joe", "amazon").identity().value("access_key").orElseThrow();
    }

    private static String refusal(CredentialSource source, String user, String host) {
        return assertThrows(CredentialException.class, () -> find(source, "isi", user, host))
                .getMessage();
    }

    private String amazon(String name, String accessKey) throws IOException {
        return file(name, AMAZON.replace("AKEXAMPLE", accessKey));
    }

    private String file(String name, String text) throws IOException {
        Path path = Files.writeString(directory.resolve(name), text);
        Files.setAttribute(path, "unix:mode", 0600);
        return path.toString();
    }
}
