package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Site;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

class LeavingsTest {
    @TempDir Path folder;

    private WorkItem item(int number, String name) throws Exception {
        return new WorkItem.Transfer(
                new ListPosition(number, 0),
                List.of(new Place(TransferUrl.parse("mem://h/f"), Site.UNNAMED)),
                new Place(TransferUrl.ofPath(folder.resolve(name)), Site.UNNAMED),
                TransferTerms.PLAIN);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void onlyWhatAKilledRunOfTheSameItemLeftIsTakenAway() throws Exception {
        for (String name :
                List.of(
                        ".a.0abc9-1.part", // the item's, from one run
                        ".a.zzz-1.part", // and from another
                        ".b.with.points.k3-2.part",
                        ".a.0abc9-2.part", // another item's
                        ".c.0abc9-3.part", // of an item that is not asked about
                        ".a.transfer.part", // a large one, which the next run goes on with
                        ".a.transfer.blocks",
                        ".a.0ABC-1.part", // somebody else's names
                        "a.0abc9-1.part",
                        "a")) {
            Files.writeString(folder.resolve(name), "x");
        }
        Files.createDirectory(folder.resolve(".a.dir-1.part"));

        Leavings.remove(List.of(item(1, "a"), item(2, "b.with.points"), item(4, "none/yet")));

        assertEquals(
                List.of(
                        ".a.0ABC-1.part",
                        ".a.0abc9-2.part",
                        ".a.dir-1.part",
                        ".a.transfer.blocks",
                        ".a.transfer.part",
                        ".c.0abc9-3.part",
                        "a",
                        "a.0abc9-1.part"),
                left());
    }

    @Test
    void theNamesAreThoseThatRunsGive() throws Exception {
        WorkItem item = item(7, "f");
        EngineBench bench = new EngineBench(folder);
        String tag = RunContext.of(null, bench.options, Progress.SILENT).fileTag(item);
        Path part = StagedPlace.hidden(item.target().url(), tag, "part");
        Files.writeString(part, "x");

        Leavings.remove(List.of(item));

        assertFalse(Files.exists(part));
    }
}
