package transfer.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.all.AllProtocols;

/**
 * Everything the program takes from the process it runs in, so that nothing below asks the process
 * itself and a test can hand in its own.
 *
 * @param directory the working directory
 * @param inputIsTerminal whether somebody would have to type the list
 * @param outputIsTerminal whether names that could move its cursor are to be written otherwise
 * @param errorsAreTerminal whether somebody watches standard error
 */
record Surroundings(
        Map<String, String> environment,
        InputStream input,
        PrintStream output,
        PrintStream errors,
        Path directory,
        boolean inputIsTerminal,
        boolean outputIsTerminal,
        boolean errorsAreTerminal,
        Clock clock,
        ProtocolList protocols) {

    /** Makes the protocols of this program. */
    @FunctionalInterface
    interface ProtocolList {
        List<Protocol> open(NetworkSettings network);
    }

    static Surroundings ofProcess() {
        List<Path> homes = homes();
        return new Surroundings(
                System.getenv(),
                System.in,
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                        false),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true),
                Path.of("").toAbsolutePath(),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2),
                new LocalClock(System.getenv(), LocalClock.SYSTEM_ZONE),
                network -> AllProtocols.list(network, homes));
    }

    /** As a job of a workflow has them, which reads nothing and whose errors are not ours. */
    Surroundings ofJob(Map<String, String> variables, PrintStream errorsOfJob, Path start) {
        return new Surroundings(
                variables,
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                errorsOfJob,
                start,
                false,
                false,
                false,
                clock,
                protocols);
    }

    /** The user's home as the shell has it, and as the machine has it. */
    private static List<Path> homes() {
        List<Path> homes = new ArrayList<>();
        for (String home :
                new String[] {
                    System.getenv().getOrDefault("HOME", ""), System.getProperty("user.home")
                }) {
            if (home.startsWith("/")) {
                homes.add(Path.of(home));
            }
        }
        return homes;
    }

    /**
     * The local time. Its zone is how far that is from UTC now: for a zone with its history Java
     * first looks for providers of such in every jar.
     */
    static final class LocalClock extends Clock {
        private static final Path SYSTEM_ZONE = Path.of("/etc/localtime");

        private final boolean isUtc;

        LocalClock(Map<String, String> environment, Path systemZone) {
            isUtc = isUtc(environment.get("TZ"), systemZone);
        }

        /** The same as Java finds, where it is plainly UTC; there it need not read all zones. */
        private static boolean isUtc(String variable, Path systemZone) {
            if (!System.getProperty("user.timezone", "").isEmpty()) {
                return false;
            }
            if (variable != null) {
                return variable.equals("UTC") || variable.equals("Etc/UTC");
            }
            try {
                return Files.readSymbolicLink(systemZone).endsWith("UTC");
            } catch (IOException e) {
                return false; // a file, or none: Java knows how to tell them apart
            }
        }

        @Override
        public ZoneId getZone() {
            if (isUtc) {
                return ZoneOffset.UTC;
            }
            long milliseconds = TimeZone.getDefault().getOffset(System.currentTimeMillis());
            return ZoneOffset.ofTotalSeconds((int) (milliseconds / 1000));
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.system(zone);
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    }

    /**
     * Java only tells whether input and output are both a terminal, so Linux is asked what the
     * descriptor is. Where there is no such directory, the answer for both has to do.
     */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException e) {
            return !Files.exists(link.getParent())
                    && System.console() != null
                    && System.console().isTerminal();
        }
    }

    /** The name of the user, as variables have it or else the machine. */
    String user() {
        String login = variable("USER").isEmpty() ? variable("LOGNAME") : variable("USER");
        return login.isEmpty() ? System.getProperty("user.name") : login;
    }

    /**
     * The directory with this program and those of other names, for jobs that call them: beside or
     * above the jar that runs. Empty where the classes run from elsewhere.
     */
    Optional<Path> programs() {
        String classes = System.getProperty("java.class.path").split(":")[0];
        Path above = directory.resolve(classes).toAbsolutePath().normalize();
        for (Path each = above.getParent(); each != null; each = each.getParent()) {
            for (Path place : new Path[] {each.resolve("bin"), each}) {
                if (Files.isExecutable(place.resolve("transfer"))
                        && Files.isExecutable(place.resolve("pegasus-transfer"))) {
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }

    /** What the environment says of the network; a batch job may lack the user's own variables. */
    NetworkSettings network() {
        Map<String, String> known = new HashMap<>(environmentWithHome());
        known.put("USER", user());
        return NetworkSettings.of(known);
    }

    /** The variables; a batch job may lack the user's home, in which credentials are kept. */
    Map<String, String> environmentWithHome() {
        if (!variable("HOME").isEmpty()) {
            return environment;
        }
        Map<String, String> known = new HashMap<>(environment);
        known.put("HOME", System.getProperty("user.home"));
        return known;
    }

    /** The value of a variable, empty when it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
