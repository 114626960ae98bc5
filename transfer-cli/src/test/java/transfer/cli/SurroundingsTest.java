package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    @Test
    void aJobWithoutAHomeHasTheOneOfItsUser() {
        assertEquals(
                Map.of("A", "1", "HOME", System.getProperty("user.home")),
                of(Map.of("A", "1")).environmentWithHome());
        assertEquals(
                System.getProperty("user.home"),
                of(Map.of("HOME", "")).environmentWithHome().get("HOME"));
    }

    @Test
    void theHomeOfTheEnvironmentComesFirst() {
        Map<String, String> environment = Map.of("HOME", "/home/joe");
        assertEquals(environment, of(environment).environmentWithHome());
    }

    private static Surroundings of(Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        return new Surroundings(
                environment,
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Path.of("/"),
                false,
                false,
                false,
                Clock.systemUTC(),
                _ -> List.of());
    }
}
