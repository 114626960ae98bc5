package transfer.protocol.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * TLS and one port for a server that has many and is spoken to in clear, so that a proxy in front
 * sees, encrypted, whatever goes to the server and comes from it. Answers to EPSV name the port in
 * front, and the next connection that comes from there goes to where the answer pointed. For one
 * client that does one thing at a time.
 */
final class FtpsGateway implements AutoCloseable {
    private static final Pattern PASSIVE = Pattern.compile("^229 .*\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final char[] NO_PASSWORD = "none".toCharArray();

    private final ServerSocket listener;
    private final int server;
    private final SSLContext context;
    private final BlockingQueue<Integer> expected = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int front;
    private volatile long cutAfter = Long.MAX_VALUE;

    /**
     * @param server the server's port for plain FTP
     * @param data where its certificate and key are
     */
    FtpsGateway(int server, Path data) {
        this.server = server;
        try {
            this.context = context(data);
            this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        this.front = listener.getLocalPort();
        Thread.ofVirtual().start(this::accept);
    }

    private static SSLContext context(Path data) throws IOException, GeneralSecurityException {
        Certificate certificate;
        try (InputStream pem = Files.newInputStream(data.resolve("server.pem"))) {
            certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
        String key = Files.readString(data.resolve("server.key")).replaceAll("-----.*-----", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key))),
                NO_PASSWORD,
                new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Which port clients see. */
    void isSeenAs(int port) {
        front = port;
    }

    /** Data connections end after so many bytes of a file, without a word. */
    void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Integer data = expected.poll();
                Thread.ofVirtual().start(() -> serve(client, data));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client, Integer data) {
        try (client;
                Socket upstream = new Socket("127.0.0.1", data == null ? server : data)) {
            open.add(upstream);
            if (data == null) {
                new Control(client, upstream).pass();
            } else {
                passData(client, upstream);
            }
        } catch (IOException | InterruptedException e) {
            // one side is gone, and so is the other
        } finally {
            open.remove(client);
        }
    }

    private SSLSocket secured(Socket client) throws IOException {
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(client, "", 0, false);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private void passData(Socket client, Socket upstream) throws IOException, InterruptedException {
        SSLSocket secured = secured(client);
        Thread up = Thread.ofVirtual().start(() -> pass(secured, upstream));
        byte[] head = upstream.getInputStream().readNBytes((int) Math.min(cutAfter, 1 << 24));
        secured.getOutputStream().write(head);
        if (head.length == cutAfter) {
            return; // and the connection below is closed
        }
        pass(upstream, secured);
        up.join();
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            quietly(from);
            quietly(to);
        }
    }

    /** A control connection, of which it answers what is about TLS itself. */
    private final class Control {
        private final Socket client;
        private final Socket upstream;
        private volatile Socket spokenTo;

        Control(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
            this.spokenTo = client;
        }

        void pass() throws IOException, InterruptedException {
            Thread down = Thread.ofVirtual().start(this::passAnswers);
            String command = line(spokenTo.getInputStream());
            while (!command.isEmpty()) {
                if (command.startsWith("AUTH TLS")) {
                    say(client, "234 go on\r\n");
                    spokenTo = secured(client);
                } else if (command.startsWith("PBSZ") || command.startsWith("PROT")) {
                    say(spokenTo, "200 yes\r\n");
                } else {
                    say(upstream, command);
                }
                command = line(spokenTo.getInputStream());
            }
            upstream.shutdownOutput();
            down.join();
        }

        private void passAnswers() {
            try {
                String answer = line(upstream.getInputStream());
                while (!answer.isEmpty()) {
                    say(spokenTo, announced(answer));
                    answer = line(upstream.getInputStream());
                }
                client.close();
            } catch (IOException e) {
                quietly(client);
                quietly(upstream);
            }
        }

        private String announced(String answer) {
            Matcher passive = PASSIVE.matcher(answer);
            if (!passive.find()) {
                return answer;
            }
            expected.add(Integer.parseInt(passive.group(1)));
            return "229 Entering Extended Passive Mode (|||" + front + "|)\r\n";
        }
    }

    private static void say(Socket to, String line) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(line.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** With its end; empty when no more comes. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.append((char) c);
            if (c == '\n') {
                return line.toString();
            }
        }
        return "";
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }

    @Override
    public void close() {
        quietly(listener);
        open.forEach(FtpsGateway::quietly);
    }
}
