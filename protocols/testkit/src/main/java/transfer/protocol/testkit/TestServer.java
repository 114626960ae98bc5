package transfer.protocol.testkit;

import java.util.Map;

/**
 * A server for tests, started and ready; closing it stops it.
 *
 * <p>Three sorts: inside the JVM, a program of the machine, a container (from an image under {@code
 * docker}).
 */
public interface TestServer extends AutoCloseable {
    /**
     * Where and how to reach it, as key and value: {@code host}, {@code port}, and whatever else
     * this server has to say.
     */
    Map<String, String> settings();

    /**
     * One of the settings.
     *
     * @throws IllegalArgumentException when the server has no such setting
     */
    default String setting(String key) {
        String value = settings().get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no setting " + key + " among " + settings().keySet());
        }
        return value;
    }

    /** Stops the server and lets go of what it held. Twice is harmless. */
    @Override
    void close();
}
