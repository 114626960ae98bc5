package transfer.protocol.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import transfer.protocol.ByteText;

/**
 * What a server answered.
 *
 * @param type one of the packet types of {@link SftpPacket}
 * @param body what follows the number; empty for data, which are where the request wanted them
 */
record SftpReply(int type, ByteBuffer body) {
    boolean isStatus(int code) {
        return type == SftpPacket.STATUS && body.remaining() >= 4 && status() == code;
    }

    /** The code of a status (7). */
    int status() {
        return body.getInt(0);
    }

    /** What the server says besides the code; may be empty. */
    String words() {
        ByteBuffer rest = body.duplicate().position(4);
        return rest.remaining() < 4 ? "" : text(rest);
    }

    /** The next string of a packet. */
    static byte[] string(ByteBuffer packet) {
        byte[] bytes = new byte[length(packet)];
        packet.get(bytes);
        return bytes;
    }

    /** The next string of a packet, as text. */
    static String text(ByteBuffer packet) {
        return ByteText.decode(string(packet));
    }

    static void skipString(ByteBuffer packet) {
        int length = length(packet);
        packet.position(packet.position() + length);
    }

    private static int length(ByteBuffer packet) {
        int length = packet.getInt();
        if (length < 0 || length > packet.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }
}
