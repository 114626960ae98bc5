package transfer.protocol.vfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import transfer.protocol.TransferUrl;

/** Files that are compressed one by one. */
final class VfsSingleFixture extends VfsFixture {
    VfsSingleFixture(String scheme) throws IOException {
        super(scheme);
    }

    private Path packed(String name) {
        return parse("file:" + directory + "/top/" + name + "." + scheme).toPath();
    }

    @Override
    public TransferUrl url(String name) {
        return parse(scheme + ":" + directory + "/top/" + name + "." + scheme);
    }

    @Override
    public void put(String name, byte[] bytes) throws IOException {
        content.put(name, bytes);
        replace(Map.of("", bytes), packed(name));
    }
}
