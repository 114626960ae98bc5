package transfer.protocol.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import transfer.protocol.testkit.TestServer;

/**
 * A server that comes as one jar, in a process of its own: what it is made of must not meet what is
 * tested. The build has put the jar below {@code target/servers}.
 *
 * <p>Settings: {@code host}, {@code port}.
 */
final class JarServer implements TestServer {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int TRIES = 3;

    private final Process process;
    private final Path data;
    private final int port;
    private final Thread ending;

    private JarServer(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.ending = new Thread(process::destroyForcibly);
    }

    /** What a server is told: the command line after {@code -jar}, and files it wants to find. */
    interface Setup {
        /**
         * @param data an empty folder
         * @param port where to listen
         */
        List<String> arguments(Path data, int port) throws IOException;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param jar its name below {@code target/servers}
     */
    static JarServer start(String jar, Setup setup) {
        for (int i = 1; ; i++) {
            try {
                return startOnce(Path.of("target", "servers", jar), setup);
            } catch (IOException e) {
                // somebody else may have taken the port meanwhile
                if (i == TRIES) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static JarServer startOnce(Path jar, Setup setup) throws IOException {
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: the build copies it there");
        }
        Path data = Files.createTempDirectory("transfer-test-" + jar.getFileName());
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx192m", "-jar", jar.toString()));
        command.addAll(setup.arguments(data, port));
        Path log = data.resolve("log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        JarServer server = new JarServer(process, data, port);
        Runtime.getRuntime().addShutdownHook(server.ending);
        try {
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            String said = Files.readString(log, StandardCharsets.ISO_8859_1);
            server.close();
            throw new IOException(jar + ": " + e.getMessage() + "\n" + said, e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException {
        long begin = System.nanoTime();
        while (!answers()) {
            try {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IOException("ended before it answered");
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            if (System.nanoTime() - begin > START_LIMIT.toNanos()) {
                throw new IOException("does not answer");
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException _) {
            return false; // not yet
        }
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("host", "127.0.0.1", "port", Integer.toString(port));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException _) {
            // we are ending already
        }
        try (Stream<Path> files = Files.exists(data) ? Files.walk(data) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
