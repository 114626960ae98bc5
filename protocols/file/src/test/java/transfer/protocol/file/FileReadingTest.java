package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.Identity;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class FileReadingTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    private Reading read(String name) throws TransferException, InterruptedException {
        return rig.endpoint().read(rig.url(name), ReadRequest.WHOLE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void wholeFileIsRead() throws Exception {
        rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            assertEquals(OptionalLong.of(10), reading.stat().size());
            assertArrayEquals(bytes("0123456789"), FileRig.rest(reading));
        }
    }

    @Test
    void rangeIsReadUnderItsCondition() throws Exception {
        rig.write("file", "0123456789");
        Optional<Identity> seen = rig.endpoint().stat(rig.url("file")).identity();
        ReadRequest request = new ReadRequest(3, OptionalLong.of(4), seen, false);

        try (Reading reading = rig.endpoint().read(rig.url("file"), request)) {
            assertEquals(3, reading.offset());
            assertEquals(OptionalLong.of(10), reading.stat().size());
            assertArrayEquals(bytes("3456"), FileRig.rest(reading));
        }
    }

    @Test
    void lengthBeyondAllNumbersReadsToTheEnd() throws Exception {
        rig.write("file", "0123456789");
        ReadRequest request =
                new ReadRequest(3, OptionalLong.of(Long.MAX_VALUE), Optional.empty(), false);

        try (Reading reading = rig.endpoint().read(rig.url("file"), request)) {
            assertArrayEquals(bytes("3456789"), FileRig.rest(reading));
        }
    }

    @Test
    void conditionOfAnOlderStateIsChanged() throws Exception {
        Path file = rig.write("file", "0123456789");
        Identity seen = rig.endpoint().stat(rig.url("file")).identity().orElseThrow();
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        FileRig.failure(
                FailureKind.CHANGED,
                () -> rig.endpoint().read(rig.url("file"), ReadRequest.from(3, seen)));
    }

    @Test
    void bytesAppendedWhileReadingAreLeftOut() throws Exception {
        Path file = rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            Files.writeString(file, "more", StandardOpenOption.APPEND);
            assertArrayEquals(bytes("0123456789"), FileRig.rest(reading));
        }
    }

    @Test
    void fileThatGetsShorterWhileReadingIsTruncated() throws Exception {
        Path file = rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            Files.writeString(file, "01234");
            TransferException failure =
                    FileRig.failure(FailureKind.TRUNCATED, () -> FileRig.rest(reading));
            assertTrue(failure.getMessage().endsWith("ended after 5 of 10 bytes"));
        }
    }

    @Test
    void fileRewrittenInPlaceWhileReadingIsChanged() throws Exception {
        Path file = rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            reading.read(ByteBuffer.allocate(5));
            Files.writeString(file, "abcdefghij");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
            FileRig.failure(FailureKind.CHANGED, () -> FileRig.rest(reading));
        }
    }

    @Test
    void fileReplacedWhileReadingIsReadAsItWas() throws Exception {
        Path file = rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            Files.move(rig.write("new", "abcdefghij"), file, StandardCopyOption.REPLACE_EXISTING);
            assertArrayEquals(bytes("0123456789"), FileRig.rest(reading));
        }
    }

    @Test
    void fileRemovedWhileReadingIsReadAsItWas() throws Exception {
        Path file = rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            Files.delete(file);
            assertArrayEquals(bytes("0123456789"), FileRig.rest(reading));
        }
    }

    /** Its name was asked before and after it was opened, and its size in between. */
    @Test
    void openedFileIsTheOneOfItsNameOnlyWhenAllThreeAnswersAgree() {
        FileTime time = FileTime.fromMillis(0);
        FileTime later = FileTime.fromMillis(1);
        FileState ten = new FileState("1:2", 0100644, 10, time);

        assertTrue(FileReading.isOneFile(ten, 10, ten));
        assertTrue(FileReading.isOneFile(ten, 11, new FileState("1:2", 0100644, 12, later)));
        assertFalse(FileReading.isOneFile(ten, 10, new FileState("1:3", 0100644, 10, time)));
        assertFalse(FileReading.isOneFile(ten, 10, new FileState("2:2", 0100644, 10, time)));
        assertFalse(FileReading.isOneFile(ten, 10, new FileState("1:2", 0100644, 10, later)));
        assertFalse(FileReading.isOneFile(ten, 9, new FileState("1:2", 0100644, 9, later)));
        assertFalse(FileReading.isOneFile(ten, 9, ten));
        assertFalse(FileReading.isOneFile(ten, 11, ten));
    }

    @Test
    void fileReplacedAgainAndAgainIsNeverReadWithAnothersSize() throws Exception {
        Path file = rig.write("file", "a".repeat(10));
        AtomicBoolean stop = new AtomicBoolean();
        Thread replacing =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; !stop.get(); i++) {
                                replace(file, "ab".substring(i % 2, i % 2 + 1), 10 + i % 2);
                            }
                        });
        try {
            int whole = 0;
            for (int i = 0; i < 2000; i++) {
                whole += readsOneOfTwo() ? 1 : 0;
            }
            assertTrue(whole > 0);
        } finally {
            stop.set(true);
            replacing.join();
        }
    }

    private void replace(Path file, String letter, int size) {
        try {
            Path next = rig.write("next", letter.repeat(size));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean readsOneOfTwo() throws InterruptedException {
        try (Reading reading = read("file")) {
            String text = new String(FileRig.rest(reading), StandardCharsets.UTF_8);
            assertTrue(Set.of("a".repeat(10), "b".repeat(11)).contains(text), text);
            return true;
        } catch (TransferException e) {
            assertEquals(FailureKind.CHANGED, e.kind(), e.getMessage());
            return false;
        }
    }

    @Test
    void directoryIsRefused() throws Exception {
        Files.createDirectory(rig.path("directory"));

        TransferException failure =
                FileRig.failure(FailureKind.BAD_REQUEST, () -> read("directory"));

        assertTrue(failure.getMessage().endsWith("is a directory"));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void pipeIsRefusedWithoutWaitingForAWriter() throws Exception {
        rig.pipe("pipe");

        FileRig.failure(FailureKind.BAD_REQUEST, () -> read("pipe"));
    }

    @Test
    void socketIsRefused() throws Exception {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(rig.path("socket")));
            FileRig.failure(FailureKind.BAD_REQUEST, () -> read("socket"));
        }
    }

    @Test
    void deviceIsRefused() throws Exception {
        TransferUrl device = TransferUrl.parse("/dev/zero");

        FileRig.failure(
                FailureKind.BAD_REQUEST, () -> rig.endpoint().read(device, ReadRequest.WHOLE));
    }

    @Test
    void fileThatWeMayNotReadIsDenied() throws Exception {
        TransferUrl url = TransferUrl.ofPath(FileRefusals.unreadableFile(directory));

        FileRig.failure(
                FailureKind.ACCESS_DENIED, () -> rig.endpoint().read(url, ReadRequest.WHOLE));
    }

    @Test
    void linksThatLeadInACircleAreABadRequest() throws Exception {
        Files.createSymbolicLink(rig.path("a"), rig.path("b"));
        Files.createSymbolicLink(rig.path("b"), rig.path("a"));

        FileRig.failure(FailureKind.BAD_REQUEST, () -> read("a"));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.endpoint().stat(rig.url("a")));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // only there is /proc
    void fileWhoseSizeTheKernelDoesNotTellIsReadToItsEnd() throws Exception {
        TransferUrl url = TransferUrl.parse("/proc/self/status");

        try (Reading reading = rig.endpoint().read(url, ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.empty(), reading.stat().size());
            assertEquals(Optional.empty(), reading.stat().identity());
            String text = new String(FileRig.rest(reading), StandardCharsets.UTF_8);
            assertTrue(text.startsWith("Name:") && text.endsWith("\n"), text);
        }
    }

    @Test
    void interruptEndsAReadingAndIsToldOnce() throws Exception {
        rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> reading.read(ByteBuffer.allocate(5)));
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    @Test
    void fullBufferIsNotTheEnd() throws Exception {
        rig.write("file", "0123456789");

        try (Reading reading = read("file")) {
            assertEquals(0, reading.read(ByteBuffer.allocate(0)));
            assertArrayEquals(bytes("0123456789"), FileRig.rest(reading));
        }
    }

    @Test
    void digestIsOfTheWholeContent() throws Exception {
        rig.write("file", "abc");
        String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        assertEquals(
                Optional.of(Checksum.sha256(sha256)),
                rig.endpoint().digest(rig.url("file"), EnumSet.allOf(DigestAlgorithm.class)));
        assertEquals(
                Optional.of(new Checksum(DigestAlgorithm.CRC32C, "364b3fb7")),
                rig.endpoint().digest(rig.url("file"), Set.of(DigestAlgorithm.CRC32C)));
        assertEquals(Optional.empty(), rig.endpoint().digest(rig.url("file"), Set.of()));
    }
}
