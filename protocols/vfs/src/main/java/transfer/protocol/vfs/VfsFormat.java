package transfer.protocol.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** How one kind of archive is read. Whoever gives a channel closes it. */
sealed interface VfsFormat permits VfsZip, VfsTar, VfsSingle {
    /** The format of a scheme of this family. */
    static VfsFormat of(String scheme) {
        return switch (scheme) {
            case "zip", "jar" -> new VfsZip();
            case "tar" -> new VfsTar(VfsCodec.NONE);
            case "tgz" -> new VfsTar(VfsCodec.GZIP);
            case "tbz2" -> new VfsTar(VfsCodec.BZIP2);
            case "gz" -> new VfsSingle(VfsCodec.GZIP);
            case "bz2" -> new VfsSingle(VfsCodec.BZIP2);
            default -> throw new IllegalArgumentException(scheme);
        };
    }

    /** Whether there are names in it. */
    default boolean hasNames() {
        return true;
    }

    /** All entries in their order. */
    List<VfsEntry> entries(SeekableByteChannel archive) throws IOException;

    /** The content of an entry that is not refused. */
    InputStream content(SeekableByteChannel archive, VfsEntry entry) throws IOException;
}
