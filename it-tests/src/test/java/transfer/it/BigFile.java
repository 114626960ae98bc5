package transfer.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web server with one large file. It stops in the middle of its answers when so much of the file
 * has been sent as a test wants, and remembers what it has sent more than once.
 */
final class BigFile implements AutoCloseable {
    static final int PIECE = 64 << 10;

    private static final String TAG = "\"big\"";
    private static final Pattern RANGE =
            Pattern.compile("(?is).*\r\nRange: bytes=(\\d+)-(\\d*)\r\n.*");
    private static final Pattern QUEUES =
            Pattern.compile("\\s*\\d+: \\w+:(\\w{4}) \\w+:(\\w{4}) \\w\\w (\\w{8}):(\\w{8}) .*");

    private final ServerSocket listener;
    private final long size;
    private final byte[] pattern = new byte[PIECE];
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int[] sentIn;
    private final List<Run> runs = new ArrayList<>();
    private int pieces;
    private long limit;
    private int streams;
    private int held;

    BigFile(long size) throws IOException {
        this.size = size;
        this.sentIn = new int[(int) (size / PIECE)];
        new Random(size).nextBytes(pattern);
        listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    /** A run of the program. */
    static final class Run {
        private int streams;
        private long lost;

        /** How many answers it read at once at the most. */
        int streams() {
            return streams;
        }

        /** Bytes that were sent to it, and to a later run once more. */
        long lost() {
            return lost;
        }
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/big";
    }

    /** Every piece has the same bytes but for its number at the begin. */
    private byte[] piece(long number) {
        byte[] piece = pattern.clone();
        for (int i = 0; i < Long.BYTES; i++) {
            piece[i] = (byte) (number >>> 8 * i);
        }
        return piece;
    }

    boolean isIn(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            for (long i = 0; i * PIECE < size; i++) {
                if (!java.util.Arrays.equals(piece(i), in.readNBytes(PIECE))) {
                    return false;
                }
            }
            return in.read() < 0;
        }
    }

    /** Begins another run of the program, which stops when so many bytes were ever sent. */
    synchronized void run(long bytes) throws InterruptedException {
        limit = bytes;
        runs.add(new Run());
        notifyAll();
        while (streams > 0) {
            wait(); // until the answers to the run before are over
        }
    }

    /** Whether it stands still for the limit's sake, and all it has sent was taken. */
    boolean isHeldAndTaken() {
        synchronized (this) {
            if (held == 0 || held < streams) {
                return false;
            }
        }
        return isTaken();
    }

    /** The kernel holds nothing of ours that the program has not read yet: proc(5), net/tcp. */
    private boolean isTaken() {
        try {
            for (String file : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
                for (String line : Files.readAllLines(Path.of(file))) {
                    Matcher queues = QUEUES.matcher(line);
                    if (queues.matches() && isOurs(queues) && !isEmpty(queues)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean isOurs(Matcher queues) {
        int port = listener.getLocalPort();
        return Integer.parseInt(queues.group(1), 16) == port
                || Integer.parseInt(queues.group(2), 16) == port;
    }

    private static boolean isEmpty(Matcher queues) {
        return queues.group(3).equals("00000000") && queues.group(4).equals("00000000");
    }

    synchronized List<Run> runs() {
        return List.copyOf(runs);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                // what lies in the kernel's buffers was sent, but has not arrived
                client.setSendBufferSize(PIECE);
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head;
            while (!(head = head(in)).isEmpty()) {
                answer(head, client.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            // the program was killed, or has what it wants
        } finally {
            open.remove(client);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int c;
        while (head.indexOf("\r\n\r\n") < 0 && (c = in.read()) >= 0) {
            head.append((char) c);
        }
        return head.toString();
    }

    private void answer(String head, OutputStream out) throws IOException, InterruptedException {
        Matcher range = RANGE.matcher(head);
        boolean part = range.matches();
        long first = part ? Long.parseLong(range.group(1)) : 0;
        long last = part && !range.group(2).isEmpty() ? Long.parseLong(range.group(2)) : size - 1;
        last = Math.min(last, size - 1);
        out.write(
                ("HTTP/1.1 "
                                + (part ? "206 Partial Content" : "200 OK")
                                + "\r\nETag: "
                                + TAG
                                + "\r\nAccept-Ranges: bytes\r\nContent-Length: "
                                + (last - first + 1)
                                + (part
                                        ? "\r\nContent-Range: bytes "
                                                + first
                                                + "-"
                                                + last
                                                + "/"
                                                + size
                                        : "")
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        if (head.startsWith("GET ")) {
            begin();
            try {
                send(first, last, out);
            } finally {
                end();
            }
        }
    }

    private synchronized void begin() {
        Run run = runs.getLast();
        run.streams = Math.max(run.streams, ++streams);
    }

    private synchronized void end() {
        streams--;
        notifyAll();
    }

    private void send(long first, long last, OutputStream out)
            throws IOException, InterruptedException {
        long at = first;
        while (at <= last) {
            int number = (int) (at / PIECE);
            int from = (int) (at % PIECE);
            int count = (int) Math.min(PIECE - from, last - at + 1);
            note(number);
            out.write(piece(number), from, count);
            at += count;
        }
    }

    /** Counts a piece that is about to be sent, or waits until the program is gone. */
    private synchronized void note(int number) throws IOException, InterruptedException {
        int run = runs.size();
        if ((long) pieces * PIECE < limit) {
            if (sentIn[number] == 0) {
                pieces++;
            } else if (sentIn[number] < run) {
                runs.get(sentIn[number] - 1).lost += PIECE;
            }
            sentIn[number] = run;
            return;
        }
        held++;
        try {
            while (run == runs.size()) {
                wait();
            }
        } finally {
            held--;
        }
        throw new IOException("the program is gone");
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(BigFile::quietly);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing depends on it any more
        }
    }
}
