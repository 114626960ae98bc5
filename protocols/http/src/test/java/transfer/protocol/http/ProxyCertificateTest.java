package transfer.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.testkit.ContainerServer;

/**
 * Proxies (RFC 3820) made by OpenSSL, shown to XRootD, which takes them for the user that they were
 * made by. It asks for a certificate and serves those, too, who have none.
 */
@Tag("container")
class ProxyCertificateTest {
    /** What the server calls a client in its log; of one with a certificate, its hashed name. */
    private static final Pattern LOGIN = Pattern.compile("login as (\\S+)");

    private static HttpServer server;
    private static String user;

    private Set<String> before;

    @BeforeAll
    static void start() throws Exception {
        ContainerServer container =
                ContainerServer.start("xrootd", List.of("HTTP_PORT", "OTHER_PORT"), Map.of());
        server =
                new HttpServer(
                        container, "https", container.port("HTTP_PORT"), "", container.data());
        ask(Map.of("X509_USER_PROXY", both("client")));
        Set<String> seen = seen();
        seen.remove("nobody");
        assertEquals(1, seen.size(), seen.toString());
        user = seen.iterator().next();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void look() throws IOException {
        before = logins();
    }

    /** The client's certificate and key are two files there. */
    private static String both(String name) throws IOException {
        Path data = server.data();
        Path both = data.resolve(name + "-both.pem");
        Files.writeString(
                both,
                Files.readString(data.resolve(name + ".key"))
                        + Files.readString(data.resolve(name + ".pem")));
        Files.setAttribute(both, "unix:mode", 0600);
        return both.toString();
    }

    private static String file(String name) {
        return server.data().resolve(name + ".pem").toString();
    }

    private static FileStat ask(Map<String, String> environment) throws Exception {
        Place place = new Place(server.url(server.port(), "/ready"), new Site("grid"));
        try (HttpProtocol protocol = new HttpProtocol(server.network(NetworkSettings.standard()));
                Source source = (Source) protocol.open(place, Credentials.standard(environment))) {
            return source.stat(place.url());
        }
    }

    /** The lines of the server's log that tell of a log-in. */
    private static Set<String> logins() throws IOException {
        Set<String> lines = new TreeSet<>();
        try (Stream<Path> logs = Files.walk(server.data().resolve("log"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                Files.readAllLines(log).stream()
                        .filter(line -> LOGIN.matcher(line).find())
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    private static Set<String> names(Set<String> lines) {
        Set<String> names = new TreeSet<>();
        for (String line : lines) {
            Matcher login = LOGIN.matcher(line);
            assertTrue(login.find());
            names.add(login.group(1));
        }
        return names;
    }

    private static Set<String> seen() throws IOException {
        return names(logins());
    }

    /** Whom the server has taken us for since the test began. */
    private Set<String> seenNow() throws IOException {
        Set<String> lines = logins();
        lines.removeAll(before);
        return names(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "proxy-of-proxy"})
    void aProxyStandsForItsUser(String name) throws Exception {
        FileStat stat = ask(Map.of("X509_USER_PROXY", file(name)));

        assertEquals(Set.of(user), seenNow());
        long size = Files.size(server.data().resolve("files/ready"));
        assertEquals(OptionalLong.of(size), stat.size());
    }

    @Test
    void theSitesOwnProxyCountsForMore() throws Exception {
        ask(Map.of("X509_USER_PROXY_grid", file("proxy"), "X509_USER_PROXY", "/none"));

        assertEquals(Set.of(user), seenNow());
    }

    @Test
    void withoutOneNobodyIsKnownThere() throws Exception {
        ask(Map.of());

        assertEquals(1, seenNow().size());
        assertTrue(!seenNow().contains(user), seenNow().toString());
    }

    @Test
    void anExpiredOneOfTheSiteIsRefusedBeforeConnecting() throws Exception {
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> ask(Map.of("X509_USER_PROXY_grid", file("proxy-expired"))));

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(Optional.of(Phase.LOGIN), failure.phase());
        assertTrue(
                failure.getMessage().contains(file("proxy-expired") + " expired at 20"),
                failure.getMessage());
        assertEquals(Set.of(), seenNow());
    }

    /** It is in the environment of every job, and most servers need none. */
    @Test
    void anExpiredOneForEverybodyHarmsNobodyWhoNeedsNone() throws Exception {
        ask(Map.of("X509_USER_PROXY", file("proxy-expired")));

        assertTrue(!seenNow().contains(user), seenNow().toString());
    }
}
