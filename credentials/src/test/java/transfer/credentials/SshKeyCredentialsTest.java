package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential.Passphrase;
import transfer.credentials.Credential.Password;
import transfer.credentials.Credential.SshKey;

class SshKeyCredentialsTest {
    @TempDir private Path directory;

    @Test
    void aSitesOwnKeyComesBeforeTheGeneralOne() throws Exception {
        Path own = write("own");
        Path general = write("general");
        var source =
                source(
                        Map.of(
                                "SSH_PRIVATE_KEY_my_site", own.toString(),
                                "SSH_PRIVATE_KEY", general.toString()));
        assertEquals(
                Optional.of(new SshKey(own, "the variable SSH_PRIVATE_KEY_my_site")),
                source.find(query("my-site"), SshKey.class));
        assertEquals(
                Optional.of(new SshKey(general, "the variable SSH_PRIVATE_KEY")),
                source.find(query("other"), SshKey.class));
    }

    @Test
    void aMissingKeyIsAnErrorWithVariableAndPath() {
        var source = source(Map.of("SSH_PRIVATE_KEY", directory + "/none"));
        var refusal =
                assertThrows(CredentialException.class, () -> source.find(query(""), SshKey.class));
        assertEquals(
                "SSH key does not exist: "
                        + directory
                        + "/none (from the variable SSH_PRIVATE_KEY)",
                refusal.getMessage());
    }

    @Test
    void aKeyOpenToOthersIsRefusedAndNotMended() throws Exception {
        Path path = write("key");
        var key =
                source(Map.of("SSH_PRIVATE_KEY", path.toString()))
                        .find(query(""), SshKey.class)
                        .orElseThrow();
        assertArrayEquals("KEY".getBytes(StandardCharsets.US_ASCII), key.read());
        Files.setAttribute(path, "unix:mode", 0640);
        var refusal = assertThrows(CredentialException.class, key::read);
        assertEquals(
                "Permissions of SSH key "
                        + path
                        + " are too liberal (mode 0640); to mend: chmod 600 "
                        + path
                        + " (from the variable SSH_PRIVATE_KEY)",
                refusal.getMessage());
        assertEquals(0100640, Files.getAttribute(path, "unix:mode"));
    }

    @Test
    void theStandardSourcesFindKeysAndTellWhereTheyLooked() throws Exception {
        Path path = write("key");
        var credentials = Credentials.standard(Map.of("SSH_PRIVATE_KEY", path.toString()));
        assertEquals(path, credentials.find(query("isi"), SshKey.class).orElseThrow().file());
        assertEquals(
                List.of(
                        "the variable SSH_PRIVATE_KEY_isi (not set)",
                        "the variable SSH_PRIVATE_KEY"),
                credentials.searched(query("isi"), SshKey.class));
    }

    @Test
    void serversThatAreNotReachedBySshGetNone() throws Exception {
        var source = source(Map.of("SSH_PRIVATE_KEY", "/none"));
        var query = new CredentialQuery(new Site("isi"), "https", "h");
        assertEquals(Optional.empty(), source.find(query, SshKey.class));
        assertEquals(List.of(), source.searched(query, SshKey.class));
    }

    @Test
    void otherKindsAreNotItsBusiness() throws Exception {
        var source = source(Map.of("SSH_PRIVATE_KEY", "/none"));
        assertEquals(Optional.empty(), source.find(query("isi"), Password.class));
        assertEquals(List.of(), source.searched(query("isi"), Password.class));
    }

    @Test
    void aPassphraseStandsInTheCredentialsFile() throws Exception {
        Path file = Files.writeString(directory.resolve("c.conf"), "[h]\npassphrase = sesame\n");
        Files.setAttribute(file, "unix:mode", 0600);
        var source = Credentials.standard(Map.of("PEGASUS_CREDENTIALS", file.toString()));
        Passphrase found = source.find(query("isi"), Passphrase.class).orElseThrow();
        assertEquals(new Passphrase(new Secret("sesame"), "section [h] of " + file), found);
        assertEquals(
                "passphrase in section [sftp://x] or [x] of " + file + " (no such section)",
                source.searched(new CredentialQuery(new Site(""), "sftp", "x"), Passphrase.class)
                        .getFirst());
        assertFalse(found.toString().contains("sesame"), found::toString);
    }

    private static SshKeyCredentials source(Map<String, String> environment) {
        return new SshKeyCredentials(new Variables(environment));
    }

    private Path write(String name) throws IOException {
        Path path = Files.writeString(directory.resolve(name), "KEY");
        Files.setAttribute(path, "unix:mode", 0600);
        return path;
    }

    private static CredentialQuery query(String site) {
        return new CredentialQuery(new Site(site), "sftp", "h");
    }
}
