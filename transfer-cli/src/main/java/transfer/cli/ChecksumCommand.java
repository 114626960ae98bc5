package transfer.cli;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ParseResult;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.Digester;
import transfer.protocol.Endpoint;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * {@code transfer checksum [-a ALG] URL...}: digests in the form that {@code sha256sum} and its
 * relatives print and check.
 */
final class ChecksumCommand {
    /** The algorithms as users write them. */
    static final List<String> ALGORITHMS =
            List.of("sha256", "sha512", "sha3-256", "sha1", "md5", "crc32", "crc32c", "adler32");

    private static final int BUFFER_BYTES = 1 << 18;

    private final Session session;
    private final ParseResult options;

    ChecksumCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    /**
     * @throws IllegalArgumentException when it is none of ours
     */
    static DigestAlgorithm algorithm(String name) {
        return DigestAlgorithm.named(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "'" + name + "' is none of " + String.join(", ", ALGORITHMS)));
    }

    ExitCode call() throws ProgramException {
        DigestAlgorithm algorithm =
                options.matchedOptionValue("--algorithm", DigestAlgorithm.SHA_256);
        return new Questioning(session, options)
                .ask((endpoint, url, written) ->
                        line(
                                digest(endpoint, url, algorithm, ReadRequest.WHOLE).hex(),
                                url.isLocal() ? written : url.toString()));
    }

    /**
     * As the coreutils do: a name with a line end or backslash is escaped, and the line says so.
     */
    static String line(String hex, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + hex + "  " + escaped + "\n";
    }

    /**
     * The digest as the server tells it, else of the file as it is read.
     *
     * @param request how it is read, if it is
     */
    static Checksum digest(
            Endpoint endpoint, TransferUrl url, DigestAlgorithm algorithm, ReadRequest request)
            throws TransferException, InterruptedException {
        if (endpoint instanceof Digester digester) {
            Optional<Checksum> known = digester.digest(url, Set.of(algorithm));
            if (known.isPresent()) {
                return known.get();
            }
        }
        if (!(endpoint instanceof Source source)) {
            throw Questioning.unable(url, "cannot be read");
        }
        RunningDigest running = new RunningDigest(Set.of(algorithm));
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (Reading reading = source.read(url, request)) {
            while (reading.read(buffer.clear()) >= 0) {
                running.update(buffer.flip());
            }
        }
        return running.values().getFirst();
    }
}
