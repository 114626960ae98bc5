package transfer.protocol.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.protocol.FileStat;

/** One compressed file. Its size is unknown: what gzip notes is the remainder of the last part. */
record VfsSingle(VfsCodec codec) implements VfsFormat {
    @Override
    public boolean hasNames() {
        return false;
    }

    @Override
    public List<VfsEntry> entries(SeekableByteChannel archive) {
        return List.of(
                new VfsEntry(
                        0,
                        "",
                        FileStat.Kind.FILE,
                        OptionalLong.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalInt.empty(),
                        Optional.empty()));
    }

    @Override
    public InputStream content(SeekableByteChannel archive, VfsEntry entry) throws IOException {
        return codec.decoded(archive);
    }
}
