package transfer.protocol.vfs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import transfer.protocol.ByteText;

/** Makes archives whose names are bytes. A name with a slash at its end is a directory. */
final class VfsArchives {
    private VfsArchives() {}

    static void write(String scheme, Path file, Map<String, byte[]> content) throws IOException {
        try (OutputStream out = compressed(scheme, Files.newOutputStream(file))) {
            switch (scheme) {
                case "zip", "jar" -> zip(out, content);
                case "tar", "tgz", "tbz2" -> tar(out, content);
                default -> out.write(content.values().iterator().next());
            }
        }
    }

    private static OutputStream compressed(String scheme, OutputStream file) throws IOException {
        OutputStream out = new BufferedOutputStream(file, 1 << 16);
        return switch (scheme) {
            case "tgz", "gz" -> {
                GzipParameters fast = new GzipParameters();
                fast.setCompressionLevel(Deflater.BEST_SPEED);
                yield new GzipCompressorOutputStream(out, fast);
            }
            case "tbz2", "bz2" -> new BZip2CompressorOutputStream(out);
            default -> out;
        };
    }

    private static void zip(OutputStream out, Map<String, byte[]> content) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.setEncoding(StandardCharsets.ISO_8859_1.name());
            zip.setUseLanguageEncodingFlag(false);
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                zip.putArchiveEntry(new ZipArchiveEntry(bytes(entry.getKey())));
                zip.write(entry.getValue());
                zip.closeArchiveEntry();
            }
        }
    }

    private static void tar(OutputStream out, Map<String, byte[]> content) throws IOException {
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(out, StandardCharsets.ISO_8859_1.name())) {
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                TarArchiveEntry header = new TarArchiveEntry(bytes(entry.getKey()));
                header.setSize(entry.getValue().length);
                tar.putArchiveEntry(header);
                tar.write(entry.getValue());
                tar.closeArchiveEntry();
            }
        }
    }

    /** One character for each byte, as the encoding above writes it. */
    private static String bytes(String name) {
        return new String(ByteText.encode(name), StandardCharsets.ISO_8859_1);
    }
}
