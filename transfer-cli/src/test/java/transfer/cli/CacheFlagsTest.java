package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.testkit.Operation;

/** Where a cache is, how large it may be, and when none is used. */
class CacheFlagsTest {
    private static final String URL = "mem://h/f";

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void serve() {
        program = new Harness(folder);
        program.store.put(URL, new byte[1000]);
    }

    private Harness.Ended copy(String target, String... more) {
        return program.transfer(
                Stream.concat(
                                Stream.of("cp"),
                                Stream.concat(
                                        Stream.of(more), Stream.of(URL, folder + "/" + target)))
                        .toArray(String[]::new));
    }

    private int reads() {
        return program.store.record().count(Operation.READ, URL);
    }

    private long objects() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache/v1/objects"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void byDefaultThereIsNone() {
        copy("first").exited(ExitCode.DONE);
        copy("second").exited(ExitCode.DONE);
        assertEquals(2, reads());
        assertFalse(Files.exists(folder.resolve("cache")));
    }

    @Test
    void aDirectoryOnTheCommandLineIsOneForTheWorkingDirectory() throws Exception {
        copy("first", "--cache", "cache").exited(ExitCode.DONE).saysNot("WARNING");
        copy("second", "--cache", "cache").exited(ExitCode.DONE);
        assertEquals(1, reads());
        assertEquals(1, objects());
    }

    @Test
    void theEnvironmentNamesOneForBothPrograms() throws Exception {
        program.with("TRANSFER_CACHE", "cache");
        copy("first").exited(ExitCode.DONE);
        program.input(Json.list(URL, folder + "/second")).pegasus().exited(0);
        assertTrue(Files.exists(folder.resolve("second")));
        assertEquals(1, reads());
    }

    /** A list of one file. */
    private static final class Json {
        static String list(String source, String target) {
            return "[{\"type\": \"transfer\", \"src_urls\": [{\"site_label\": \"\", \"url\": \""
                    + source
                    + "\"}], \"dest_urls\": [{\"site_label\": \"\", \"url\": \""
                    + target
                    + "\"}]}]";
        }
    }

    @Test
    void itsSizeIsAsTheOptionSaysOrTheEnvironment() throws Exception {
        copy("first", "--cache", "cache", "--cache-size", "999").exited(ExitCode.DONE);
        assertEquals(0, objects());
        program.with("TRANSFER_CACHE_SIZE", "999");
        copy("second", "--cache", "cache").exited(ExitCode.DONE);
        assertEquals(0, objects());
        copy("third", "--cache", "cache", "--cache-size", "1k").exited(ExitCode.DONE);
        assertEquals(1, objects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "much", "5M/s"})
    void aSizeThatIsNoneIsRefused(String size) {
        copy("first", "--cache-size", size).exited(ExitCode.BAD_USAGE).says("is no size in bytes");
        program.with("TRANSFER_CACHE", "cache").with("TRANSFER_CACHE_SIZE", size);
        copy("second")
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("Invalid value for TRANSFER_CACHE_SIZE");
        assertEquals(0, reads());
    }

    @Test
    void whatOthersWouldRefuseIsNotForThem() {
        String[][] lax = {{"--insecure", "h"}, {"--allow-html"}, {"--ssh-host-keys", "NO"}};
        for (String[] options : lax) {
            copy(
                            "copy",
                            Stream.concat(Stream.of("--cache", "cache"), Stream.of(options))
                                    .toArray(String[]::new))
                    .exited(ExitCode.DONE)
                    .says("goes on without a cache: others are not to get what " + options[0]);
        }
        assertFalse(Files.exists(folder.resolve("cache")));
    }

    @Test
    void aDirectoryThatCannotBeUsedIsToldOf() throws Exception {
        Files.writeString(folder.resolve("cache"), "a file");
        copy("copy", "--cache", "cache")
                .exited(ExitCode.DONE)
                .says("goes on without a cache: " + folder.resolve("cache"));
        assertTrue(Files.exists(folder.resolve("copy")));
    }

    @Test
    void localWorkMakesNone() throws Exception {
        Files.writeString(folder.resolve("here"), "x");
        program.transfer("cp", "--cache", "cache", folder + "/here", folder + "/there")
                .exited(ExitCode.DONE);
        assertFalse(Files.exists(folder.resolve("cache")));
    }
}
