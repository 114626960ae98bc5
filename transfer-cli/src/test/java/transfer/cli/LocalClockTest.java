package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.cli.Surroundings.LocalClock;

class LocalClockTest {
    private static final String PROPERTY = "user.timezone";
    private static final ZoneId OF_JAVA = ZoneOffset.ofHours(5);

    private final TimeZone before = TimeZone.getDefault();
    private final String propertyBefore = System.getProperty(PROPERTY, "");
    @TempDir private Path folder;

    @BeforeEach
    void setZone() {
        TimeZone.setDefault(TimeZone.getTimeZone(OF_JAVA));
        System.clearProperty(PROPERTY);
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
        System.setProperty(PROPERTY, propertyBefore);
    }

    private static ZoneId zone(Map<String, String> environment, Path system) {
        return new LocalClock(environment, system).getZone();
    }

    private Path link(String target) throws IOException {
        return Files.createSymbolicLink(folder.resolve("zone"), Path.of(target));
    }

    @Test
    void aMachineWhoseZoneIsUtcNeedsNoHistoryOfZones() throws Exception {
        assertEquals(ZoneOffset.UTC, zone(Map.of(), link("/usr/share/zoneinfo/Etc/UTC")));
    }

    @Test
    void theVariableCountsMoreThanTheMachine() throws Exception {
        assertEquals(ZoneOffset.UTC, zone(Map.of("TZ", "UTC"), link("../zoneinfo/Asia/Tokyo")));
        assertEquals(ZoneOffset.UTC, zone(Map.of("TZ", "Etc/UTC"), folder.resolve("none")));
        Path system = Files.createSymbolicLink(folder.resolve("utc"), Path.of("/zoneinfo/UTC"));
        assertEquals(OF_JAVA, zone(Map.of("TZ", "Asia/Tokyo"), system));
        assertEquals(OF_JAVA, zone(Map.of("TZ", ""), system));
    }

    @Test
    void whateverIsNotPlainlyUtcIsAskedOfJava() throws Exception {
        assertEquals(OF_JAVA, zone(Map.of(), link("/usr/share/zoneinfo/Europe/Berlin")));
        assertEquals(OF_JAVA, zone(Map.of(), folder.resolve("none")));
        assertEquals(OF_JAVA, zone(Map.of(), Files.writeString(folder.resolve("file"), "UTC")));
        assertEquals(OF_JAVA, zone(Map.of("TZ", ":UTC"), folder.resolve("none")));
    }

    @Test
    void anOptionOfJavaCountsMoreThanEither() throws Exception {
        System.setProperty(PROPERTY, "Asia/Karachi");
        assertEquals(OF_JAVA, zone(Map.of("TZ", "UTC"), link("/usr/share/zoneinfo/UTC")));
    }
}
