package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * How a start of the program ended.
 *
 * @param exit the exit code as a shell sees it
 * @param peakKilobytes the most memory it held at once, as the kernel counted it; 0 where the
 *     system does not tell
 */
record Ended(int exit, String out, String err, long peakKilobytes) {

    Ended exited(int code) {
        assertEquals(code, exit, this::toString);
        return this;
    }

    Ended says(String text) {
        assertTrue(err.contains(text), () -> "does not say '" + text + "': " + this);
        return this;
    }

    Ended doesNotSay(String text) {
        assertFalse((out + err).contains(text), () -> "says '" + text + "': " + this);
        return this;
    }

    Ended prints(String text) {
        assertTrue(out.contains(text), () -> "does not print '" + text + "': " + this);
        return this;
    }

    @Override
    public String toString() {
        return "exit " + exit + "\n--- standard output\n" + out + "\n--- standard error\n" + err;
    }
}
