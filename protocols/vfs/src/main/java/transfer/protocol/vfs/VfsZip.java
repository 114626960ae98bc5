package transfer.protocol.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import transfer.protocol.ByteText;
import transfer.protocol.FileStat;

/** Zip archives (APPNOTE.TXT 6.3), by their central directory. */
record VfsZip() implements VfsFormat {
    /** Bits of the kind of file among those of a Unix mode. */
    private static final int TYPE = 0170000;

    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;

    // the channel is its giver's to close, and a ZipFile holds nothing else
    @SuppressWarnings("resource")
    private static ZipFile open(SeekableByteChannel archive) throws IOException {
        return ZipFile.builder()
                .setSeekableByteChannel(archive)
                .setCharset(StandardCharsets.UTF_8)
                .setUseUnicodeExtraFields(true)
                .get();
    }

    @Override
    public List<VfsEntry> entries(SeekableByteChannel archive) throws IOException {
        ZipFile zip = open(archive);
        List<VfsEntry> entries = new ArrayList<>();
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            entries.add(described(zip, entry, entries.size()));
        }
        return entries;
    }

    private static VfsEntry described(ZipFile zip, ZipArchiveEntry entry, int position) {
        String written = name(entry);
        String name = VfsEntry.trimmed(written);
        Optional<String> refusal = refusal(zip, entry);
        Optional<Instant> modified =
                entry.getTime() < 0
                        ? Optional.empty()
                        : Optional.of(entry.getLastModifiedTime().toInstant());
        if (written.endsWith("/")) {
            return VfsEntry.directory(position, name, modified);
        }
        int mode = entry.getUnixMode();
        int type = mode & TYPE;
        if (type != 0 && type != REGULAR) {
            return VfsEntry.refused(
                    position, name, type == LINK ? "is a link" : "is neither file nor directory");
        }
        return new VfsEntry(
                position,
                name,
                FileStat.Kind.FILE,
                OptionalLong.of(entry.getSize()),
                modified,
                refusal.isPresent() ? OptionalLong.empty() : OptionalLong.of(entry.getCrc()),
                mode == 0 ? OptionalInt.empty() : OptionalInt.of(mode & 0777),
                refusal);
    }

    private static String name(ZipArchiveEntry entry) {
        return entry.getNameSource() == ZipArchiveEntry.NameSource.NAME
                ? ByteText.decode(entry.getRawName())
                : entry.getName();
    }

    private static Optional<String> refusal(ZipFile zip, ZipArchiveEntry entry) {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            return Optional.of("is encrypted; unpack it with its password first");
        }
        if (zip.canReadEntryData(entry)) {
            return Optional.empty();
        }
        ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
        return Optional.of(
                "is compressed in a way that is not supported ("
                        + (method == null ? "method " + entry.getMethod() : method.name())
                        + ")");
    }

    @Override
    public InputStream content(SeekableByteChannel archive, VfsEntry entry) throws IOException {
        ZipFile zip = open(archive);
        return zip.getInputStream(Collections.list(zip.getEntries()).get(entry.position()));
    }
}
