package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTableTest {
    @TempDir Path folder;

    private final List<String> told = new ArrayList<>();

    private NodeTable table() {
        return new NodeTable(new NodeTable.Settings(Optional.empty(), folder, 3), told::add);
    }

    private Optional<Path> file() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).findFirst();
        }
    }

    @Test
    void nothingIsTouchedBeforeAServerIsAskedFor() throws IOException {
        try (NodeTable table = table()) {
            assertEquals(Optional.empty(), file());
            table.at("http://h");
            assertTrue(file().isPresent());
        }
        assertEquals(List.of(), told);
    }

    @Test
    void whatOneTableTakesTheOtherLacks() {
        try (NodeTable one = table();
                NodeTable other = table()) {
            assertTrue(one.at("http://h").tryTake());
            assertTrue(one.at("http://h").tryTake());
            assertTrue(other.at("http://h").tryTake());
            assertFalse(one.at("http://h").tryTake());
            assertTrue(one.at("http://i").tryTake());
        }
    }

    @Test
    void closingGivesBack() {
        try (NodeTable one = table()) {
            for (int i = 0; i < 3; i++) {
                assertTrue(one.at("http://h").tryTake());
            }
        }
        try (NodeTable other = table()) {
            assertTrue(other.at("http://h").tryTake());
        }
    }

    @Test
    void twoServersOfAProcessNeverShareAPage() {
        try (NodeTable table = table()) {
            Set<Integer> pages = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                assertTrue(pages.add(table.at("http://h" + i).page()));
            }
        }
    }

    @Test
    void moreServersThanPagesAreCountedAlone() {
        try (NodeTable table = table()) {
            for (int i = 0; i < NodeFile.PAGES; i++) {
                assertNotEquals(0, table.at("http://h" + i).page());
            }
            assertTrue(table.at("http://one-more").tryTake());
        }
    }

    @Test
    void whereThereCanBeNoFileEachCountsAloneAndSaysSo() {
        Path nowhere = folder.resolve("not/there");
        try (NodeTable table =
                new NodeTable(new NodeTable.Settings(Optional.empty(), nowhere, 1), told::add)) {
            assertTrue(table.at("http://h").tryTake());
            assertTrue(table.at("http://h").tryTake());
            table.at("http://h").giveBack();
            table.at("http://h").refused(0);
            assertFalse(table.at("http://h").isShared());
            assertTrue(table.at("http://h").mayTake());
        }
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("limits are not shared with other processes"));
        assertTrue(told.getFirst().contains("no such file or directory"), told::toString);
    }

    @Test
    void aFileThatIsCutOffUnderOurHandsEndsTheSharingOnly() throws IOException {
        try (NodeTable table = table()) {
            NodeShare share = table.at("http://h");
            assertTrue(share.tryTake());
            try (FileChannel file =
                    FileChannel.open(file().orElseThrow(), StandardOpenOption.WRITE)) {
                file.truncate(0);
            }
            assertTrue(share.tryTake());
            share.giveBack();
            assertTrue(told.getFirst().contains("no longer"), told::toString);
        }
    }

    @Test
    void aLimitOutOfRangeIsRefused() {
        for (int wrong : new int[] {0, -1, NodeTable.Settings.MOST + 1}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new NodeTable.Settings(Optional.empty(), folder, wrong));
        }
    }
}
