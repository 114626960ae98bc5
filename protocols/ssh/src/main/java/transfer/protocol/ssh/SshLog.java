package transfer.protocol.ssh;

import com.jcraft.jsch.Logger;
import java.util.List;
import java.util.Optional;

/**
 * What JSch says. It tells only its log why a connection ended, also when it ended in the middle of
 * logging in, which then looks as if nobody had been let in.
 */
final class SshLog implements Logger {
    private static final List<String> ENDS =
            List.of("leaving main loop", "an exception during authentication");

    private volatile Throwable end;

    @Override
    public boolean isEnabled(int level) {
        return level >= INFO;
    }

    @Override
    public void log(int level, String message) {
        // names, algorithms and fingerprints; nothing that we need
    }

    @Override
    public void log(int level, String message, Throwable cause) {
        if (cause != null && ENDS.stream().anyMatch(message::contains)) {
            end = cause;
        }
    }

    /** Why the connection ended. */
    Optional<Throwable> end() {
        return Optional.ofNullable(end);
    }
}
