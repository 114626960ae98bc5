package transfer.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Ends a process and all that it started: first kindly, then not. */
final class ProcessTree {
    /** Shorter than what batch systems wait between their own two signals. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The system counts the beginning of a process from its own start, which clocks may move. */
    private static final Duration SAME_BEGINNING = Duration.ofSeconds(2);

    private ProcessTree() {}

    /** Ends them, and returns when they are gone; an interrupt meanwhile is kept for later. */
    static void end(List<ProcessHandle> roots, Duration patience) {
        // before a root goes: who lost its parent is nobody's descendant any more
        List<ProcessHandle> all =
                roots.stream()
                        .filter(ProcessHandle::isAlive)
                        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                        .distinct()
                        .toList();
        all.forEach(ProcessHandle::destroy);
        boolean interrupted = false;
        try {
            CompletableFuture.allOf(
                            all.stream()
                                    .map(ProcessHandle::onExit)
                                    .toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException _) {
            // then they are asked no more
        }
        Stream.concat(all.stream(), all.stream().flatMap(ProcessHandle::descendants))
                .forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is left of an earlier run. Returns whether there was something. */
    static boolean end(DoneFile.Started started) {
        Optional<ProcessHandle> process =
                ProcessHandle.of(started.process())
                        .filter(found ->
                                found.info()
                                        .startInstant()
                                        .filter(began -> isSame(began, started.time()))
                                        .isPresent());
        process.ifPresent(found -> end(List.of(found), PATIENCE));
        return process.isPresent();
    }

    private static boolean isSame(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SAME_BEGINNING) <= 0;
    }
}
