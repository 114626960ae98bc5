package transfer.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.cache.NodeCache.Kept;
import transfer.cache.NodeCache.Source;

/** What is kept, found, and thrown away. */
class NodeCacheTest {
    private static final Source SOURCE = Source.named("http://h/f");
    private static final Source OTHER = Source.named("http://h/g");

    @TempDir Path folder;

    private Instant now = Instant.now();
    private NodeCache cache;

    @BeforeEach
    void open() throws IOException {
        cache = open(OptionalLong.of(1000));
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private NodeCache open(OptionalLong limit) throws IOException {
        Clock clock =
                new Clock() {
                    @Override
                    public java.time.ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                };
        return NodeCache.open(
                directory(), new NodeCache.Settings(limit, Duration.ofMinutes(5)), clock);
    }

    private Path directory() {
        return folder.resolve("cache");
    }

    private Path incoming() {
        return directory().resolve("v1/incoming");
    }

    private Kept keep(Source source, String state, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (NodeCache.Turn turn = cache.turn(source).orElseThrow()) {
            Files.write(turn.incoming(), content);
            Kept kept =
                    new Kept(NodeCache.digest(turn.incoming()), size, OptionalInt.of(0755), "SIZE");
            turn.keep(kept, List.of(state));
            return kept;
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private List<String> names(String of) throws IOException {
        try (Stream<Path> files = Files.walk(directory().resolve("v1").resolve(of))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void whatIsKeptIsFoundBySourceAndState() throws Exception {
        Kept kept = keep(SOURCE, "1", 10);
        assertEquals(Optional.of(kept), cache.find(SOURCE, "1"));
        assertEquals(Optional.empty(), cache.find(SOURCE, "2"));
        assertEquals(Optional.empty(), cache.find(OTHER, "1"));
        assertEquals(kept.sha256(), NodeCache.digest(cache.object(kept)));
        assertEquals(List.of(), names("incoming"));
    }

    @Test
    void whatIsKeptIsFoundByItsDigestWhereverItCameFrom() throws Exception {
        Kept kept = keep(SOURCE, "1", 10);
        Kept found = cache.find(kept.sha256()).orElseThrow();
        assertEquals(kept.size(), found.size());
        assertEquals(OptionalInt.empty(), found.mode());
    }

    @Test
    void nobodyMayWriteIntoAKeptFileAndOthersMayNotRead() throws Exception {
        Path object = cache.object(keep(SOURCE, "1", 10));
        assertEquals(
                "r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(object)));
        for (Path above : new Path[] {directory(), object.getParent()}) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(above)));
        }
    }

    @Test
    void oneHasTheTurnAtATime() throws Exception {
        NodeCache.Turn turn = cache.turn(SOURCE).orElseThrow();
        assertTrue(cache.turn(SOURCE).isEmpty());
        cache.turn(OTHER).orElseThrow().close();
        turn.close();
        cache.turn(SOURCE).orElseThrow().close();
    }

    @Test
    void lifeShowsWhileAFileGrows() throws Exception {
        try (NodeCache.Turn turn = cache.turn(SOURCE).orElseThrow()) {
            String before = cache.life(SOURCE);
            Path part = incoming().resolve("." + turn.incoming().getFileName() + ".x.part");
            Files.write(part, new byte[1]);
            String then = cache.life(SOURCE);
            assertFalse(then.equals(before));
            assertEquals(then, cache.life(SOURCE));
            Files.write(part, new byte[2]);
            assertFalse(cache.life(SOURCE).equals(then));
            assertEquals("", cache.life(OTHER));
        }
    }

    @Test
    void aTornOrStrangeLineOfTheIndexSaysNothing() throws Exception {
        Kept kept = keep(SOURCE, "1", 10);
        Path line = find("index", names("index").getFirst());
        String text = Files.readString(line);
        for (String bad :
                new String[] {
                    "",
                    text.substring(0, text.length() / 2),
                    text.strip(),
                    text.replace(" 10 ", " 11 "),
                    "nonsense"
                }) {
            Files.writeString(line, bad);
            assertEquals(Optional.empty(), cache.find(SOURCE, "1"), bad);
        }
        Files.writeString(line, text);
        assertEquals(Optional.of(kept), cache.find(SOURCE, "1"));
    }

    private Path find(String below, String name) {
        return directory().resolve("v1").resolve(below).resolve(name.substring(0, 2)).resolve(name);
    }

    @Test
    void aLineWhoseFileIsGoneSaysNothing() throws Exception {
        Kept kept = keep(SOURCE, "1", 10);
        cache.drop(kept);
        assertEquals(Optional.empty(), cache.find(SOURCE, "1"));
        assertEquals(Optional.empty(), cache.find(kept.sha256()));
    }

    @Test
    void aDamagedFileIsThrownAwayWhenSomebodyDoubtsIt() throws Exception {
        Kept kept = keep(SOURCE, "1", 10);
        assertTrue(cache.isIntact(kept));
        Path object = cache.object(kept);
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
        Files.write(object, new byte[10]);
        assertFalse(cache.isIntact(kept));
        assertFalse(Files.exists(object));
    }

    @Test
    void aSweepRemovesWhatWasNotUsedForLongest() throws Exception {
        Kept first = keep(SOURCE, "1", 400);
        pass(Duration.ofSeconds(5));
        Kept second = keep(OTHER, "1", 401);
        pass(Duration.ofSeconds(5));
        cache.used(first);
        pass(Duration.ofSeconds(5));
        Kept third = keep(SOURCE, "2", 402);
        cache.sweep();
        assertEquals(Optional.of(first), cache.find(SOURCE, "1"));
        assertEquals(Optional.empty(), cache.find(OTHER, "1"));
        assertEquals(Optional.of(third), cache.find(SOURCE, "2"));
        assertEquals(2, names("index").size());
        assertFalse(Files.exists(cache.object(second)));
    }

    @Test
    void whoReadsAFileThatIsRemovedReadsOn() throws Exception {
        Kept kept = keep(SOURCE, "1", 400);
        try (var reading = Files.newInputStream(cache.object(kept))) {
            assertTrue(cache.makeRoom(900, folder));
            assertFalse(Files.exists(cache.object(kept)));
            assertEquals(400, reading.readAllBytes().length);
        }
    }

    @Test
    void roomIsMadeWithinTheLimitOnly() throws Exception {
        Kept kept = keep(SOURCE, "1", 400);
        assertFalse(cache.makeRoom(1001, folder));
        assertTrue(cache.makeRoom(600, folder));
        assertTrue(Files.exists(cache.object(kept)));
        assertTrue(cache.makeRoom(1000, folder));
        assertFalse(Files.exists(cache.object(kept)));
    }

    @Test
    void moreThanTheDiskHasIsNoRoom() throws Exception {
        cache.close();
        cache = open(OptionalLong.of(Long.MAX_VALUE));
        assertFalse(cache.makeRoom(Files.getFileStore(folder).getTotalSpace(), folder));
    }

    @Test
    void withoutALimitItIsAtMostHalfOfTheDisksRoom() throws Exception {
        cache.close();
        cache = open(OptionalLong.empty());
        long limit = cache.limit();
        assertTrue(limit > 0 && limit <= 10L << 30);
        assertTrue(limit <= Files.getFileStore(folder).getTotalSpace() / 2);
    }

    @Test
    void leavingsGoWhenNobodyCanBeAtThem() throws Exception {
        String key = SOURCE.key();
        Path small = Files.write(incoming().resolve("." + key + ".run-1.part"), new byte[10]);
        Path part = Files.write(incoming().resolve("." + key + ".transfer.part"), new byte[10]);
        Path map = Files.write(incoming().resolve("." + key + ".transfer.blocks"), new byte[10]);
        Path whole = Files.write(incoming().resolve(key), new byte[10]);
        try (NodeCache.Turn _ = cache.turn(SOURCE).orElseThrow()) {
            cache.sweep();
            assertEquals(4, names("incoming").size());
        }
        pass(Duration.ofMinutes(2));
        cache.sweep();
        assertFalse(Files.exists(small));
        assertFalse(Files.exists(whole));
        assertTrue(Files.exists(part) && Files.exists(map));
        pass(Duration.ofHours(25));
        cache.sweep();
        assertEquals(List.of(), names("incoming"));
    }

    @Test
    void whatIsUnfinishedCountsForTheLimit() throws Exception {
        Kept kept = keep(SOURCE, "1", 400);
        Files.write(incoming().resolve("." + OTHER.key() + ".transfer.part"), new byte[700]);
        cache.sweep();
        assertFalse(Files.exists(cache.object(kept)));
    }

    @Test
    void strangersFilesAmongIncomingOnesStayForADay() throws Exception {
        Path strange = Files.write(incoming().resolve(".123.probe"), new byte[0]);
        Files.setLastModifiedTime(strange, FileTime.from(now));
        cache.sweep();
        assertTrue(Files.exists(strange));
        pass(Duration.ofHours(25));
        cache.sweep();
        assertFalse(Files.exists(strange));
    }

    private String refused() {
        return assertThrows(IOException.class, () -> open(OptionalLong.empty()).close())
                .getMessage();
    }

    private void permit(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsRefused() throws Exception {
        permit(directory(), "rwxrwx---");
        assertTrue(refused().contains("may be written to by other users"));
        permit(directory(), "rwx---rwx");
        assertTrue(refused().contains("may be written to by other users"));
        permit(directory(), "rwxr-xr-x");
        open(OptionalLong.empty()).close();
        permit(directory().resolve("v1/objects"), "rwxrwxrwx");
        assertTrue(refused().contains("v1/objects may be written to"));
        permit(directory().resolve("v1/objects"), "rwx------");
        permit(directory().resolve("v1/index"), "rwxrwx---");
        assertTrue(refused().contains("v1/index may be written to"));
    }

    @Test
    void inAStickyDirectoryOthersCannotTouchOurs() throws Exception {
        Path sticky = Files.createDirectory(folder.resolve("sticky"));
        Files.setAttribute(sticky, "unix:mode", 01777);
        NodeCache.Settings settings =
                new NodeCache.Settings(OptionalLong.empty(), Duration.ofMinutes(1));
        NodeCache.open(sticky, settings).close();
        assertTrue(Files.isDirectory(sticky.resolve("v1/objects")));
    }

    @Test
    void aLinkInPlaceOfADirectoryIsRefused() throws Exception {
        Path objects = directory().resolve("v1/objects");
        Files.delete(objects);
        Files.createSymbolicLink(objects, Files.createDirectory(folder.resolve("elsewhere")));
        assertTrue(refused().contains("is not a directory"));
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        NodeCache.Settings settings =
                new NodeCache.Settings(OptionalLong.empty(), Duration.ofMinutes(1));
        String message =
                assertThrows(IOException.class, () -> NodeCache.open(file, settings)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        assertTrue(message.contains("is not a directory"), message);
    }
}
