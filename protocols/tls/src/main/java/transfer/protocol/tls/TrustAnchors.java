package transfer.protocol.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities that are trusted: those of the operating system, or of the Java runtime where the
 * system keeps none in a known place, and those of a directory of a site's own.
 *
 * <p>The system's come first because they are where a site's administrator puts a local authority,
 * and the runtime may be one that came with this program.
 */
record TrustAnchors(List<Path> systemBundles, Optional<Path> directory) {
    /** Where Debian, Red Hat, SUSE and Alpine or macOS keep all authorities in one file. */
    private static final List<Path> KNOWN_BUNDLES =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/ca-bundle.pem"),
                    Path.of("/etc/ssl/cert.pem"));

    /** OpenSSL's name for an authority's file: a hash of its subject, and a number. */
    private static final Pattern HASHED = Pattern.compile("[0-9a-f]{8}\\.[0-9]+");

    private static final List<String> SUFFIXES = List.of(".pem", ".crt", ".cer");

    static TrustAnchors system(Optional<Path> directory) {
        return new TrustAnchors(KNOWN_BUNDLES, directory);
    }

    /**
     * Reads them all; this takes a while.
     *
     * @throws GeneralSecurityException when the runtime has no trust at all
     * @throws IOException when the directory cannot be read
     */
    X509TrustManager load() throws GeneralSecurityException, IOException {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        Optional<Path> bundle = systemBundles.stream().filter(Files::isReadable).findFirst();
        if (bundle.isPresent()) {
            addAll(bundle.get(), certificates);
        }
        if (certificates.isEmpty()) {
            certificates.addAll(Arrays.asList(trusting(null).getAcceptedIssuers()));
        }
        if (directory.isPresent()) {
            addDirectory(directory.get(), certificates);
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry(String.valueOf(number++), certificate);
        }
        return trusting(store);
    }

    private static X509TrustManager trusting(KeyStore storeOrDefault)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(storeOrDefault);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static void addDirectory(Path directory, Set<X509Certificate> into) throws IOException {
        // hashed names are links to the others as a rule: read each file once
        Set<Path> files = new LinkedHashSet<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, TrustAnchors::isAuthority)) {
            for (Path entry : entries) {
                if (Files.isReadable(entry)) {
                    files.add(entry.toRealPath());
                }
            }
        }
        for (Path file : files) {
            addAll(file, into);
        }
    }

    private static boolean isAuthority(Path entry) {
        String name = entry.getFileName().toString();
        return HASHED.matcher(name).matches() || SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /** A certificate that Java cannot read vouches for nobody, and the others do all the same. */
    private static void addAll(Path file, Set<X509Certificate> into) throws IOException {
        CertificateFactory factory = PemBlocks.certificates();
        for (PemBlocks.Block block :
                PemBlocks.of(Files.readString(file, StandardCharsets.ISO_8859_1))) {
            if (block.isCertificate()) {
                try {
                    into.add(block.certificate(factory));
                } catch (CertificateException _) {
                    // see above
                }
            }
        }
    }
}
