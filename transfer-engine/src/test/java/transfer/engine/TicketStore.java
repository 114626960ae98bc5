package transfer.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.Digester;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.ResumableSink;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * A store that names unfinished uploads itself, tells nothing of them, and compares a CRC-32C of
 * the whole before it shows it; or tells of every part what it has, and shows it when it is
 * published. For tests, one at a time.
 */
final class TicketStore implements Protocol {
    static final String SECRET = "nobody-else-knows-";

    final Map<String, ByteArrayOutputStream> unfinished = new HashMap<>();
    final Map<String, byte[]> files = new HashMap<>();
    final Map<String, Integer> resumedAt = new HashMap<>();

    /** The next upload breaks off once so many bytes are there. */
    int breaksAt = Integer.MAX_VALUE;

    /** One bit of the next upload arrives wrong. */
    boolean damages;

    /** Compares parts, those of earlier writings too, instead of the whole. */
    boolean comparesParts;

    /** Does not say what it has of the parts. */
    boolean silent;

    /** How many bytes of earlier writings were compared. */
    long compared;

    private int opened;

    @Override
    public List<String> schemes() {
        return List.of("ticket");
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) {
        return new Bucket();
    }

    private static TransferException failure(FailureKind kind, TransferUrl url, Phase phase) {
        return new TransferException(kind, url, url + ": as the test wants it").during(phase);
    }

    private final class Bucket implements ResumableSink, Digester {
        @Override
        public FileStat stat(TransferUrl url) throws TransferException {
            byte[] found = files.get(url.text());
            if (found == null) {
                throw failure(FailureKind.NOT_FOUND, url, Phase.REQUEST);
            }
            return FileStat.ofSize(found.length);
        }

        @Override
        public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted) {
            return Optional.empty();
        }

        @Override
        public Writing write(TransferUrl url, WriteRequest request) {
            return resume(url, request, "");
        }

        @Override
        public Writing resume(TransferUrl url, WriteRequest request, String mark) {
            String ticket = unfinished.containsKey(mark) ? mark : SECRET + ++opened;
            ByteArrayOutputStream there =
                    unfinished.computeIfAbsent(ticket, _ -> new ByteArrayOutputStream());
            resumedAt.put(ticket, there.size());
            return new Part(url, ticket, there);
        }
    }

    private final class Part implements Writing {
        private final TransferUrl url;
        private final String ticket;
        private final ByteArrayOutputStream there;
        private final int offset;
        private boolean ended;
        private int same;

        Part(TransferUrl url, String ticket, ByteArrayOutputStream there) {
            this.url = url;
            this.ticket = ticket;
            this.there = there;
            this.offset = there.size();
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public Set<DigestAlgorithm> compared() {
            return comparesParts ? Set.of() : Set.of(DigestAlgorithm.CRC32C);
        }

        @Override
        public boolean compares() {
            return comparesParts && offset > 0;
        }

        @Override
        public void compare(ByteBuffer bytes) throws TransferException {
            byte[] known = there.toByteArray();
            for (; bytes.hasRemaining(); same++) {
                if (bytes.get() != known[same]) {
                    throw failure(FailureKind.CHECKSUM_MISMATCH, url, Phase.VERIFY);
                }
            }
            compared = same;
        }

        @Override
        public boolean isProvedInParts() {
            return comparesParts && !silent && same == offset;
        }

        @Override
        public Optional<Secret> ticket() {
            return Optional.of(new Secret(ticket));
        }

        @Override
        public void write(ByteBuffer bytes) throws TransferException {
            if (there.size() >= breaksAt) {
                breaksAt = Integer.MAX_VALUE;
                throw failure(FailureKind.CONNECTION, url, Phase.BODY);
            }
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            if (damages) {
                damages = false;
                piece[0] ^= 1;
            }
            there.writeBytes(piece);
        }

        @Override
        public FileStat finish(List<Checksum> digests) throws TransferException {
            if (comparesParts) {
                return FileStat.ofSize(there.size());
            }
            RunningDigest own = new RunningDigest(compared());
            own.update(ByteBuffer.wrap(there.toByteArray()));
            unfinished.remove(ticket);
            ended = true;
            if (!digests.containsAll(own.values())) {
                throw failure(FailureKind.CHECKSUM_MISMATCH, url, Phase.VERIFY);
            }
            files.put(url.text(), there.toByteArray());
            return FileStat.ofSize(there.size()).withDigests(own.values());
        }

        @Override
        public TransferUrl location() {
            return url;
        }

        @Override
        public void publish() {
            if (comparesParts) {
                unfinished.remove(ticket);
                ended = true;
                files.put(url.text(), there.toByteArray());
            }
        }

        @Override
        public void leave() {
            ended = true;
        }

        @Override
        public void close() {
            if (!ended) {
                unfinished.remove(ticket);
            }
        }
    }
}
