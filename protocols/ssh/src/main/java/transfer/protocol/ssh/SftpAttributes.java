package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.protocol.FileStat;

/**
 * What a server says of a file (draft-ietf-secsh-filexfer-02, section 5).
 *
 * @param size in bytes
 * @param permissions type and permission bits as {@code stat} has them
 * @param modified to the second
 */
record SftpAttributes(OptionalLong size, OptionalInt permissions, Optional<Instant> modified) {
    static final int HAS_PERMISSIONS = 0x04;

    private static final int HAS_SIZE = 0x01;
    private static final int HAS_OWNER = 0x02;
    private static final int HAS_TIMES = 0x08;
    private static final int HAS_MORE = 0x80000000;

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;

    /** Takes them from a packet. */
    static SftpAttributes read(ByteBuffer packet) {
        int flags = packet.getInt();
        OptionalLong size =
                has(flags, HAS_SIZE) ? OptionalLong.of(packet.getLong()) : OptionalLong.empty();
        if (has(flags, HAS_OWNER)) {
            packet.getLong();
        }
        OptionalInt permissions =
                has(flags, HAS_PERMISSIONS) ? OptionalInt.of(packet.getInt()) : OptionalInt.empty();
        Optional<Instant> modified = Optional.empty();
        if (has(flags, HAS_TIMES)) {
            packet.getInt();
            modified = Optional.of(Instant.ofEpochSecond(Integer.toUnsignedLong(packet.getInt())));
        }
        for (int more = has(flags, HAS_MORE) ? packet.getInt() : 0; more > 0; more--) {
            SftpReply.skipString(packet);
            SftpReply.skipString(packet);
        }
        return new SftpAttributes(size, permissions, modified);
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    boolean tellType() {
        return type() != 0;
    }

    boolean isDirectory() {
        return type() == DIRECTORY;
    }

    boolean isLink() {
        return type() == LINK;
    }

    /** Whether it can be read as a file; so can what the server does not tell the type of. */
    boolean isRegular() {
        return type() == REGULAR || type() == 0;
    }

    private int type() {
        return permissions.orElse(0) & TYPE;
    }

    FileStat.Kind kind() {
        if (isDirectory()) {
            return FileStat.Kind.DIRECTORY;
        }
        return isRegular() ? FileStat.Kind.FILE : FileStat.Kind.OTHER;
    }

    /** The permission bits, 0 to 0777. */
    OptionalInt mode() {
        return permissions.isPresent()
                ? OptionalInt.of(permissions.getAsInt() & 0777)
                : OptionalInt.empty();
    }
}
