package transfer.protocol.ftp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.TransferUrl;

/**
 * Digests that the server computes: by HASH (draft-bryan-ftpext-hash-02), or by the commands that
 * came before it, XSHA256 and its like, which are nowhere written down. Both only where FEAT lists
 * them.
 */
final class FtpDigests {
    /** The best first. */
    private static final List<DigestAlgorithm> ORDER =
            List.of(
                    DigestAlgorithm.SHA_256,
                    DigestAlgorithm.SHA_512,
                    DigestAlgorithm.SHA_1,
                    DigestAlgorithm.MD5,
                    DigestAlgorithm.CRC32);

    private final FtpConnection connection;

    FtpDigests(FtpConnection connection) {
        this.connection = connection;
    }

    /** The digest of a whole file by one of the algorithms, if the server has any of them. */
    Optional<Checksum> of(FtpPath path, TransferUrl url, String doing, Set<DigestAlgorithm> wanted)
            throws IOException {
        FtpLook look = new FtpLook(connection);
        for (DigestAlgorithm algorithm : ORDER) {
            Optional<String> command =
                    wanted.contains(algorithm) ? command(algorithm) : Optional.empty();
            if (command.isPresent()) {
                FtpReply reply;
                try {
                    reply = connection.send(command.get(), path.argument());
                } catch (SocketTimeoutException e) {
                    if (connection.isStale()) {
                        throw e;
                    }
                    // it reads a large file, and would take as long the next time
                    return Optional.empty();
                }
                if (reply.isDone()) {
                    return value(reply, algorithm);
                }
                if (!reply.isUnknownCommand()) {
                    return look.explained(
                            path,
                            url,
                            doing,
                            () -> {
                                throw new FtpRefusal(reply);
                            });
                }
            }
        }
        look.require(path, url, doing);
        return Optional.empty();
    }

    /** The command that computes it, told beforehand which algorithm where it has several. */
    private Optional<String> command(DigestAlgorithm algorithm) throws IOException {
        FtpFeatures features = connection.features();
        Optional<String> offered =
                Arrays.stream(features.value("HASH").split(";"))
                        .map(name -> name.strip().replace("*", ""))
                        .filter(name -> DigestAlgorithm.named(name).equals(Optional.of(algorithm)))
                        .findFirst();
        if (offered.isPresent() && connection.send("OPTS", "HASH " + offered.get()).isDone()) {
            return Optional.of("HASH");
        }
        return older(algorithm).stream().filter(features::has).findFirst();
    }

    private static List<String> older(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> List.of("XSHA256");
            case SHA_512 -> List.of("XSHA512");
            case SHA_1 -> List.of("XSHA1", "XSHA");
            case MD5 -> List.of("XMD5", "MD5");
            case CRC32 -> List.of("XCRC");
            case SHA3_256, CRC64NVME, CRC32C, ADLER32 -> List.of();
        };
    }

    /** The first word of the last line that has the right form; the file's name follows or not. */
    private static Optional<Checksum> value(FtpReply reply, DigestAlgorithm algorithm) {
        String form = "[0-9A-Fa-f]{" + algorithm.length() * 2 + "}";
        return Arrays.stream(reply.lines().getLast().split("[\\s\"]+"))
                .skip(1)
                .filter(word -> word.matches(form))
                .findFirst()
                .map(hex -> new Checksum(algorithm, hex));
    }
}
