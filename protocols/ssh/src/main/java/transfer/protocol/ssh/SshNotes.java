package transfer.protocol.ssh;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the user should know although nothing failed; each thing is told once in a run. */
final class SshNotes {
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void tell(String words) {
        if (told.add(words)) {
            // asked for only now: the first one costs a look into every jar
            System.getLogger("transfer.protocol.ssh").log(Level.WARNING, words);
        }
    }

    /** Everything told so far. */
    Set<String> told() {
        return Set.copyOf(told);
    }
}
