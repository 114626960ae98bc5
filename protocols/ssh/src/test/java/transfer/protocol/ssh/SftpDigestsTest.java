package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Digester;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.testkit.Trial;

/** A server without a shell that computes digests when it is asked in SFTP. */
class SftpDigestsTest {
    private static final byte[] CONTENT = Trial.bytes(300_000);

    @TempDir private Path folder;
    private MinaServer server;
    private SshProtocol protocol;

    @BeforeEach
    void start() throws IOException {
        server = MinaServer.sftp(folder);
        protocol = new SshProtocol(SshServer.network(server.home(), Optional.empty()));
    }

    @AfterEach
    void stop() throws IOException {
        protocol.close();
        server.close();
    }

    private Optional<Checksum> digest(String path, Set<DigestAlgorithm> wanted) throws Exception {
        return digest(protocol, path, wanted);
    }

    private Optional<Checksum> digest(SshProtocol chosen, String path, Set<DigestAlgorithm> wanted)
            throws Exception {
        Place place = new Place(server.url(path), Site.UNNAMED);
        try (var endpoint = (Digester & AutoCloseable) chosen.open(place, Credentials.none())) {
            return endpoint.digest(place.url(), wanted);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHA_256", "SHA_512", "SHA_1", "MD5"})
    void digestIsThatOfTheContent(DigestAlgorithm algorithm) throws Exception {
        Files.write(server.root().resolve("it's a file"), CONTENT);

        assertEquals(
                Optional.of(Trial.digest(algorithm, CONTENT)),
                digest("/it's a file", Set.of(algorithm)));
    }

    @Test
    void strongestIsTaken() throws Exception {
        Files.write(server.root().resolve("file"), CONTENT);

        assertEquals(
                Optional.of(Trial.digest(DigestAlgorithm.SHA_256, CONTENT)),
                digest("/file", EnumSet.allOf(DigestAlgorithm.class)));
    }

    @Test
    void whatCouldTakeLongerThanAServerMayBeSilentIsNotAsked() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(server.root().resolve("file").toFile(), "rw")) {
            file.setLength(300_000_000);
        }
        Set<DigestAlgorithm> wanted = Set.of(DigestAlgorithm.MD5);

        assertTrue(digest("/file", wanted).isPresent());
        try (SshProtocol hasty = waiting(Duration.ofMillis(2999))) {
            assertEquals(Optional.empty(), digest(hasty, "/file", wanted));
        }
    }

    private SshProtocol waiting(Duration patience) {
        NetworkSettings usual = SshServer.network(server.home(), Optional.empty());
        return new SshProtocol(
                new NetworkSettings(
                        usual.connectTimeout(),
                        patience,
                        usual.httpProxy(),
                        usual.httpsProxy(),
                        usual.noProxy(),
                        usual.cacheProxy(),
                        usual.extraCertificates(),
                        usual.insecureHosts(),
                        usual.allowHtml(),
                        usual.userAgent(),
                        usual.ssh()));
    }

    @Test
    void directoryAndUnknownAlgorithmHaveNone() throws Exception {
        Files.write(server.root().resolve("file"), CONTENT);

        assertEquals(Optional.empty(), digest("/", Set.of(DigestAlgorithm.SHA_256)));
        assertEquals(Optional.empty(), digest("/file", Set.of(DigestAlgorithm.ADLER32)));
    }
}
