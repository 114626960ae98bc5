package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.protocol.Sink;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.Trial;

/** {@code rclone serve webdav} of rclone 1.60, plain. */
@Tag("container")
class RcloneConformanceTest extends WebdavConformance {
    @Override
    WebdavServer startServer() {
        return WebdavServer.rclone("dav");
    }

    /** Names of files go through an alphabet of rclone's own, and are others on its disk. */
    @Override
    protected Set<Ability> abilities() {
        Set<Ability> abilities = EnumSet.copyOf(super.abilities());
        abilities.remove(Ability.NAMES_OF_ANY_BYTES);
        return abilities;
    }

    @Nested
    class Folders extends DirectoryGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    /**
     * rclone keeps what it has of an upload that was cut off, and may do so only after it was told
     * to remove it. So it is told again at the end; what counts is that the target is untouched.
     */
    @Nested
    class Publishing extends AtomicWriteGroup {
        private final byte[] old = Trial.bytes(1000, 2);

        private Writing begin() throws Exception {
            byte[] content = Trial.bytes(Trial.SOME_SIZE);
            Writing writing =
                    trial().open(Sink.class, url("file"))
                            .write(url("file"), Trial.requestFor(content));
            writing.write(ByteBuffer.wrap(content, 0, 1000));
            return writing;
        }

        private void assertOnlyHiddenFilesAre(List<String> besides) throws Exception {
            for (String name : fixture().names()) {
                assertTrue(
                        besides.contains(name) || name.matches("\\.file\\.[0-9a-f]+\\.part"), name);
            }
            if (!besides.isEmpty()) {
                assertArrayEquals(old, fixture().get("file").orElseThrow());
            }
            fixture().protocol().close();
            assertEquals(besides, fixture().names());
        }

        @Test
        @Override
        protected void abortedWritingLeavesNothing() throws Exception {
            begin().close();

            assertOnlyHiddenFilesAre(List.of());
        }

        @Test
        @Override
        protected void abortedWritingLeavesTheOldContent() throws Exception {
            fixture().put("file", old);
            begin().close();

            assertOnlyHiddenFilesAre(List.of("file"));
        }

        @Test
        @Override
        protected void endpointClosedInTheMiddleLeavesTheOldContent() throws Exception {
            abortedWritingLeavesTheOldContent();
        }

        @Test
        @Override
        protected void writingAbortedBeforeItsFirstByteLeavesNothing() throws Exception {
            trial().open(Sink.class, url("file"))
                    .write(url("file"), Trial.requestFor(Trial.bytes(Trial.SOME_SIZE)))
                    .close();

            assertOnlyHiddenFilesAre(List.of());
        }

        @Test
        @Override
        protected void writingAbortedByAnInterruptedThreadLeavesTheOldContent() throws Exception {
            fixture().put("file", old);
            Writing writing = begin();
            Trial.inVirtualThread(() -> {
                Thread.currentThread().interrupt();
                writing.close();
                return null;
            });

            assertOnlyHiddenFilesAre(List.of("file"));
        }

        @Test
        @Override
        protected void interruptedWritingLeavesTheOldContent() throws Exception {
            fixture().put("file", old);
            try (Writing writing = begin()) {
                trial().interrupted(() -> writing.write(ByteBuffer.allocate(1000)));
            }

            assertOnlyHiddenFilesAre(List.of("file"));
        }
    }
}
