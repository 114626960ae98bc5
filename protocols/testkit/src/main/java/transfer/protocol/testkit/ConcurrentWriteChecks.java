package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Several endpoints that write at once. */
@Needs({Ability.WRITE, Ability.ATOMIC_PUBLISH})
abstract class ConcurrentWriteChecks extends Checks {
    private static final int MANY = 16;

    @Test
    protected void manyEndpointsWriteIntoOneNewDirectory() throws Exception {
        List<Callable<Void>> actions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String name = "new/directory/" + i;
            byte[] content = Trial.bytes(100_000 * i, i);
            actions.add(() -> {
                trial().write(url(name), content);
                return null;
            });
        }
        ConcurrencyChecks.atOnce(actions);

        for (int i = 0; i < MANY; i++) {
            assertArrayEquals(
                    Trial.bytes(100_000 * i, i), fixture().get("new/directory/" + i).orElseThrow());
        }
        assertEquals(MANY, fixture().names().size());
    }

    @Test
    protected void ofManyWritersOfOneNameOneWins() throws Exception {
        List<byte[]> contents = new ArrayList<>();
        List<Callable<Void>> actions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            byte[] content = Trial.bytes(300_000 + i, i);
            contents.add(content);
            actions.add(() -> {
                trial().write(url("file"), content);
                return null;
            });
        }
        ConcurrencyChecks.atOnce(actions);

        Optional<byte[]> stored = fixture().get("file");
        assertTrue(contents.stream().anyMatch(each -> Arrays.equals(each, stored.orElseThrow())));
        assertEquals(List.of("file"), fixture().names());
    }
}
