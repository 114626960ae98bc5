package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {
    private static NetworkSettings of(String... variables) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return NetworkSettings.of(environment);
    }

    @Test
    void withoutAnEnvironmentNothingIsInBetweenAndEverythingIsChecked() {
        NetworkSettings settings = NetworkSettings.standard();

        assertEquals(Duration.ofSeconds(30), settings.connectTimeout());
        assertEquals(Duration.ofSeconds(300), settings.idleTimeout());
        assertEquals(Optional.empty(), settings.httpProxy());
        assertEquals(Optional.empty(), settings.httpsProxy());
        assertEquals(Optional.empty(), settings.cacheProxy());
        assertEquals(Optional.empty(), settings.extraCertificates());
        assertEquals(List.of(), settings.noProxy());
        assertEquals(Set.of(), settings.insecureHosts());
        assertFalse(settings.allowHtml());
        assertEquals(settings, of());
    }

    @Test
    void eachKindOfUrlHasItsProxy() {
        NetworkSettings settings = of("http_proxy", " http://p:1 ", "https_proxy", "http://q:2");

        assertEquals(Optional.of("http://p:1"), settings.httpProxy());
        assertEquals(Optional.of("http://q:2"), settings.httpsProxy());
    }

    @Test
    void sshKnowsTheUserFromTheEnvironment() {
        NetworkSettings.Ssh ssh =
                of("HOME", "/h", "USER", "", "LOGNAME", "joe", "SSH_AUTH_SOCK", "/run/s").ssh();

        assertEquals(
                new NetworkSettings.Ssh(
                        Optional.empty(),
                        Optional.of(Path.of("/h")),
                        Optional.of("joe"),
                        Optional.of(Path.of("/run/s")),
                        Path.of("/etc/ssh")),
                ssh);
        assertEquals(Optional.of("ann"), of("USER", "ann", "LOGNAME", "joe").ssh().user());
    }

    @Test
    void emptyVariableIsNone() {
        NetworkSettings settings =
                of("http_proxy", "", "https_proxy", " ", "no_proxy", "", "X509_CERT_DIR", "");

        assertEquals(NetworkSettings.standard(), settings);
    }

    @Test
    void capitalsCountExceptWhereAWebServersClientCouldSetThem() {
        NetworkSettings settings =
                of("HTTP_PROXY", "http://evil:1", "HTTPS_PROXY", "http://q:2", "NO_PROXY", "a");

        assertEquals(Optional.empty(), settings.httpProxy());
        assertEquals(Optional.of("http://q:2"), settings.httpsProxy());
        assertEquals(List.of("a"), settings.noProxy());
        assertEquals(
                Optional.of("http://small:1"),
                of("https_proxy", "http://small:1", "HTTPS_PROXY", "http://big:2").httpsProxy());
    }

    @Test
    void hostsWithoutProxyAreSeparatedByCommasOrBlanks() {
        assertEquals(
                List.of("localhost", ".example.org", "10.0.0.1", "*"),
                of("no_proxy", " localhost, .example.org,10.0.0.1 *, ").noProxy());
    }

    @Test
    void nothingButCommasIsNoHost() {
        assertEquals(List.of(), of("no_proxy", ",").noProxy());
        assertEquals(List.of("a"), of("no_proxy", ",a").noProxy());
    }

    @Test
    void cacheIsUsedWhereNoProxyIsSet() {
        assertEquals(
                Optional.of("http://squid:3128"),
                of("OSG_SQUID_LOCATION", "http://squid:3128").cacheProxy());
        assertEquals(
                Optional.empty(),
                of("OSG_SQUID_LOCATION", "http://squid:3128", "http_proxy", "http://p:1")
                        .cacheProxy());
    }

    @Test
    void certificatesAreInADirectory() {
        assertEquals(
                Optional.of(Path.of("/etc/grid-security/certificates")),
                of("X509_CERT_DIR", "/etc/grid-security/certificates").extraCertificates());
    }

    @Test
    void listsGivenAreCopied() {
        List<String> hosts = new ArrayList<>(List.of("a"));
        NetworkSettings standard = NetworkSettings.standard();
        NetworkSettings settings =
                new NetworkSettings(
                        standard.connectTimeout(),
                        standard.idleTimeout(),
                        Optional.empty(),
                        Optional.empty(),
                        hosts,
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        true,
                        "test",
                        standard.ssh());
        hosts.add("b");

        assertEquals(List.of("a"), settings.noProxy());
        assertThrows(UnsupportedOperationException.class, () -> settings.noProxy().add("c"));
    }
}
