package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.chaos.Incident;
import transfer.cli.Harness.Ended;

@Timeout(60)
class ChaosCommandTest {
    private static final Pattern LISTENING = Pattern.compile("listening on 127.0.0.1:(\\d+)\n");
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private final Cancellation cancellation = new Cancellation();
    private Harness program;
    private ServerSocket server;
    private FutureTask<Ended> running;

    /** Says hello to whoever comes and leaves. */
    @BeforeEach
    void prepare() throws IOException {
        program = new Harness(folder).cancelledBy(cancellation);
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(HELLO);
            } catch (IOException e) {
                // closed, or the proxy cut it
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private String upstream() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Starts it and returns its port. */
    private int start(String... more) {
        String[] arguments =
                Stream.concat(Stream.of("chaos", "--upstream", upstream()), Stream.of(more))
                        .toArray(String[]::new);
        running = new FutureTask<>(() -> program.transfer(arguments));
        Thread.ofPlatform().start(running);
        Matcher line;
        do {
            line = LISTENING.matcher(program.printed());
            Thread.onSpinWait();
        } while (!line.find() && !running.isDone());
        return Integer.parseInt(line.group(1));
    }

    private Ended end() throws Exception {
        assertTrue(cancellation.request());
        return running.get();
    }

    private byte[] visit(int port) throws IOException {
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.setSoTimeout(10_000);
            return client.getInputStream().readAllBytes();
        }
    }

    @Test
    void itPassesOnUntilASignalComes() throws Exception {
        int port = start();
        assertArrayEquals(HELLO, visit(port));
        end().exited(ExitCode.DONE)
                .prints("\n1 connections, 6 B of answers\n")
                .prints("no fault struck");
        assertThrows(IOException.class, () -> visit(port));
    }

    @Test
    void itTellsWhatItDid() throws Exception {
        Path log = folder.resolve("log");
        int port =
                start(
                        "--fault", "limit_data,bytes=2,first=1",
                        "--fault", "refuse,skip=1",
                        "--log", log.toString());
        assertArrayEquals(new byte[] {'h', 'e'}, visit(port));
        assertThrows(SocketException.class, () -> visit(port));
        assertThrows(SocketException.class, () -> visit(port));
        end().prints("limit_data: 1 time, in connection 1, at byte 2\n")
                .prints("refuse: 2 times, first in connection 2\n");
        assertEquals(
                List.of(
                        "{\"fault\":\"limit_data\",\"connection\":1,\"byte\":2}",
                        "{\"fault\":\"refuse\",\"connection\":2}",
                        "{\"fault\":\"refuse\",\"connection\":3}"),
                Files.readAllLines(log));
    }

    @Test
    void aPlanIsAFile() throws Exception {
        Path plan = folder.resolve("plan");
        Files.writeString(plan, "# all that can go wrong\n\nrefuse,share=1\n");
        int port = start("--plan", plan.toString(), "--rate", "100%", "--seed", "5");
        assertThrows(SocketException.class, () -> visit(port));
        end().prints("seed 5\n").prints("refuse: 1 time");
    }

    @Test
    void whatIsToldOfARequestHoldsNoControlCharacters() {
        Incident incident = new Incident(1, 2, "GET /a\u001b", "status", -1);
        assertEquals(
                "{\"fault\":\"status\",\"connection\":1,\"request\":2,\"asked\":\"GET /a\\u001B\"}",
                ChaosReport.line(incident));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chaos | --upstream",
                "chaos --upstream x | is no HOST:PORT",
                "chaos --upstream :80 | is no HOST:PORT",
                "chaos --upstream h:99999 | is no HOST:PORT",
                "chaos --upstream 127.0.0.1:1 --fault nonsense | there is no 'nonsense'",
                "chaos --upstream 127.0.0.1:1 --fault etag | needs --http",
                "chaos --upstream 127.0.0.1:1 --rate 2 | is no probability",
                "chaos --upstream 127.0.0.1:1 --seed x | not a whole number",
                "chaos --upstream 127.0.0.1:1 --listen 0.0.0.0:0 | --allow-remote",
            })
    void whatCannotBeDoneIsBadUsage(String arguments, String words) {
        program.transfer(arguments.split(" ")).exited(ExitCode.BAD_USAGE).says(words);
    }

    @Test
    void othersAreLetInOnlyWithAWarning() throws Exception {
        running =
                new FutureTask<>(() ->
                        program.transfer(
                                "chaos",
                                "--upstream",
                                upstream(),
                                "--listen",
                                "0.0.0.0:0",
                                "--allow-remote"));
        Thread.ofPlatform().start(running);
        while (!program.printed().contains("\nseed") && !running.isDone()) {
            Thread.onSpinWait();
        }
        end().exited(ExitCode.DONE).says("whoever reaches 0.0.0.0 reaches the server through it");
    }

    @Test
    void filesThatCannotBeUsedAreBadConfiguration() throws IOException {
        program.transfer("chaos", "--upstream", upstream(), "--plan", folder + "/none")
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("cannot read " + folder + "/none");
        program.transfer("chaos", "--upstream", upstream(), "--log", folder + "/none/log")
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("cannot write " + folder + "/none/log");
        program.transfer("chaos", "--upstream", upstream(), "--listen", upstream())
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("cannot listen on " + upstream());
    }

    @Test
    void aReportThatCannotBeWrittenIsToldOnce() throws IOException {
        Path full = Path.of("/dev/full");
        ChaosReport report = new ChaosReport(full);
        report.accept(new Incident(1, 0, "", "refuse", -1));
        report.accept(new Incident(2, 0, "", "refuse", -1));
        IOException failure = assertThrows(IOException.class, report::close);
        assertTrue(new UncheckedIOException(failure).getMessage().contains("space"));
    }
}
