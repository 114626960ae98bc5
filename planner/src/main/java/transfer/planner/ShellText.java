package transfer.planner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The parts of scripts that are the same in every run. */
final class ShellText {
    private ShellText() {}

    /** One that stands beside the classes of the planner. */
    static String read(String name) {
        try (InputStream input = ShellText.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException(name + " is missing in this build");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
