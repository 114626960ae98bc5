package transfer.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import transfer.chaos.FaultPlan;
import transfer.chaos.FaultProxy;

/**
 * {@code transfer chaos}: a proxy that misbehaves on purpose, in front of a server of the user's,
 * until a signal ends it.
 */
final class ChaosCommand {
    private static final double STANDARD_RATE = 0.1;

    private final Session session;
    private final ParseResult options;

    ChaosCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    static void addOptions(CommandSpec spec) {
        spec.addOption(
                EngineFlags.value("HOST:PORT", ChaosCommand::hostAndPort, "--upstream")
                        .required(true)
                        .description("The server to stand before.")
                        .build());
        spec.addOption(
                EngineFlags.value("ADDRESS:PORT", ChaosCommand::hostAndPort, "--listen")
                        .description(
                                "Where to listen (default: 127.0.0.1:0, any free port of the"
                                        + " loopback interface).")
                        .build());
        spec.addOption(
                EngineFlags.flag("--allow-remote")
                        .description(
                                "Listen on another interface than the loopback one if --listen"
                                        + " says so. Everybody who reaches it reaches the server"
                                        + " through it.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--http")
                        .description(
                                "Understand HTTP/1.1, so that faults strike requests. Without it"
                                        + " they strike connections, whatever is spoken there.")
                        .build());
        spec.addOption(
                OptionSpec.builder("--fault")
                        .paramLabel("SPEC")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .description(
                                "What to do, such as reset,after=1M,p=0.1; may be given several"
                                        + " times. docs/chaos.md has the list.")
                        .build());
        spec.addOption(
                EngineFlags.path("FILE", "--plan")
                        .description("The same from a file, one a line, # begins a comment.")
                        .build());
        spec.addOption(
                EngineFlags.value("P", FaultPlan::probability, "--rate")
                        .description(
                                "How many connections or requests are struck by one of the faults"
                                        + " that have a share: 0.3, 30%% (default: 10%%).")
                        .build());
        spec.addOption(
                EngineFlags.value("N", ChaosCommand::seed, "--seed")
                        .description(
                                "Where chance begins: the same number, the same faults (default:"
                                        + " any; it is printed).")
                        .build());
        spec.addOption(
                EngineFlags.path("FILE", "--log")
                        .description("Write every fault that struck, one JSON object a line.")
                        .build());
    }

    private static InetSocketAddress hostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        String host = colon < 1 ? "" : text.substring(0, colon).replaceAll("^\\[|\\]$", "");
        if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("'" + text + "' is no HOST:PORT");
        }
        return InetSocketAddress.createUnresolved(host, Integer.parseInt(port));
    }

    private static long seed(String text) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number");
        }
        return Long.parseLong(text);
    }

    ExitCode call() throws ProgramException {
        long seed = options.matchedOptionValue("--seed", new SecureRandom().nextLong() >>> 16);
        FaultPlan plan = plan(seed);
        InetSocketAddress address = address();
        InetSocketAddress server = resolved(options.matchedOptionValue("--upstream", null));
        Path file = options.matchedOptionValue("--log", null);
        try (ChaosReport report = new ChaosReport(file)) {
            try (FaultProxy proxy = open(address, server, plan, report)) {
                String begin = "listening on " + shown(address.getAddress()) + ":" + proxy.port();
                session.cancellation().during(() -> untilInterrupted(begin + "\nseed " + seed));
                session.surroundings().output().print(report.words(proxy));
            }
        } catch (IOException e) {
            throw ProgramException.configuration("cannot write " + file + ": " + IoReason.of(e), e);
        }
        return ExitCode.DONE;
    }

    /** A signal is how it ends, not how it is broken off. */
    private Void untilInterrupted(String begin) {
        session.surroundings().output().println(begin);
        session.surroundings().output().flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private FaultPlan plan(long seed) throws ProgramException {
        List<String> faults = options.matchedOptionValue("--fault", List.of());
        List<String> lines = new ArrayList<>(faults);
        Path file = options.matchedOptionValue("--plan", null);
        try {
            if (file != null) {
                lines.addAll(Files.readAllLines(file));
            }
            return FaultPlan.parse(
                    options.matchedOptionValue("--http", false),
                    seed,
                    options.matchedOptionValue("--rate", STANDARD_RATE),
                    lines);
        } catch (IllegalArgumentException e) {
            throw ProgramException.usage(e.getMessage());
        } catch (IOException e) {
            throw ProgramException.configuration("cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    private InetSocketAddress address() throws ProgramException {
        InetSocketAddress address =
                resolved(
                        options.matchedOptionValue(
                                "--listen", InetSocketAddress.createUnresolved("127.0.0.1", 0)));
        if (!address.getAddress().isLoopbackAddress()) {
            if (!options.matchedOptionValue("--allow-remote", false)) {
                throw ProgramException.usage(
                        shown(address.getAddress())
                                + " is not the loopback interface; --allow-remote lets others in");
            }
            session.log()
                    .warning(
                            "whoever reaches "
                                    + shown(address.getAddress())
                                    + " reaches the server through it (--allow-remote)");
        }
        return address;
    }

    private static InetSocketAddress resolved(InetSocketAddress named) throws ProgramException {
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(named.getHostString()), named.getPort());
        } catch (UnknownHostException e) {
            throw ProgramException.usage(
                    "no address is known for the host " + Log.oneLine(named.getHostString()));
        }
    }

    private static FaultProxy open(
            InetSocketAddress address, InetSocketAddress server, FaultPlan plan, ChaosReport report)
            throws ProgramException {
        try {
            return FaultProxy.open(address, server, plan, report);
        } catch (IOException e) {
            throw ProgramException.configuration(
                    "cannot listen on "
                            + shown(address.getAddress())
                            + ":"
                            + address.getPort()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static String shown(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
