package transfer.protocol.vfs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import transfer.protocol.ByteText;
import transfer.protocol.FileStat;

/** Tar archives (POSIX.1-2017, pax; and GNU's), compressed as a whole or not. */
record VfsTar(VfsCodec codec) implements VfsFormat {
    @Override
    public List<VfsEntry> entries(SeekableByteChannel archive) throws IOException {
        List<TarArchiveEntry> headers = headers(archive, StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>();
        headers.forEach(header -> names.add(header.getName()));
        if (names.stream().anyMatch(VfsTar::isDoubtful)) {
            archive.position(0);
            spell(names, headers(archive, StandardCharsets.ISO_8859_1));
        }
        List<VfsEntry> entries = new ArrayList<>();
        for (TarArchiveEntry header : headers) {
            entries.add(described(header, names.get(entries.size()), entries.size()));
        }
        return entries;
    }

    /** All of them, having seen the last byte: the check of the compression stands there. */
    private List<TarArchiveEntry> headers(SeekableByteChannel archive, Charset charset)
            throws IOException {
        List<TarArchiveEntry> headers = new ArrayList<>();
        InputStream bytes = codec.decoded(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(bytes, charset.name());
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            headers.add(entry);
        }
        if (codec != VfsCodec.NONE) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return headers;
    }

    /** Where bytes are no UTF-8, the library puts a mark in their place. */
    private static boolean isDoubtful(String name) {
        return name.indexOf('?') >= 0 || name.indexOf('\uFFFD') >= 0;
    }

    /** Takes doubtful names byte by byte; those of pax headers are characters in any case. */
    private static void spell(List<String> names, List<TarArchiveEntry> byteByByte) {
        for (int i = 0; i < names.size(); i++) {
            String bytes = byteByByte.get(i).getName();
            if (isDoubtful(names.get(i)) && bytes.chars().allMatch(c -> c < 0x100)) {
                names.set(i, ByteText.decode(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
    }

    private static VfsEntry described(TarArchiveEntry header, String written, int position) {
        String name = VfsEntry.trimmed(written);
        Optional<Instant> modified = Optional.of(header.getLastModifiedTime().toInstant());
        if (header.isDirectory()) {
            return VfsEntry.directory(position, name, modified);
        }
        if (header.isSymbolicLink() || header.isLink()) {
            return VfsEntry.refused(
                    position, name, "is a link to " + header.getLinkName() + "; name that instead");
        }
        if (!isFile(header)) {
            return VfsEntry.refused(position, name, "is neither file nor directory");
        }
        return new VfsEntry(
                position,
                name,
                FileStat.Kind.FILE,
                OptionalLong.of(header.getRealSize()),
                modified,
                OptionalLong.empty(),
                OptionalInt.of(header.getMode() & 0777),
                Optional.empty());
    }

    /** The library's own answer is yes for pipes and devices too. */
    private static boolean isFile(TarArchiveEntry header) {
        return switch (header.getLinkFlag()) {
            case TarConstants.LF_NORMAL,
                    TarConstants.LF_OLDNORM,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE ->
                    true;
            default -> false;
        };
    }

    @Override
    public InputStream content(SeekableByteChannel archive, VfsEntry entry) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(codec.decoded(archive));
        for (int i = 0; i <= entry.position(); i++) {
            if (tar.getNextEntry() == null) {
                throw new EOFException();
            }
        }
        return tar;
    }
}
