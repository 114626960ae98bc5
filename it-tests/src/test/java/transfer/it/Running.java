package transfer.it;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program while it runs. */
final class Running {
    private static final long PATIENCE_SECONDS = 600;
    private static final Pattern IGNORED = Pattern.compile("SigIgn:\\s+([0-9a-f]+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final Process process;
    private final Path output;
    private long peakKilobytes;

    Running(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Waits until something shows that the program has come to a certain point. */
    void await(String what, BooleanSupplier reached) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!reached.getAsBoolean()) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                if (reached.getAsBoolean()) {
                    return;
                }
                fail("ended before " + what + ": " + end());
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                fail("never came to the point: " + what);
            }
        }
    }

    /** The same where it may also end before. */
    void awaitOrEnd(BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean() && !process.waitFor(10, TimeUnit.MILLISECONDS)) {
            // not yet
        }
    }

    /** Kills it; false when it had ended before. */
    boolean kill() throws InterruptedException {
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        return alive;
    }

    /** What follows an option on the command line that the process has by now. */
    String argumentAfter(String option) throws IOException {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        List<String> all = List.of(Files.readString(commandLine).split("\0"));
        return all.get(all.indexOf(option) + 1);
    }

    /**
     * Sends a signal by its name, such as {@code TERM}. One that the program ignores fails at once,
     * because whoever waits for the end would wait for ever: a program inherits that from who
     * started it, and a shell starts what goes on behind it without ears for INT.
     */
    Running signal(String name) throws IOException, InterruptedException {
        if (ignores(name)) {
            process.destroyForcibly();
            fail("the program was started to ignore " + name);
        }
        int status =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (status != 0) {
            fail("cannot send " + name);
        }
        return this;
    }

    private boolean ignores(String name) throws IOException {
        int number =
                switch (name) {
                    case "INT" -> 2;
                    case "TERM" -> 15;
                    default -> 0;
                };
        Matcher mask =
                IGNORED.matcher(
                        Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
        return number > 0
                && mask.find()
                && (Long.parseUnsignedLong(mask.group(1), 16) >> number - 1 & 1) == 1;
    }

    /** Waits for the end. */
    Ended end() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        do {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                fail("did not end; standard error so far: " + text("err"));
            }
            notePeak(status);
        } while (!process.waitFor(20, TimeUnit.MILLISECONDS));
        Ended ended = new Ended(process.exitValue(), text("out"), text("err"), peakKilobytes);
        Secrets.assertNoneIn("standard output", ended.out());
        Secrets.assertNoneIn("standard error", ended.err());
        return ended;
    }

    /** The kernel's own high-water mark; the last reading before the end is kept. */
    private void notePeak(Path status) {
        try {
            Matcher found = PEAK.matcher(Files.readString(status));
            if (found.find()) {
                peakKilobytes = Math.max(peakKilobytes, Long.parseLong(found.group(1)));
            }
        } catch (IOException _) {
            // gone by now, or a system without /proc
        }
    }

    /** What it has printed so far. */
    String output() {
        try {
            return text("out");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String name) throws IOException {
        return new String(Files.readAllBytes(output.resolve(name)), StandardCharsets.UTF_8);
    }
}
