package transfer.protocol.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** What files say of one host. */
record SshKnownHosts(List<SshKnownHost> lines) {
    private static final Set<OpenOption> LOCKING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** What comes of asking for a host's key. */
    sealed interface Finding {
        /** It is the host's. */
        record Known() implements Finding {}

        /** Nobody has ever noted a key of the host. */
        record Unknown() implements Finding {}

        /** This line gives the host another one. */
        record Other(SshKnownHost line) implements Finding {}

        /** This line says that it is not to be believed. */
        record Revoked(SshKnownHost line) implements Finding {}
    }

    /**
     * Reads the files, leaving out those that are not there.
     *
     * @param name of the host, {@code host} or {@code [host]:port}
     * @throws IOException when one is there but cannot be read, because then nobody knows whether
     *     the host is known
     */
    static SshKnownHosts of(String name, List<Path> files) throws IOException {
        List<SshKnownHost> lines = new ArrayList<>();
        for (Path file : files) {
            try {
                lines.addAll(lines(file, Files.readAllBytes(file), name));
            } catch (NoSuchFileException _) {
                continue; // it comes into being with the first host
            }
        }
        return new SshKnownHosts(lines);
    }

    private static List<SshKnownHost> lines(Path file, byte[] content, String name) {
        List<SshKnownHost> lines = new ArrayList<>();
        // a comment may hold any bytes
        String[] texts = new String(content, StandardCharsets.ISO_8859_1).split("\n");
        for (int i = 0; i < texts.length; i++) {
            SshKnownHost.parse(file, i + 1, texts[i])
                    .filter(line -> line.covers(name))
                    .ifPresent(lines::add);
        }
        return lines;
    }

    Finding find(SshPublicKey key) {
        Optional<SshKnownHost> other = Optional.empty();
        boolean known = false;
        for (SshKnownHost line : lines) {
            boolean same = line.key().equals(key);
            switch (line.marker()) {
                case REVOKED -> {
                    if (same) {
                        return new Finding.Revoked(line);
                    }
                }
                case OWN -> {
                    known |= same;
                    other = other.or(() -> Optional.of(line));
                }
                case AUTHORITY -> {} // speaks of certificates only
            }
        }
        if (known) {
            return new Finding.Known();
        }
        return other.<Finding>map(Finding.Other::new).orElse(new Finding.Unknown());
    }

    /** Those that vouch for the host's certificates. */
    List<SshKnownHost> authorities() {
        return with(line -> line.marker() == SshKnownHost.Marker.AUTHORITY);
    }

    List<SshKnownHost> revoked() {
        return with(line -> line.marker() == SshKnownHost.Marker.REVOKED);
    }

    private List<SshKnownHost> with(Predicate<SshKnownHost> condition) {
        return lines.stream().filter(condition).toList();
    }

    /**
     * The algorithms in the order in which a server is to be asked for them: those whose keys we
     * know of it first, because it shows only one of its keys and would otherwise seem to have
     * changed. Certificates come first where an authority is known, and last where none is.
     *
     * @param algorithms names between commas
     */
    String preferred(String algorithms) {
        List<String> first = new ArrayList<>();
        List<String> then = new ArrayList<>();
        List<String> last = new ArrayList<>();
        for (String algorithm : algorithms.split(",")) {
            boolean certificate = algorithm.contains("-cert-");
            if (certificate) {
                (authorities().isEmpty() ? last : first).add(algorithm);
            } else {
                (isKnown(algorithm) ? first : then).add(algorithm);
            }
        }
        first.addAll(then);
        first.addAll(last);
        return String.join(",", first);
    }

    private boolean isKnown(String algorithm) {
        // RFC 8332, section 3: the same keys under other names
        String type = algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
        return lines.stream()
                .anyMatch(line ->
                        line.marker() == SshKnownHost.Marker.OWN && line.key().type().equals(type));
    }

    /**
     * Notes a host's key at the end of a file, unless somebody else has noted one meanwhile. The
     * file is locked against other processes that do the same. Our own threads must neither read
     * nor write it at the same time: closing it anywhere in a process ends the process's locks.
     *
     * @return what the file says of the key now: known, or that somebody else noted another one
     */
    static Finding add(Path file, String name, SshPublicKey key, boolean hashed)
            throws IOException {
        if (file.getParent() != null && !Files.exists(file.getParent())) {
            Files.createDirectories(file.getParent(), PRIVATE_DIRECTORY);
        }
        // the lock ends with the channel
        try (FileChannel channel = FileChannel.open(file, LOCKING, PRIVATE_FILE)) {
            if (Files.isRegularFile(file)) {
                lock(channel);
            }
            byte[] content = content(channel);
            Finding found = new SshKnownHosts(lines(file, content, name)).find(key);
            if (!(found instanceof Finding.Unknown)) {
                return found;
            }
            boolean begun = content.length > 0 && content[content.length - 1] != '\n';
            String line = (begun ? "\n" : "") + SshKnownHost.line(name, key, hashed);
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            // not by the channel: OpenSSH locks nothing, and could have added a line just now
            try (FileChannel end = FileChannel.open(file, StandardOpenOption.APPEND)) {
                end.write(bytes);
            }
            if (bytes.hasRemaining()) {
                channel.truncate(content.length); // half a key would look like another one
                throw new IOException("there is no room for another line");
            }
            return new Finding.Known();
        }
    }

    /**
     * Waits a while for others to finish. Without the lock, a line could come twice, which harms
     * nobody; so a lock that somebody never gives back is not waited for.
     */
    private static void lock(FileChannel channel) throws IOException {
        try {
            SshThreads.begin(channel::lock).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException | TimeoutException _) {
            return; // a file system without locks, or a lock for ever
        }
    }

    private static byte[] content(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (content.hasRemaining() && channel.read(content) >= 0) {
            // goes on until everything is there
        }
        return Arrays.copyOf(content.array(), content.position());
    }
}
