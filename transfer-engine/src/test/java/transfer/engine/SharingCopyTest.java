package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.file.FileProtocol;

/**
 * What is copied is right wherever the kernel makes the copy. That blocks are shared shows only on
 * file systems that few machines have.
 */
@Timeout(60)
class SharingCopyTest {
    private static final byte[] CONTENT = EngineBench.content(3 * BlockMap.BLOCK + 1000);

    @TempDir Path folder;

    private RunContext run;
    private Place object;

    @BeforeEach
    void prepare() throws IOException {
        run =
                RunContext.of(
                        new ProtocolTable(List.of(new FileProtocol(List.of())), Credentials.none()),
                        EngineOptions.standard(folder),
                        Progress.SILENT);
        object =
                new Place(
                        TransferUrl.ofPath(Files.write(folder.resolve("object"), CONTENT)),
                        Site.UNNAMED);
    }

    private Moved copy(Checksum expected, Path target) throws Exception {
        Moved known =
                new Moved(
                        new Verdict.Verified(Evidence.SIZE),
                        CONTENT.length,
                        Optional.of(expected),
                        OptionalInt.empty(),
                        "");
        try (var source = run.protocols().open(object)) {
            return new SharingCopy(run, Candidate.copy(object, known), TransferUrl.ofPath(target))
                    .attempt((Source) source, OptionalInt.of(0640), new Meter());
        }
    }

    @Test
    void theCopyIsCompleteAndHasItsMode() throws Exception {
        Path target = folder.resolve("copy");
        Moved moved = copy(EngineBench.sha256(CONTENT), target);
        assertArrayEquals(CONTENT, Files.readAllBytes(target));
        assertEquals(CONTENT.length, moved.bytes());
        assertEquals(Optional.of(EngineBench.sha256(CONTENT)), moved.sha256());
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @Test
    void whatIsWrongGetsNoName() throws Exception {
        Path target = folder.resolve("copy");
        Checksum other = EngineBench.sha256(new byte[1]);
        TransferException e = assertThrows(TransferException.class, () -> copy(other, target));
        assertEquals(FailureKind.CHECKSUM_MISMATCH, e.kind());
        assertEquals(object.url(), e.url());
        assertFalse(Files.exists(target));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    /** Others remove files of the cache at any time. */
    private static final class Vanishing implements Source {
        @Override
        public FileStat stat(TransferUrl url) {
            try {
                Files.delete(url.toPath());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return FileStat.ofSize(CONTENT.length);
        }

        @Override
        public Reading read(TransferUrl url, ReadRequest request) {
            throw new AssertionError("read " + url);
        }
    }

    @Test
    void whatIsGoneWhenItIsCopiedIsNoFaultOfTheDestination() throws Exception {
        SharingCopy copy =
                new SharingCopy(
                        run,
                        Candidate.listed(object, Optional.empty()),
                        TransferUrl.ofPath(folder.resolve("copy")));
        TransferException e =
                assertThrows(
                        TransferException.class,
                        () -> copy.attempt(new Vanishing(), OptionalInt.of(0640), new Meter()));
        assertEquals(FailureKind.NOT_FOUND, e.kind());
        assertEquals(object.url(), e.url());
    }

    @Test
    void onlyFilesOfTheCacheAreCopiedSo() throws Exception {
        Place target = new Place(TransferUrl.ofPath(folder.resolve("copy")), Site.UNNAMED);
        assertFalse(SharingCopy.serves(run, new Hop.Fetch(object, target)));
    }
}
