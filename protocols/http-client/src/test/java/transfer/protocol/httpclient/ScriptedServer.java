package transfer.protocol.httpclient;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/**
 * A server on loopback whose every byte a test decides. It speaks HTTP/1.1 just so far that a
 * script gets whole requests.
 */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final String scheme;
    private final Script script;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> hungUp = new LinkedBlockingQueue<>();
    private volatile int connections;

    /** What the server does with a request. */
    @FunctionalInterface
    interface Script {
        void answer(Exchange exchange) throws Exception;
    }

    /** A request as it came. */
    record Asked(String method, String target, List<String> headers, List<Certificate> shown) {
        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).trim())
                    .findFirst();
        }
    }

    /** One request, and the way to answer it. */
    static final class Exchange {
        private final Asked asked;
        private final Socket socket;
        private final InputStream in;
        private boolean over;

        Exchange(Asked asked, Socket socket, InputStream in) {
            this.asked = asked;
            this.socket = socket;
            this.in = in;
        }

        Asked asked() {
            return asked;
        }

        Socket socket() {
            return socket;
        }

        /** What the client sends after the request's head. */
        InputStream input() {
            return in;
        }

        /** Writes text as it stands, with every newline as one of HTTP. */
        Exchange send(String text) throws IOException {
            return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        Exchange send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        }

        /** A whole answer with a length. */
        void reply(String status, String headers, byte[] body) throws IOException {
            boolean head = asked.method().equals("HEAD");
            send("HTTP/1.1 " + status + "\nContent-Length: " + body.length + "\n" + headers + "\n");
            if (!head) {
                send(body);
            }
        }

        void reply(String status, String headers) throws IOException {
            reply(status, headers, new byte[0]);
        }

        /**
         * Reads the request's body, giving leave for it where leave was asked.
         *
         * @throws EOFException when the client hangs up before its end
         */
        byte[] body() throws IOException {
            if (asked.header("Expect").isPresent()) {
                send("HTTP/1.1 100 Continue\n\n");
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (asked.header("Content-Length").isPresent()) {
                body.writeBytes(piece(asked.header("Content-Length").get(), 10));
            } else if (asked.header("Transfer-Encoding").isPresent()) {
                byte[] chunk;
                do {
                    chunk = piece(line(in), 16);
                    body.writeBytes(chunk);
                    line(in);
                } while (chunk.length > 0);
            }
            return body.toByteArray();
        }

        private byte[] piece(String length, int radix) throws IOException {
            if (length.isEmpty()) {
                throw new EOFException();
            }
            byte[] piece = in.readNBytes(Integer.parseInt(length, radix));
            if (piece.length < Integer.parseInt(length, radix)) {
                throw new EOFException();
            }
            return piece;
        }

        /** Reads until the client hangs up and says how many bytes came. */
        long drain() throws IOException {
            long count = 0;
            byte[] piece = new byte[8192];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                count += n;
            }
            return count;
        }

        /** Closes the connection. */
        void hangUp() throws IOException {
            over = true;
            socket.close();
        }

        /** Closes it so that the client gets a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            hangUp();
        }
    }

    ScriptedServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http", script);
    }

    ScriptedServer(ServerSocket listener, String scheme, Script script) {
        this.listener = listener;
        this.scheme = scheme;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedServer tls(SSLContext context, boolean wantsCertificate, Script script)
            throws IOException {
        SSLServerSocket listener =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(wantsCertificate);
        return new ScriptedServer(listener, "https", script);
    }

    /** Asks for a certificate and takes none as well. */
    static ScriptedServer tlsThatWouldLikeACertificate(SSLContext context, Script script)
            throws IOException {
        SSLServerSocket listener =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setWantClientAuth(true);
        return new ScriptedServer(listener, "https", script);
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                connections++;
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String first = line(in);
                if (first.isEmpty()) {
                    return;
                }
                List<String> headers = new ArrayList<>();
                for (String next = line(in); !next.isEmpty(); next = line(in)) {
                    headers.add(next);
                }
                String[] parts = first.split(" ");
                Asked request = new Asked(parts[0], parts[1], headers, shown(socket));
                asked.add(request);
                Exchange exchange = new Exchange(request, socket, in);
                script.answer(exchange);
                if (exchange.over) {
                    return;
                }
            }
        } catch (Exception e) {
            hungUp.add(e.toString());
        }
    }

    private static List<Certificate> shown(Socket socket) {
        try {
            return socket instanceof SSLSocket tls
                    ? List.of(tls.getSession().getPeerCertificates())
                    : List.of();
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** All requests so far. */
    List<Asked> asked() {
        return asked;
    }

    Asked last() {
        return asked.getLast();
    }

    int connections() {
        return connections;
    }

    int port() {
        return listener.getLocalPort();
    }

    String at(String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    TransferUrl url(String path) {
        return Urls.of(at(path));
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** URLs without the exception. */
    static final class Urls {
        private Urls() {}

        static TransferUrl of(String text) {
            try {
                return TransferUrl.parse(text);
            } catch (MalformedUrlException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
