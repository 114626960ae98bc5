package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleCredentialsTest {
    @TempDir Path folder;

    private static Credential.GoogleAccount find(String site, Map<String, String> environment)
            throws CredentialException {
        return new GoogleCredentials(new Variables(environment))
                .find(query(site, "gs"), Credential.GoogleAccount.class)
                .orElseThrow();
    }

    private static CredentialQuery query(String site, String scheme) {
        return new CredentialQuery(new Site(site), scheme, "bucket");
    }

    @Test
    void withoutAnythingWeAreNobody() throws Exception {
        Credential.GoogleAccount found = find("", Map.of("HOME", folder.toString()));

        assertEquals(Credential.GoogleAccount.NONE, found);
    }

    @Test
    void otherSchemesGetNothing() throws Exception {
        GoogleCredentials source =
                new GoogleCredentials(new Variables(Map.of("BOTO_CONFIG", "/boto")));

        assertEquals(
                Optional.empty(), source.find(query("", "s3"), Credential.GoogleAccount.class));
        assertEquals(Optional.empty(), source.find(query("", "gs"), Credential.BearerToken.class));
    }

    @Test
    void theKeyOfTheSiteComesFirst() throws Exception {
        Map<String, String> both =
                Map.of(
                        "GOOGLE_APPLICATION_CREDENTIALS", "/general.json",
                        "GOOGLE_APPLICATION_CREDENTIALS_my_site", "/site.json",
                        "BOTO_CONFIG_my_site", "/boto");

        Credential.GoogleAccount found = find("my-site", both);

        assertEquals(Optional.of(Path.of("/site.json")), found.key());
        assertEquals(Optional.empty(), found.boto());
        assertEquals("the variable GOOGLE_APPLICATION_CREDENTIALS_my_site", found.origin());
        assertEquals(Optional.of(Path.of("/general.json")), find("other", both).key());
    }

    @Test
    void theBotoFileOfTheSiteGoesBeforeTheGeneralKey() throws Exception {
        Map<String, String> both =
                Map.of(
                        "GOOGLE_APPLICATION_CREDENTIALS", "/general.json",
                        "BOTO_CONFIG_isi", "/boto-isi",
                        "GOOGLE_PKCS12", "/key.p12");

        Credential.GoogleAccount found = find("isi", both);

        assertEquals(Optional.of(Path.of("/boto-isi")), found.boto());
        assertEquals(Optional.of(Path.of("/key.p12")), found.pkcs12());
        assertEquals(Optional.empty(), found.key());
    }

    @Test
    void aTokenGoesBeforeAllAndIsNotShown() throws Exception {
        Credential.GoogleAccount found =
                find(
                        "",
                        Map.of(
                                "CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.secret\n",
                                "GOOGLE_APPLICATION_CREDENTIALS", "/general.json"));

        assertEquals(Optional.of(new Secret("ya29.secret")), found.token());
        assertEquals(Optional.empty(), found.key());
        assertFalse(found.toString().contains("ya29"));
    }

    @Test
    void whatGcloudHasLeftComesLast() throws Exception {
        Path file = folder.resolve(".config/gcloud/application_default_credentials.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");

        assertEquals(Optional.of(file), find("", Map.of("HOME", folder.toString())).key());

        Path other = folder.resolve("application_default_credentials.json");
        Files.writeString(other, "{}");
        Map<String, String> configured =
                Map.of("HOME", "/nowhere", "CLOUDSDK_CONFIG", folder.toString());
        assertEquals(Optional.of(other), find("", configured).key());
    }

    @Test
    void settingsAreHandedOn() throws Exception {
        Credential.GoogleAccount found =
                find(
                        "",
                        Map.of(
                                "STORAGE_EMULATOR_HOST", "localhost:9199 ",
                                "GOOGLE_CLOUD_PROJECT", " ",
                                "HOME", folder.toString()));

        assertEquals(Optional.of("localhost:9199"), found.setting("STORAGE_EMULATOR_HOST"));
        assertEquals(Optional.empty(), found.setting("GOOGLE_CLOUD_PROJECT"));
        assertEquals(Optional.empty(), found.setting("HOME"));
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws Exception {
        Path key = folder.resolve("key.json");
        Files.writeString(key, "{}");
        Credential.GoogleAccount found =
                find("", Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        CredentialException refused =
                assertThrows(CredentialException.class, () -> found.read(key));
        assertTrue(refused.getMessage().contains("chmod 600"), refused::getMessage);

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertArrayEquals(new byte[] {'{', '}'}, found.read(key));
    }

    @Test
    void itSaysWhereItLooked() {
        GoogleCredentials source = new GoogleCredentials(new Variables(Map.of("HOME", "/home/u")));

        String places =
                String.join(
                        ", ", source.searched(query("x", "gs"), Credential.GoogleAccount.class));

        assertTrue(places.contains("GOOGLE_APPLICATION_CREDENTIALS_x (not set)"), places);
        assertTrue(places.contains("BOTO_CONFIG (not set)"), places);
        assertTrue(places.contains("/home/u/.config/gcloud"), places);
    }
}
