package transfer.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Certificates for servers inside a test, made with the runtime's own {@code keytool}: an authority
 * and what it signs.
 */
final class Certificates {
    private static final String PASSWORD = "nothing-secret";
    private static final Path KEYTOOL =
            Path.of(ProcessHandle.current().info().command().orElseThrow())
                    .resolveSibling("keytool");

    private final Path store;

    private Certificates(Path store) {
        this.store = store;
    }

    /** An authority whose files lie in this folder. */
    static Certificates in(Path folder) throws IOException, InterruptedException {
        Certificates made = new Certificates(folder.resolve("keys.p12"));
        made.keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-dname",
                "CN=authority " + folder.getFileName(),
                "-ext",
                "bc:c");
        return made;
    }

    /** What a server shows: a certificate for a name, valid for a day from some day on. */
    SSLContext server(String name, String from) throws IOException, InterruptedException {
        String alias = "server" + name.hashCode() + from.hashCode();
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-signer",
                "ca",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-startdate",
                from,
                "-validity",
                "1");
        return context(alias);
    }

    /** Writes the authority's certificate into a folder of its own. */
    Path authorities() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(store.resolveSibling("authorities"));
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-file",
                folder.resolve("ca.pem").toString());
        return folder;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(KEYTOOL.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    /** With the key of this name only. */
    private SSLContext context(String alias) throws IOException {
        try (InputStream input = Files.newInputStream(store)) {
            char[] password = PASSWORD.toCharArray();
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(input, password);
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            one.setKeyEntry(
                    alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(one, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
