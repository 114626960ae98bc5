package transfer.protocol.httpclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.tls.HeldCertificate;
import transfer.protocol.NetworkSettings;
import transfer.protocol.tls.TlsClient;

/**
 * An authority of the test's own, a server's certificate from it, and a user's from another.
 *
 * @param user an end entity, as proxies are made from
 */
record TestCertificates(HeldCertificate authority, HeldCertificate server, HeldCertificate user) {
    private static final char[] NO_PASSWORD = "none".toCharArray();

    static TestCertificates make() {
        HeldCertificate authority =
                new HeldCertificate.Builder()
                        .commonName("test authority")
                        .certificateAuthority(0)
                        .build();
        return new TestCertificates(
                authority,
                new HeldCertificate.Builder()
                        .signedBy(authority)
                        .addSubjectAlternativeName("127.0.0.1")
                        .build(),
                new HeldCertificate.Builder()
                        .rsa2048()
                        .signedBy(authority)
                        .commonName("user")
                        .build());
    }

    SSLContext serverContext() {
        return context(server);
    }

    /** A server with this certificate, that takes whatever certificate a client shows. */
    static SSLContext context(HeldCertificate certificate) {
        TlsClient client = new TlsClient(NetworkSettings.standard(), InstantSource.system());
        return context(certificate, new TrustManager[] {client.trust(false)});
    }

    /** A server with this certificate, that knows no authority which it would trust. */
    static SSLContext distrusting(HeldCertificate certificate) {
        return context(certificate, null);
    }

    private static SSLContext context(HeldCertificate certificate, TrustManager[] trust) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server",
                    certificate.keyPair().getPrivate(),
                    NO_PASSWORD,
                    new java.security.cert.Certificate[] {certificate.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust, new SecureRandom());
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A directory that holds the authority under this name, and things that are none. */
    Path directory(Path parent, String name) throws IOException {
        Path directory = Files.createDirectories(parent.resolve("authorities"));
        Files.writeString(directory.resolve(name), "An authority\n" + authority.certificatePem());
        Files.writeString(
                directory.resolve("0123abcd.signing_policy"), "access_id_CA X509 '/CN=x'");
        Files.writeString(
                directory.resolve("broken.pem"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n" + "-----END CERTIFICATE-----\n");
        return directory;
    }

    NetworkSettings trusting(NetworkSettings settings, Path directory) {
        return with(settings, Optional.of(directory), Set.of());
    }

    NetworkSettings unchecked(NetworkSettings settings, ScriptedServer origin) {
        return with(settings, Optional.empty(), Set.of("127.0.0.1:" + origin.port()));
    }

    static NetworkSettings with(
            NetworkSettings settings, Optional<Path> directory, Set<String> insecure) {
        return new NetworkSettings(
                settings.connectTimeout(),
                settings.idleTimeout(),
                settings.httpProxy(),
                settings.httpsProxy(),
                settings.noProxy(),
                settings.cacheProxy(),
                directory,
                insecure,
                settings.allowHtml(),
                settings.userAgent(),
                settings.ssh());
    }
}
