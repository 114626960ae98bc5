package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static transfer.engine.FakeDisk.MIB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Who may write how much to a disk of 20 MiB, who waits and who fails. */
@Timeout(60)
class FreeSpaceTest {
    @TempDir Path folder;

    private final FakeDisk disk = new FakeDisk(20);
    private FreeSpace space;
    private boolean failing;

    @BeforeEach
    void open() {
        space = space(_ -> disk);
    }

    private static FreeSpace space(FreeSpace.Disks disks) {
        return new FreeSpace(disks, Duration.ofMillis(5));
    }

    private TransferUrl url(String name) {
        return TransferUrl.ofPath(folder.resolve(name));
    }

    private Claim claim(String name, long mebibytes) throws TransferException {
        return claim(name, OptionalLong.of(mebibytes * MIB), false);
    }

    private Claim claim(String name, OptionalLong bytes, boolean passing) throws TransferException {
        return space.claim(new Claim.Need(url(name), bytes, passing));
    }

    private void write(Claim claim, long mebibytes) {
        disk.take(mebibytes * MIB);
        claim.written(mebibytes * MIB);
    }

    /** The file is gone, and so are its bytes. */
    private void drop(Claim claim) {
        disk.take(-claim.written());
        claim.close();
    }

    private Claim granted(String name, long mebibytes) throws TransferException {
        Claim claim = claim(name, mebibytes);
        assertTrue(claim.isGranted(), () -> claim.words().toString());
        return claim;
    }

    private Claim waiting(String name, long mebibytes) throws TransferException {
        Claim claim = claim(name, mebibytes);
        assertFalse(claim.isGranted());
        return claim;
    }

    private static void fails(Claim claim) {
        TransferException failure = assertThrows(TransferException.class, claim::await);
        assertEquals(FailureKind.NO_SPACE, failure.kind());
    }

    private String failure(String name, long mebibytes) {
        TransferException failure =
                assertThrows(TransferException.class, () -> claim(name, mebibytes));
        assertEquals(FailureKind.NO_SPACE, failure.kind());
        assertEquals(url(name), failure.url());
        return failure.getMessage().replace(url(name).toString(), name);
    }

    // ---- what is spoken for

    @Test
    void roomIsNotGivenTwice() throws Exception {
        granted("a", 10);
        granted("b", 10);
        waiting("c", 1);
    }

    @Test
    void whatIsWrittenIsNotCountedTwice() throws Exception {
        Claim first = granted("a", 15);
        write(first, 14);
        granted("b", 5);
        waiting("c", 1);
    }

    @Test
    void whatIsPublishedIsSpokenForNoMore() throws Exception {
        Claim first = granted("a", 10);
        write(first, 4); // a sparse file: fewer bytes than were announced
        first.published();
        granted("b", 16);
    }

    @Test
    void anUnknownSizeReservesNothing() throws Exception {
        assertTrue(claim("a", OptionalLong.empty(), false).isGranted());
        granted("b", 20);
        assertTrue(claim("c", OptionalLong.empty(), false).isGranted());
    }

    @Test
    void everyDiskHasItsOwnBooks() throws Exception {
        FakeDisk other = new FakeDisk(20);
        Files.createDirectory(folder.resolve("other"));
        space = space(path -> path.endsWith("other") ? other : disk);
        granted("a", 20);
        granted("other/b", 20);
        waiting("other/c", 1);
    }

    @Test
    void aMissingDirectoryIsOnTheDiskOfTheNearestOneAboveIt() throws Exception {
        space = space(path -> path.equals(folder) ? disk : new FakeDisk(0, 1));
        granted("no/such/directory/a", 20);
    }

    @Test
    void aLinkIsFollowedToItsDisk() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.createFile(real.resolve("a"));
        Files.createSymbolicLink(folder.resolve("link"), real.resolve("a"));
        Path end = real.toRealPath();
        space = space(path -> path.equals(end) ? disk : new FakeDisk(0, 1));
        granted("link", 20);
    }

    @Test
    void aDiskThatTellsNothingTakesEverything() throws Exception {
        space = space(_ -> new FakeDisk(0, 0));
        granted("a", 1 << 20);
        granted("b", 1 << 20);
    }

    @Test
    void aDiskThatCannotBeAskedIsAFailure() {
        space =
                space(_ -> {
                    throw new IOException("Stale file handle");
                });
        TransferException failure = assertThrows(TransferException.class, () -> claim("a", 1));
        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
    }

    @Test
    void whoCouldNotAskIsNotWaitedFor() throws Exception {
        FakeDisk moody =
                new FakeDisk(20) {
                    @Override
                    public long usable() throws IOException {
                        if (failing) {
                            throw new IOException("Stale file handle");
                        }
                        return super.usable();
                    }
                };
        space = space(_ -> moody);
        failing = true;
        assertThrows(TransferException.class, () -> claim("a", 15));
        failing = false;
        granted("b", 20);
    }

    // ---- waiting

    @Test
    void oneThatGivesUpMakesRoom() throws Exception {
        Claim first = granted("a", 15);
        write(first, 3);
        Claim second = waiting("b", 10);
        Thread helper = Thread.ofVirtual().start(() -> drop(first));
        second.await();
        assertTrue(second.isGranted());
        helper.join();
    }

    @Test
    void whoWaitsFailsWhenNobodyIsLeftWhoCouldMakeRoom() throws Exception {
        Claim first = granted("a", 15);
        Claim second = waiting("b", 10);
        write(first, 15);
        first.published();
        fails(second);
        granted("c", 5);
    }

    @Test
    void whoHasFailedHoldsNothing() throws Exception {
        Claim first = granted("a", 15);
        Claim second = waiting("b", 18);
        Claim third = waiting("c", 6);
        write(first, 14);
        first.published();
        fails(second);
        third.await();
        assertTrue(third.isGranted());
    }

    @Test
    void aReplacedFilesRoomComesBack() throws Exception {
        Files.write(folder.resolve("a"), new byte[(int) (8 * MIB)]);
        Claim first = granted("a", 15);
        Claim second = waiting("b", 10);
        write(first, 15);
        disk.take(-8 * MIB); // what the rename frees
        first.published();
        second.await();
        assertTrue(second.isGranted());
    }

    @Test
    void aPassingFilesRoomComesBackWhenItsItemIsOver() throws Exception {
        Claim staged = claim("staged", OptionalLong.of(15 * MIB), true);
        write(staged, 15);
        staged.published();
        Claim second = waiting("b", 10);
        drop(staged);
        second.await();
        assertTrue(second.isGranted());
    }

    @Test
    void aSmallerOneNeedNotWaitForOneThatCanOnlyHope() throws Exception {
        granted("a", 15);
        waiting("hopes that a fails", 10);
        granted("b", 4);
    }

    @Test
    void nobodyTakesTheRoomThatWasPromised() throws Exception {
        Claim staged = claim("staged", OptionalLong.of(15 * MIB), true);
        Claim first = waiting("promised", 20);
        Claim second = waiting("later", 4);
        drop(staged);
        first.await();
        assertFalse(second.isGranted());
        write(first, 20);
        first.published();
        fails(second);
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        Claim staged = claim("staged", OptionalLong.of(15 * MIB), true);
        Claim first = waiting("first", 20);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, first::await);
        assertFalse(first.isFreshFor(first.need()));
        granted("second", 5);
        staged.close();
    }

    @Test
    void roomThatComesFreeByItselfIsFound() throws Exception {
        granted("a", 15);
        Claim second = waiting("b", 8);
        disk.take(-3 * MIB);
        second.await();
        assertTrue(second.isGranted());
    }

    /** They hold what they have a little longer, and none is forgotten. */
    @Test
    void aLongLineMovesOn() throws Exception {
        Claim first = granted("a", 20);
        List<Claim> line = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            line.add(waiting("w" + i, 1));
            line.getLast().queue();
            assertEquals(i == 0, line.getLast().words().isPresent());
        }
        drop(first);
        assertEquals(20, line.stream().filter(Claim::isGranted).count());
        for (Claim claim : line) {
            claim.await();
            claim.close();
        }
    }

    // ---- failing at once

    @Test
    void whatCanNeverFitFailsAtOnceWithFigures() throws Exception {
        assertEquals("no space for a: 22020096 bytes needed, 20971520 free", failure("a", 21));
        write(granted("b", 8), 5);
        assertEquals(
                "no space for c: 26214400 bytes needed, 15728640 free, of which 3145728 are"
                        + " reserved by others",
                failure("c", 25));
        waiting("d", 20);
    }

    @Test
    void smallFilesAreNotLookedAfter() throws Exception {
        space = space(_ -> new FakeDisk(0, 1));
        assertTrue(claim("a", OptionalLong.of(MIB - 1), false).isGranted());
    }

    // ---- what a disk turned away

    private void refuse(Claim claim, String errno, long offset) {
        claim.refused(
                new TransferException(FailureKind.NO_SPACE, claim.need().file(), "turned away")
                        .withErrno(errno),
                offset);
    }

    /** A quota: the disk says that 20 MiB are free, and takes 3. */
    private void turnAway() throws TransferException {
        Claim first = granted("first", 10);
        write(first, 3);
        refuse(first, "EDQUOT", 3 * MIB);
        drop(first);
    }

    @Test
    void aQuotaIsNotRunIntoTwice() throws Exception {
        turnAway();
        assertEquals(
                "no space for b: 4194304 bytes needed, 3145728 free; before, the disk turned a file"
                        + " away: turned away",
                failure("b", 4));
        Claim second = granted("c", 2);
        waiting("d", 2);
        write(second, 2);
        second.published();
        failure("e", 2);
        granted("f", 1);
    }

    @Test
    void smallFilesAreLookedAfterOnceADiskIsFull() throws Exception {
        Claim first = granted("first", 10);
        write(first, 10);
        disk.take(10 * MIB);
        refuse(first, "ENOSPC", 10 * MIB);
        first.published();
        TransferException failure =
                assertThrows(
                        TransferException.class, () -> claim("b", OptionalLong.of(1000), false));
        assertTrue(failure.getMessage().contains("1000 bytes needed, 0 free"));
        assertTrue(claim("empty", OptionalLong.of(0), false).isGranted());
        assertTrue(claim("unknown", OptionalLong.empty(), false).isGranted());
    }

    @Test
    void anotherDiskIsNotConcerned() throws Exception {
        FakeDisk other = new FakeDisk(20);
        Files.createDirectory(folder.resolve("other"));
        space = space(path -> path.endsWith("other") ? other : disk);
        turnAway();
        granted("other/b", 20);
    }

    @Test
    void aRemovalOpensTheDiskAgain() throws Exception {
        turnAway();
        failure("b", 10);
        space.changed();
        granted("b", 10);
    }

    @Test
    void anotherThatGivesUpOpensTheDiskAgain() throws Exception {
        Claim other = granted("other", 2);
        write(other, 1);
        turnAway();
        failure("b", 10);
        drop(other);
        granted("b", 10);
    }

    @Test
    void roomThatComesFreeByItselfOpensTheDiskAgain() throws Exception {
        turnAway();
        disk.take(-MIB);
        failure("b", 10);
        disk.take(-1);
        granted("b", 10);
    }

    @Test
    void aLimitForEachFileIsNoLimitForTheDisk() throws Exception {
        Claim first = granted("first", 10);
        write(first, 3);
        refuse(first, "EFBIG", 3 * MIB);
        drop(first);
        assertEquals(
                "no space for b: 4194304 bytes needed, and the disk takes no file above 3145728"
                        + " bytes",
                failure("b", 4));
        granted("c", 3);
        granted("d", 3);
        space.changed();
        failure("e", 4);
    }

    @Test
    void otherFailuresAreNoneOfTheDisk() throws Exception {
        Claim first = granted("first", 10);
        TransferException failure =
                new TransferException(FailureKind.CONNECTION, url("first"), "gone");
        assertEquals(failure, first.refused(failure, 0));
        drop(first);
        granted("b", 20);
    }

    // ---- directories that may not be written to

    @ParameterizedTest
    @CsvSource({"there/a", "not/there/a", "there", "link"})
    void aDirectoryThatMayBeWrittenToIsPassed(String name) throws Exception {
        Files.createDirectory(folder.resolve("there"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        FreeSpace.requireWritable(url(name));
    }

    @Test
    void aFileInTheWayIsSaid() throws Exception {
        Files.createFile(folder.resolve("file"));
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> FreeSpace.requireWritable(url("file/below/a")));
        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
    }
}
