package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import transfer.checksum.Checksum;
import transfer.protocol.Identity;
import transfer.protocol.TransferUrl;

/**
 * The sidecar of a staged file: of which source, in which state, it is a part, and which of its
 * blocks are whole, so that another process can go on where this one was killed.
 *
 * <p>A text file, appended to and never rewritten, with a line for each block in the order in which
 * they came. Each line ends with a check of itself, so a line that was torn by a crash is not
 * there; of two for one block the later one counts. It is written after the block that it tells of;
 * whether the block also reached the disk, only its own check can tell, which is compared before
 * anything is built on it.
 *
 * <p>Safe for use by many threads.
 */
final class BlockMap implements AutoCloseable {
    /** Bytes a block: what a kill may cost. */
    static final int BLOCK = 16 << 20;

    private static final String FORMAT = "transfer-blocks-1";

    private FileChannel channel;
    private boolean hasBlocks;

    /**
     * What the blocks are part of.
     *
     * @param source digest of the source's URL, which may hold a secret itself
     * @param size of the whole file in bytes
     * @param identity of the source while it was read
     */
    record Origin(String source, long size, Identity identity) {
        static Origin of(TransferUrl url, long size, Identity identity) {
            return new Origin(digest(url), size, identity);
        }

        boolean isOf(TransferUrl url) {
            return source.equals(digest(url));
        }

        private static String digest(TransferUrl url) {
            var running =
                    new transfer.checksum.RunningDigest(
                            java.util.Set.of(transfer.checksum.DigestAlgorithm.SHA_256));
            running.update(ByteBuffer.wrap(transfer.protocol.ByteText.encode(url.text())));
            Checksum checksum = running.values().getFirst();
            return checksum.hex();
        }
    }

    /**
     * What an earlier process left.
     *
     * @param checks CRC-32C of each whole block by its number
     */
    record Left(Origin origin, SortedMap<Integer, Integer> checks) {}

    private BlockMap(FileChannel channel) {
        this.channel = channel;
    }

    /** Begins a map, in place of any that was there. */
    static BlockMap create(StagedPlace place, Origin origin) throws IOException {
        return continued(place, new Left(origin, new TreeMap<>()));
    }

    /** Goes on with a map. The new one takes the place of the old one in one step. */
    static BlockMap continued(StagedPlace place, Left left) throws IOException {
        Path fresh = place.beside(StagedPlace.RESUMABLE, "blocks.new");
        Files.deleteIfExists(fresh);
        FileChannel channel =
                FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        BlockMap map = new BlockMap(channel);
        try {
            map.append(header(left.origin()));
            for (Map.Entry<Integer, Integer> block : left.checks().entrySet()) {
                map.whole(block.getKey(), block.getValue());
            }
            Files.move(
                    fresh,
                    place.beside(StagedPlace.RESUMABLE, "blocks"),
                    StandardCopyOption.ATOMIC_MOVE);
            return map;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** An origin as the first line has it, without its check. */
    static String header(Origin origin) {
        byte[] mark = origin.identity().mark().getBytes(StandardCharsets.UTF_8);
        return String.join(
                " ",
                FORMAT,
                String.valueOf(BLOCK),
                origin.source(),
                String.valueOf(origin.size()),
                Base64.getEncoder().encodeToString(mark));
    }

    /** What a map says; empty when there is none or it does not begin as one. */
    static Optional<Left> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        Optional<Origin> origin =
                lines.isEmpty()
                        ? Optional.empty()
                        : checked(lines.getFirst()).flatMap(BlockMap::parse);
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        int blocks = new Blocks(origin.get().size()).count();
        SortedMap<Integer, Integer> checks = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            Optional<String> text = checked(line);
            if (text.isPresent()) {
                String[] fields = text.get().split(" ", -1);
                int block = Integer.parseInt(fields[0]);
                if (block < blocks) {
                    checks.put(block, Integer.parseUnsignedInt(fields[1], 16));
                }
            }
        }
        return Optional.of(new Left(origin.get(), checks));
    }

    /** An origin from the fields with which a line begins. */
    static Optional<Origin> parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length < 5
                || !fields[0].equals(FORMAT)
                || !fields[1].equals(String.valueOf(BLOCK))) {
            return Optional.empty();
        }
        String identity = new String(Base64.getDecoder().decode(fields[4]), StandardCharsets.UTF_8);
        return Optional.of(
                new Origin(fields[2], Long.parseLong(fields[3]), new Identity(identity)));
    }

    /** A line without its check; empty when the check does not fit. */
    private static Optional<String> checked(String line) {
        int star = line.lastIndexOf(" *");
        if (star < 0) {
            return Optional.empty();
        }
        String text = line.substring(0, star);
        return line.substring(star + 2).equals(check(text)) ? Optional.of(text) : Optional.empty();
    }

    /** What a text file holds that was written with {@link #line}; empty when it is torn. */
    static Optional<String> checkedLine(String content) {
        return content.endsWith("\n")
                ? checked(content.substring(0, content.length() - 1))
                : Optional.empty();
    }

    /** A line with its check and its end. */
    static String line(String text) {
        return text + " *" + check(text) + "\n";
    }

    private static String check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }

    private void append(String text) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(line(text).getBytes(StandardCharsets.ISO_8859_1));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** All bytes of a block are in the staged file. */
    synchronized void whole(int block, int check) throws IOException {
        append(block + " " + Integer.toHexString(check));
        hasBlocks = true;
    }

    /** Whether it knows of no block that would help anybody. */
    synchronized boolean isEmpty() {
        return !hasBlocks;
    }

    /** Goes on after {@link #close}. */
    synchronized void reopen(StagedPlace place) throws IOException {
        channel =
                FileChannel.open(
                        place.beside(StagedPlace.RESUMABLE, "blocks"),
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
