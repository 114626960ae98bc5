package transfer.protocol.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.LogUtils;

/**
 * Waits for a line in a container's log, and no longer when the container has ended without it
 * (Testcontainers' own strategy then waits for the time limit).
 */
final class ReadyLine extends AbstractWaitStrategy {
    private final String line;

    ReadyLine(String line) {
        this.line = line;
    }

    @Override
    protected void waitUntilReady() {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        StringBuffer log = new StringBuffer();
        LogUtils.followOutput(
                waitStrategyTarget.getDockerClient(),
                waitStrategyTarget.getContainerId(),
                frame -> {
                    if (frame.getType() == OutputFrame.OutputType.END) {
                        ready.complete(false);
                    } else if (log.append(frame.getUtf8String()).indexOf(line) >= 0) {
                        ready.complete(true);
                    }
                });
        if (!isTrue(ready)) {
            throw new ContainerLaunchException("it did not say '" + line + "' but:\n" + log);
        }
    }

    private boolean isTrue(CompletableFuture<Boolean> ready) {
        try {
            return ready.get(startupTimeout.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
