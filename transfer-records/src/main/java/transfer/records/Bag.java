package transfer.records;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.ByteText;
import transfer.protocol.TransferUrl;

/**
 * A bag as RFC 8493 has it, version 1.0: files with their SHA-256 in a layout that archives take.
 *
 * <p>What makes a directory a bag, {@code bagit.txt}, is written last, so that half a bag is none.
 * Belongs to one thread.
 */
public final class Bag {
    private static final String MANIFEST = "manifest-sha256.txt";

    private final Path directory;
    private final How how;
    private final StringBuilder manifest = new StringBuilder();
    private final StringBuilder fetch = new StringBuilder();
    private long bytes;
    private int linked;
    private int copied;
    private int fetched;

    /** What becomes of the files. */
    public enum How {
        /** Files of this machine become hard links, and copies where that cannot be. */
        LINK,
        /** They are copied, and compared with their receipts on the way. */
        COPY,
        /** The bag only says where each came from, in {@code fetch.txt}. */
        FETCH
    }

    /**
     * What a bag holds.
     *
     * @param fetched files that are not in it but that {@code fetch.txt} tells of
     * @param bytes of all files
     */
    public record Content(int linked, int copied, int fetched, long bytes) {}

    private Bag(Path directory, How how) {
        this.directory = directory;
        this.how = how;
    }

    /**
     * Makes a bag.
     *
     * @param directory does not exist, or is empty
     * @param files only plain files can be in a bag. Those on other machines are told of in {@code
     *     fetch.txt}, whatever {@code how} says
     * @param agent name and version of the program
     * @throws RecordsException when a file is not as its receipt says, has no known SHA-256, or has
     *     a name or place that a bag cannot hold; then there is no bag
     */
    public static Content write(
            Path directory, List<PlacedReceipt> files, How how, String agent, LocalDate today)
            throws IOException, RecordsException {
        Bag bag = new Bag(directory, how);
        List<String> names = PayloadNames.of(files);
        bag.begin();
        for (int i = 0; i < files.size(); i++) {
            bag.add(files.get(i), names.get(i));
        }
        bag.finish(agent, today, files.size());
        return new Content(bag.linked, bag.copied, bag.fetched, bag.bytes);
    }

    private void begin() throws IOException, RecordsException {
        Files.createDirectories(directory);
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new RecordsException(
                        directory + " is not empty; a bag needs a directory of its own");
            }
        }
        Files.createDirectory(directory.resolve("data"));
    }

    private void add(PlacedReceipt file, String name) throws IOException, RecordsException {
        if (ByteText.holdsBytes(name)) {
            throw new RecordsException(
                    "the name "
                            + name
                            + " is not UTF-8, and a bag's manifest has no way to write it");
        }
        Optional<Checksum> known = file.receipt().digest(DigestAlgorithm.SHA_256);
        String digest;
        if (how == How.FETCH || !file.place().isLocal()) {
            digest = known.orElseThrow(() -> unknownDigest(file)).hex();
            tellOf(file, name);
        } else {
            digest = bring(file.place().toPath(), target(name), file.receipt()).hex();
        }
        bytes += file.receipt().size();
        manifest.append(digest).append("  data/").append(escaped(name)).append('\n');
    }

    private static RecordsException unknownDigest(PlacedReceipt file) {
        return new RecordsException(
                "no SHA-256 of " + file.receipt().destination() + " is known, and it is not here");
    }

    private void tellOf(PlacedReceipt file, String name) throws RecordsException {
        String url = how == How.FETCH ? source(file.receipt()) : PlacedReceipt.uri(file.place());
        if (PlacedReceipt.isBlanked(url)) {
            throw new RecordsException(
                    url + " has a part that is not told (***), so that nobody could fetch it");
        }
        fetch.append(url).append(' ').append(file.receipt().size());
        fetch.append(" data/").append(escaped(name)).append('\n');
        fetched++;
    }

    private static String source(Receipt receipt) throws RecordsException {
        try {
            return PlacedReceipt.uri(TransferUrl.parse(receipt.source()));
        } catch (transfer.protocol.MalformedUrlException e) {
            throw new RecordsException(receipt.source() + " is no place: " + e.getMessage(), e);
        }
    }

    /** By way of a URL, because that spells every name, whatever the locale is. */
    private Path target(String name) throws IOException {
        TransferUrl root = TransferUrl.ofPath(directory);
        Path target = root.withPath(root.path() + "/data/" + name).toPath();
        Files.createDirectories(target.getParent());
        return target;
    }

    private Checksum bring(Path from, Path to, Receipt receipt)
            throws IOException, RecordsException {
        long size = Files.size(from);
        if (size != receipt.size()) {
            throw new RecordsException(
                    from
                            + " has "
                            + size
                            + " bytes, not "
                            + receipt.size()
                            + " as its receipt says");
        }
        Optional<Checksum> known = receipt.digest(DigestAlgorithm.SHA_256);
        if (how == How.LINK && link(from, to)) {
            linked++;
            return known.isPresent() ? known.get() : digest(to);
        }
        Files.copy(from.toRealPath(), to);
        copied++;
        Checksum found = digest(to);
        if (known.isPresent() && !known.get().equals(found)) {
            throw new RecordsException(
                    from + " has " + found + ", not " + known.get() + " as its receipt says");
        }
        return found;
    }

    private static boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from.toRealPath());
            return true;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false; // another file system, or one without links: copied instead
        }
    }

    private static Checksum digest(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return Digests.sha256(input);
        }
    }

    /** Section 2.1.3: these three and nothing else. */
    static String escaped(String name) {
        return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private void finish(String agent, LocalDate today, int files) throws IOException {
        Map<String, String> tags = new TreeMap<>();
        tags.put(MANIFEST, manifest.toString());
        if (!fetch.isEmpty()) {
            tags.put("fetch.txt", fetch.toString());
        }
        tags.put(
                "bag-info.txt",
                "Bag-Software-Agent: "
                        + agent
                        + "\nBagging-Date: "
                        + today
                        + "\nPayload-Oxum: "
                        + bytes
                        + "."
                        + files
                        + "\n");
        String declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
        tags.put("bagit.txt", declaration);
        ByteArrayOutputStream manifestOfTags = new ByteArrayOutputStream();
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            byte[] text = tag.getValue().getBytes(StandardCharsets.UTF_8);
            String line = Digests.sha256(text).hex() + "  " + tag.getKey() + "\n";
            manifestOfTags.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
            if (!tag.getKey().equals("bagit.txt")) {
                Files.write(directory.resolve(tag.getKey()), text);
            }
        }
        Files.write(directory.resolve("tagmanifest-sha256.txt"), manifestOfTags.toByteArray());
        Files.writeString(directory.resolve("bagit.txt"), declaration);
    }
}
