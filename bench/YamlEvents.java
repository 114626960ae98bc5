import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;

/** Reads a YAML file with the library that the planner uses, does nothing with it, and says how many events there were. */
final class YamlEvents {
    private YamlEvents() {}

    public static void main(String[] arguments) throws IOException {
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        long count = 0;
        try (Reader text = Files.newBufferedReader(Path.of(arguments[0]))) {
            for (Event event : new Parse(settings).parseReader(text)) {
                count++;
            }
        }
        System.out.println(count);
    }
}
