package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.file.FileProtocol;

/** What is printed goes to a file, and there is no room for it. */
class FullOutputTest {
    @TempDir Path folder;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String... arguments) throws Exception {
        try (PrintStream full = new PrintStream("/dev/full")) {
            Surroundings surroundings =
                    new Surroundings(
                            Map.of(),
                            InputStream.nullInputStream(),
                            full,
                            new PrintStream(errors, true, StandardCharsets.UTF_8),
                            folder,
                            false,
                            false,
                            false,
                            Clock.systemUTC(),
                            _ -> List.of(new FileProtocol()));
            return new Program(surroundings, new Cancellation()).run(arguments);
        }
    }

    @Test
    void aListOfDigestsThatIsCutIsNoSuccess() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "content");
        int code = run("checksum", file.toString());
        assertEquals(ExitCode.BAD_CONFIGURATION.number(), code, errors::toString);
        assertEquals(
                "transfer: standard output took not all that was to be printed\n",
                errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anAnswerThatIsCutIsNoSuccess() throws Exception {
        assertEquals(ExitCode.BAD_CONFIGURATION.number(), run("--version"));
        assertEquals(ExitCode.BAD_CONFIGURATION.number(), run("stat", folder.toString()));
    }
}
