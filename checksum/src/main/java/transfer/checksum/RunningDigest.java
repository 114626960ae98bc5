package transfer.checksum;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Digests of bytes as they pass, several algorithms in one go.
 *
 * <p>Not safe for use by two threads at once; handing it from one thread to the next is fine.
 */
public final class RunningDigest {
    private final List<Lane> lanes;

    /** Starts over no bytes, for these algorithms; an empty set is allowed and costs nothing. */
    public RunningDigest(Set<DigestAlgorithm> algorithms) {
        // plain loops here and below: all this happens for every file, however small
        List<Lane> all = new ArrayList<>(algorithms.size());
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            if (algorithms.contains(algorithm)) {
                all.add(Lane.of(algorithm));
            }
        }
        lanes = all;
    }

    private RunningDigest(List<Lane> lanes) {
        this.lanes = lanes;
    }

    /**
     * One over no bytes for the same algorithms, without the runtime having to look for them again.
     * Many threads may do this with one that takes nothing in.
     */
    public RunningDigest anew() {
        List<Lane> all = new ArrayList<>(lanes.size());
        for (Lane lane : lanes) {
            all.add(lane.anew());
        }
        return new RunningDigest(all);
    }

    /** Takes in the buffer's remaining bytes; its position and limit are as before afterwards. */
    public void update(ByteBuffer bytes) {
        for (Lane lane : lanes) {
            lane.update(bytes.duplicate());
        }
    }

    /**
     * The digests of everything taken in so far, in the order of {@link DigestAlgorithm}; more
     * bytes may follow.
     */
    public List<Checksum> values() {
        List<Checksum> values = new ArrayList<>(lanes.size());
        for (Lane lane : lanes) {
            values.add(Checksum.of(lane.algorithm(), lane.value()));
        }
        return Collections.unmodifiableList(values);
    }

    private sealed interface Lane {
        DigestAlgorithm algorithm();

        void update(ByteBuffer bytes);

        byte[] value();

        Lane anew();

        static Lane of(DigestAlgorithm algorithm) {
            return switch (algorithm) {
                case CRC64NVME -> new Cyclic(algorithm, new Crc64Nvme());
                case CRC32 -> new Cyclic(algorithm, new CRC32());
                case CRC32C -> new Cyclic(algorithm, new CRC32C());
                case ADLER32 -> new Cyclic(algorithm, new Adler32());
                case SHA_256, SHA_512, SHA3_256, SHA_1, MD5 ->
                        new Message(algorithm, start(algorithm));
            };
        }

        private static MessageDigest start(DigestAlgorithm algorithm) {
            try {
                return MessageDigest.getInstance(algorithm.jdkName());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has " + algorithm.jdkName(), e);
            }
        }
    }

    private record Message(DigestAlgorithm algorithm, MessageDigest digest) implements Lane {
        @Override
        public void update(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public byte[] value() {
            return copy().digest();
        }

        @Override
        public Lane anew() {
            MessageDigest fresh = copy();
            fresh.reset();
            return new Message(algorithm, fresh);
        }

        private MessageDigest copy() {
            try {
                return (MessageDigest) digest.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the runtime's own digests can be cloned", e);
            }
        }
    }

    private record Cyclic(DigestAlgorithm algorithm, java.util.zip.Checksum check) implements Lane {
        @Override
        public void update(ByteBuffer bytes) {
            check.update(bytes);
        }

        @Override
        public byte[] value() {
            byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(check.getValue()).array();
            return Arrays.copyOfRange(value, Long.BYTES - algorithm.length(), Long.BYTES);
        }

        @Override
        public Lane anew() {
            return Lane.of(algorithm);
        }
    }
}
