package transfer.protocol.vfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;

/** An archive that is made anew, and moved into place, with every change. */
class VfsFixture implements Fixture {
    final String scheme;
    final Path directory;
    final Map<String, byte[]> content = new TreeMap<>();
    private final VfsProtocol protocol = new VfsProtocol();

    VfsFixture(String scheme) throws IOException {
        this.scheme = scheme;
        this.directory = Files.createTempDirectory("transfer-conformance");
    }

    /** One with an archive that has nothing but an empty directory in it. */
    static VfsFixture withAnArchive(String scheme) throws IOException {
        VfsFixture fixture = new VfsFixture(scheme);
        fixture.write();
        return fixture;
    }

    private Path archive() {
        return directory.resolve("an archive." + scheme);
    }

    private void write() throws IOException {
        Map<String, byte[]> all = new TreeMap<>(Map.of("top/", new byte[0]));
        content.forEach((name, bytes) -> all.put("top/" + name, bytes));
        replace(all, archive());
    }

    final void replace(Map<String, byte[]> all, Path target) throws IOException {
        Path fresh = directory.resolve("fresh");
        VfsArchives.write(scheme, fresh, all);
        Files.createDirectories(target.getParent());
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    static TransferUrl parse(String text) {
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return parse(scheme + ":" + archive() + "!/top/" + name);
    }

    @Override
    public void put(String name, byte[] bytes) throws IOException {
        content.put(name, bytes);
        write();
    }

    @Override
    public Optional<byte[]> get(String name) {
        return Optional.ofNullable(content.get(name));
    }

    @Override
    public void makeDirectory(String name) throws IOException {
        put(name + "/", new byte[0]);
    }

    @Override
    public boolean exists(String name) {
        return content.keySet().stream().anyMatch(n -> n.equals(name) || n.startsWith(name + "/"));
    }

    @Override
    public List<String> names() {
        return content.keySet().stream().filter(name -> !name.endsWith("/")).toList();
    }

    @Override
    public void close() throws IOException {
        protocol.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList().reversed()) {
                Files.delete(path);
            }
        }
    }
}
