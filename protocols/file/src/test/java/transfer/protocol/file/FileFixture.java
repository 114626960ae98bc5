package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;

/** A temporary directory. */
final class FileFixture implements Fixture {
    private final String copyScheme;
    private final Path spare;
    private final Path top;
    private final FileRig rig;
    private final FileProtocol protocol = new FileProtocol();

    /**
     * @param copyScheme the destination scheme of direct copies
     */
    FileFixture(String copyScheme) throws IOException {
        this.copyScheme = copyScheme;
        this.spare = Files.createTempDirectory("transfer-conformance");
        this.top = Files.createDirectory(spare.resolve("top"));
        this.rig = new FileRig(top);
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return rig.url(name);
    }

    @Override
    public TransferUrl copyTarget(String name) {
        return rig.url(name).withScheme(copyScheme);
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        Path file = rig.path(name);
        Files.createDirectories(file.getParent());
        Path fresh = Files.write(spare.resolve("fresh"), content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        Path file = rig.path(name);
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public void makeDirectory(String name) throws IOException {
        Files.createDirectories(rig.path(name));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(rig.path(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<String> names() throws IOException {
        int prefix = rig.url("").path().length();
        List<String> names = new ArrayList<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(TransferUrl.ofPath(path).path().substring(prefix));
                }
            }
        }
        return names;
    }

    @Override
    public void link(String name, String target) throws IOException {
        Files.createDirectories(rig.path(name).getParent());
        Files.createSymbolicLink(rig.path(name), rig.path(target));
    }

    @Override
    public TransferUrl unreadable() throws IOException {
        return TransferUrl.ofPath(FileRefusals.unreadableFile(top));
    }

    @Override
    public void close() {
        FileRemoval.discard(spare);
    }
}
