package transfer.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import transfer.protocol.testkit.ContainerServer;

/**
 * A server in a container, by one of its protocols: what it is called from in front, and what lies
 * there, seen from behind.
 *
 * @param root what every URL begins with
 * @param files the folder there
 */
record Remote(ContainerServer container, String root, Path files) implements AutoCloseable {
    static final String USER = "lab";
    static final String PASSWORD = "labpass";

    /** Longer ago than a file may still change unseen where servers tell whole seconds. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    /** What can be asked for by name. */
    enum Kind {
        HTTP,
        WEBDAV,
        FTP,
        SFTP;

        Remote start() {
            return start(Map.of());
        }

        /**
         * @param environment what the server is to do otherwise than usual
         */
        Remote start(Map<String, String> environment) {
            return switch (this) {
                case HTTP -> {
                    ContainerServer nginx =
                            ContainerServer.start(
                                    "nginx",
                                    List.of(
                                            "HTTP_PORT",
                                            "HTTPS_PORT",
                                            "MTLS_PORT",
                                            "STRANGER_PORT",
                                            "EXPIRED_PORT"),
                                    environment);
                    yield of(nginx, "http", "HTTP_PORT", "", "www");
                }
                case WEBDAV -> {
                    ContainerServer apache =
                            ContainerServer.start(
                                    "apache", List.of("HTTP_PORT", "HTTPS_PORT"), environment);
                    yield of(apache, "webdav", "HTTP_PORT", "/basic-put", "basic-put");
                }
                case FTP -> {
                    ContainerServer vsftpd =
                            ContainerServer.start(
                                    "vsftpd",
                                    List.of("FTP_PORT", "ANONYMOUS_PORT", "FTPS_PORT"),
                                    environment);
                    yield of(vsftpd, "ftp", "FTP_PORT", "", "files");
                }
                case SFTP -> {
                    ContainerServer openssh =
                            ContainerServer.start("openssh", List.of("SSH_PORT"), environment);
                    yield of(openssh, "sftp", "SSH_PORT", "/data/files", "files");
                }
            };
        }

        private static Remote of(
                ContainerServer container, String scheme, String port, String path, String files) {
            return new Remote(
                    container,
                    scheme + "://127.0.0.1:" + container.port(port) + path,
                    container.data().resolve(files));
        }
    }

    String url(String name) {
        return root + "/" + name;
    }

    Path file(String name) {
        return files.resolve(name);
    }

    /** Puts a file there that nobody has touched for a while. */
    void put(String name, byte[] content) throws IOException {
        Path fresh = Files.write(container.data().resolve("fresh"), content);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minus(SETTLED)));
        Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Everything that lies there and is no folder. */
    List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .map(path -> files.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Bytes of everything that lies there, hidden and unfinished files included. */
    long bytes() {
        try {
            long sum = 0;
            for (String name : names()) {
                sum += file(name).toFile().length();
            }
            return sum;
        } catch (IOException _) {
            return 0; // something was renamed while it was counted
        }
    }

    void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    @Override
    public void close() {
        container.close();
    }
}
