package transfer.concurrency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file that the processes of a node map: a page that says what it is, and a page for each of
 * {@value #PAGES} groups of servers.
 *
 * <p>It comes into being whole, under another name, and gets its own by a link: so nobody ever maps
 * half of one. One that is damaged, or was made before the system was started, is replaced; who has
 * mapped that counts alone until it ends.
 */
final class NodeFile {
    /** Another layout has another number, and so another file. */
    static final int VERSION = 1;

    static final int PAGE = 4096;
    static final int PAGES = 1024;

    private static final long SIZE = (long) PAGE * (PAGES + 1);

    /** "transfer" in ASCII. */
    private static final long MAGIC = 0x7472616e73666572L;

    private final Path directory;
    private final Path name;
    private final long boot;

    /**
     * @param name of the processes that can see each other
     * @param boot unlike that of any other time that the system was started
     */
    NodeFile(Path directory, String name, String boot) {
        this.directory = directory;
        this.name = directory.resolve("limits-" + VERSION + "-" + name);
        this.boot = hash(boot);
    }

    /** FNV-1a with 64 bits. Not {@link String#hashCode}: other runtimes must see the same. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        return hash;
    }

    /**
     * Maps the file, which is made or replaced if need be.
     *
     * @throws IOException when that cannot be done
     */
    ByteBuffer map() throws IOException {
        Optional<MappedByteBuffer> there = mapped();
        if (there.isPresent()) {
            return there.get();
        }
        Path made = made();
        try {
            putInPlace(made);
        } finally {
            Files.deleteIfExists(made);
        }
        // maybe somebody else's, who was quicker
        return mapped().orElseThrow(() -> new IOException(name + " is not what was written"));
    }

    private void putInPlace(Path made) throws IOException {
        try {
            Files.createLink(name, made);
        } catch (FileAlreadyExistsException e) {
            if (mapped().isEmpty()) {
                Files.move(made, name, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Empty when it is not there, or not what it should be. */
    private Optional<MappedByteBuffer> mapped() throws IOException {
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        if (!Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(name, options)) {
            if (file.size() != SIZE) {
                return Optional.empty();
            }
            MappedByteBuffer map = file.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            map.order(ByteOrder.nativeOrder());
            boolean ours =
                    map.getLong(0) == MAGIC
                            && map.getLong(8) == VERSION
                            && map.getLong(16) == boot
                            && map.getLong(24) == SIZE;
            return ours ? Optional.of(map) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path made() throws IOException {
        Path file =
                Files.createTempFile(
                        directory,
                        ".limits-",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        ByteBuffer head = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        head.putLong(MAGIC).putLong(VERSION).putLong(boot).putLong(SIZE).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(head, 0);
            // the rest is a hole: a page takes room when its servers are used
            channel.write(ByteBuffer.allocate(1), SIZE - 1);
        }
        return file;
    }
}
