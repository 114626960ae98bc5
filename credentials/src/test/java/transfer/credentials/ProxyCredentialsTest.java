package transfer.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential.BearerToken;
import transfer.credentials.Credential.ClientCertificate;

class ProxyCredentialsTest {
    @TempDir private Path directory;

    @Test
    void aSitesOwnProxyComesBeforeTheGeneralOne() throws Exception {
        Path own = write("own");
        Path general = write("general");
        var source =
                source(
                        Map.of(
                                "X509_USER_PROXY_my_site", own.toString(),
                                "X509_USER_PROXY", general.toString()));
        assertEquals(
                Optional.of(
                        new ClientCertificate(own, "the variable X509_USER_PROXY_my_site", true)),
                source.find(query("my-site"), ClientCertificate.class));
        assertEquals(
                Optional.of(new ClientCertificate(general, "the variable X509_USER_PROXY")),
                source.find(query("other"), ClientCertificate.class));
        assertEquals(
                Optional.of(new ClientCertificate(general, "the variable X509_USER_PROXY")),
                source.find(query(""), ClientCertificate.class));
    }

    @Test
    void anEmptyVariableCountsAsNotSet() throws Exception {
        Path general = write("general");
        var source =
                source(Map.of("X509_USER_PROXY_isi", "", "X509_USER_PROXY", general.toString()));
        assertEquals(
                general, source.find(query("isi"), ClientCertificate.class).orElseThrow().pem());
        assertEquals(
                Optional.empty(),
                source(Map.of("X509_USER_PROXY", "")).find(query("isi"), ClientCertificate.class));
    }

    @Test
    void aMissingProxyIsAnErrorWithVariableAndPath() {
        var source = source(Map.of("X509_USER_PROXY_isi", directory + "/none"));
        var refusal =
                assertThrows(
                        CredentialException.class,
                        () -> source.find(query("isi"), ClientCertificate.class));
        assertEquals(
                "X.509 proxy does not exist: "
                        + directory
                        + "/none (from the variable X509_USER_PROXY_isi)",
                refusal.getMessage());
    }

    @Test
    void aProxyOpenToOthersIsRefusedAndNotMended() throws Exception {
        Path path = write("proxy");
        Files.setAttribute(path, "unix:mode", 0640);
        var source = source(Map.of("X509_USER_PROXY", path.toString()));
        var refusal =
                assertThrows(
                        CredentialException.class,
                        () -> source.find(query("isi"), ClientCertificate.class));
        assertEquals(
                "Permissions of X.509 proxy "
                        + path
                        + " are too liberal (mode 0640); to mend: chmod 600 "
                        + path
                        + " (from the variable X509_USER_PROXY)",
                refusal.getMessage());
        assertEquals(0100640, Files.getAttribute(path, "unix:mode"));
    }

    @Test
    void theContentIsCheckedAgainWhenItIsRead() throws Exception {
        Path path = write("proxy");
        var certificate =
                source(Map.of("X509_USER_PROXY", path.toString()))
                        .find(query("isi"), ClientCertificate.class)
                        .orElseThrow();
        assertArrayEquals("PEM".getBytes(StandardCharsets.US_ASCII), certificate.read());
        Files.setAttribute(path, "unix:mode", 0604);
        var refusal = assertThrows(CredentialException.class, certificate::read);
        assertTrue(refusal.getMessage().contains("(from the variable X509_USER_PROXY)"));
    }

    @Test
    void otherKindsAreNotItsBusiness() throws Exception {
        var source = source(Map.of("X509_USER_PROXY", "/none"));
        assertEquals(Optional.empty(), source.find(query("isi"), BearerToken.class));
        assertEquals(List.of(), source.searched(query("isi"), BearerToken.class));
    }

    @Test
    void tellsWhereItLooked() {
        assertEquals(
                List.of(
                        "the variable X509_USER_PROXY_isi (not set)",
                        "the variable X509_USER_PROXY (not set)"),
                source(Map.of("X509_USER_PROXY_isi", ""))
                        .searched(query("isi"), ClientCertificate.class));
        assertEquals(
                List.of("the variable X509_USER_PROXY"),
                source(Map.of("X509_USER_PROXY", "/none"))
                        .searched(query(""), ClientCertificate.class));
    }

    private static ProxyCredentials source(Map<String, String> environment) {
        return new ProxyCredentials(new Variables(environment));
    }

    private Path write(String name) throws IOException {
        Path path = Files.writeString(directory.resolve(name), "PEM");
        Files.setAttribute(path, "unix:mode", 0600);
        return path;
    }

    private static CredentialQuery query(String site) {
        return new CredentialQuery(new Site(site), "https", "h");
    }
}
