package transfer.protocol.ftp;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import transfer.protocol.TransferUrl;

/**
 * No FTP server, but what one says: the usual answers, and for single commands those that a test
 * wants. An empty answer closes the control connection.
 */
final class FtpScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, Deque<String>> next = new HashMap<>();
    private final List<String> commands = new ArrayList<>();
    private byte[] content = {};
    private int sent = Integer.MAX_VALUE;
    private byte[] stored = {};
    private CountDownLatch beforeEnd = new CountDownLatch(0);
    private int room = Integer.MAX_VALUE;
    private int connected;

    FtpScriptedServer() {
        try {
            listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer("", "220 a script");
        answer("USER", "331 password");
        answer("PASS", "230 in");
        answer("FEAT", "211-Features:\r\n SIZE\r\n211 End");
        answer("TYPE", "200 binary");
        answer("PWD", "257 \"/home\"");
        answer("CWD", "550 no directory");
        answer("MDTM", "213 20200101000000");
        answer("REST", "350 from there");
        answer("RNFR", "350 to where");
        answer("RNTO", "250 renamed");
        answer("DELE", "250 gone");
        answer("SYST", "215 UNIX Type: L8");
        answer("QUIT", "221 bye");
        answer("150", "150 here it comes");
        answer("226", "226 that was it");
        Thread.ofVirtual().start(this::accept);
    }

    TransferUrl url(String path) {
        return FtpServer.url(listener.getLocalPort(), path);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on; of a transfer, {@code 150} and {@code 226} are answers of their own. */
    synchronized FtpScriptedServer answer(String command, String reply) {
        answers.put(command, reply);
        return this;
    }

    /** Once, before the others. */
    synchronized FtpScriptedServer next(String command, String reply) {
        next.computeIfAbsent(command, _ -> new ArrayDeque<>()).add(reply);
        return this;
    }

    /** What every transfer brings. */
    synchronized FtpScriptedServer content(byte[] bytes) {
        content = bytes;
        answers.put("SIZE", "213 " + bytes.length);
        return this;
    }

    /** Data connections end after so many bytes. */
    synchronized FtpScriptedServer cutAfter(int bytes) {
        sent = bytes;
        return this;
    }

    /** What a server says after a transfer that sends, it says only then. */
    synchronized FtpScriptedServer endAfter(CountDownLatch event) {
        beforeEnd = event;
        return this;
    }

    /** Who comes when so many are there is turned away. */
    synchronized FtpScriptedServer room(int clients) {
        room = clients;
        return this;
    }

    private synchronized boolean enter() {
        connected++;
        return connected <= room;
    }

    private synchronized void exit() {
        connected--;
    }

    private synchronized CountDownLatch beforeEnd() {
        return beforeEnd;
    }

    /** What came so far, each with its argument, over all connections. */
    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    synchronized byte[] stored() {
        return stored;
    }

    private synchronized String reply(String command) {
        Deque<String> waiting = next.getOrDefault(command, new ArrayDeque<>());
        return waiting.isEmpty() ? answers.getOrDefault(command, "500 what?") : waiting.poll();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Passive data = new Passive(listener.getInetAddress())) {
            // 226 follows 150 at once
            client.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            // the place is free again before the client can see that it is
            try {
                boolean open = enter() ? say(out, reply("")) : !say(out, "421 too many of you");
                while (open) {
                    String line = in.readLine();
                    open = line != null && answer(line, data, out);
                }
            } finally {
                exit();
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private synchronized void note(String line) {
        commands.add(line);
    }

    /** Where data connections come to; one that was made for nothing is not taken for the next. */
    private static final class Passive implements Closeable {
        private final InetAddress address;
        private ServerSocket socket;

        Passive(InetAddress address) throws IOException {
            this.address = address;
            this.socket = new ServerSocket(0, 1, address);
        }

        int next() throws IOException {
            socket.close();
            socket = new ServerSocket(0, 1, address);
            return socket.getLocalPort();
        }

        Socket accept() throws IOException {
            return socket.accept();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private boolean answer(String line, Passive data, OutputStream out) throws IOException {
        note(line);
        String command = line.split(" ", 2)[0];
        String reply = reply(command);
        int port = command.endsWith("PSV") || command.equals("PASV") ? data.next() : 0;
        return switch (command) {
            case "EPSV" -> say(out, isDefault(reply) ? "229 Extended (|||" + port + "|)" : reply);
            case "PASV" ->
                    say(
                            out,
                            isDefault(reply)
                                    ? "227 Passive (10,255,255,1,"
                                            + (port >> 8)
                                            + ","
                                            + (port & 0xFF)
                                            + ")"
                                    : reply);
            case "RETR", "LIST", "MLSD" -> isDefault(reply) ? give(data, out) : say(out, reply);
            case "QUIT" -> !say(out, reply);
            case "STOR" -> isDefault(reply) ? take(data, out) : say(out, reply);
            default -> say(out, reply);
        };
    }

    private static boolean isDefault(String reply) {
        return reply.startsWith("500 what?");
    }

    private boolean give(Passive data, OutputStream out) throws IOException {
        try (Socket connection = data.accept()) {
            if (!say(out, reply("150"))) {
                return false;
            }
            byte[] bytes;
            int length;
            synchronized (this) {
                bytes = content;
                length = Math.min(sent, content.length);
            }
            connection.getOutputStream().write(bytes, 0, length);
        }
        try {
            beforeEnd().await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return say(out, reply("226"));
    }

    private boolean take(Passive data, OutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Socket connection = data.accept()) {
            if (!say(out, reply("150"))) {
                return false;
            }
            connection.getInputStream().transferTo(bytes);
        }
        synchronized (this) {
            stored = bytes.toByteArray();
            if (!answers.containsKey("SIZE")) {
                answers.put("SIZE", "213 " + stored.length);
            }
        }
        return say(out, reply("226"));
    }

    private static boolean say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1), 0, length(reply));
        out.flush();
        return !reply.isEmpty();
    }

    private static int length(String reply) {
        return reply.isEmpty() ? 0 : reply.length() + 2;
    }

    @Override
    public void close() {
        quietly(listener);
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }
}
