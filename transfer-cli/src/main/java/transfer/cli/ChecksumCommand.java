package transfer.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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
 * {@code transfer checksum [-a ALG] [-c] URL...}: digests in the form that {@code sha256sum} and
 * its relatives print and check, and compares files with such digests.
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
        Questioning questioning = new Questioning(session, options);
        Optional<DigestAlgorithm> wanted =
                Optional.ofNullable(options.matchedOptionValue("--algorithm", null));
        if (options.matchedOptionValue("--check", false)) {
            return check(questioning, wanted);
        }
        DigestAlgorithm algorithm = wanted.orElse(DigestAlgorithm.SHA_256);
        return questioning.ask((endpoint, url, written) ->
                line(
                        digest(endpoint, url, algorithm, ReadRequest.WHOLE).hex(),
                        url.isLocal() ? written : url.toString()));
    }

    private ExitCode check(Questioning questioning, Optional<DigestAlgorithm> wanted)
            throws ProgramException {
        List<ChecksumList.Line> lines = new ArrayList<>();
        for (String name : options.matchedPositionalValue(0, List.<String>of())) {
            ChecksumList list = ChecksumList.read(session, name, wanted);
            list.defects().forEach(defect -> questioning.failed(defect, false));
            lines.addAll(list.lines());
        }
        return questioning.ask(
                lines,
                ChecksumList.Line::place,
                (endpoint, url, line) ->
                        digest(endpoint, url, line.expected().algorithm(), ReadRequest.WHOLE).hex(),
                (line, reply) -> judge(questioning, line, reply));
    }

    private void judge(Questioning questioning, ChecksumList.Line line, Questioning.Reply reply) {
        String verdict =
                switch (reply) {
                    case Questioning.Refused(TransferException why) -> {
                        questioning.failed(line.place().url(), why);
                        yield "FAILED open or read";
                    }
                    case Questioning.Told(String hex) when hex.equals(line.expected().hex()) ->
                            "OK";
                    case Questioning.Told(String hex) -> {
                        questioning.failed(
                                Log.oneLine(line.shown())
                                        + " is not the right content: the list has "
                                        + line.expected()
                                        + ", the file "
                                        + hex,
                                false);
                        yield "FAILED";
                    }
                };
        String name = escaped(line.shown());
        session.print((name.equals(line.shown()) ? "" : "\\") + name + ": " + verdict + "\n");
    }

    /**
     * As the coreutils do: a name with a line end or backslash is escaped, and the line says so.
     */
    static String line(String hex, String name) {
        String escaped = escaped(name);
        return (escaped.equals(name) ? "" : "\\") + hex + "  " + escaped + "\n";
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
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
