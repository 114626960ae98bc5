package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.util.Arrays;
import transfer.protocol.ByteText;

/**
 * What is sent to a server: a packet of SFTP version 3 (draft-ietf-secsh-filexfer-02), built field
 * by field. Its length and its number are filled in when it is sent.
 */
final class SftpPacket {
    static final int INIT = 1;
    static final int VERSION = 2;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int LSTAT = 7;
    static final int FSTAT = 8;
    static final int FSETSTAT = 10;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int READLINK = 19;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRS = 105;
    static final int EXTENDED = 200;
    static final int EXTENDED_REPLY = 201;

    /** How a file is opened (6.3). */
    static final int FOR_READING = 0x01;

    static final int FOR_WRITING = 0x02;
    static final int CREATE = 0x08;
    static final int EXCLUSIVE = 0x20;

    private static final int AT_LENGTH = 0;
    private static final int AT_NUMBER = 5;

    private byte[] bytes = new byte[64];
    private int end;

    private SftpPacket(int type) {
        integer(0);
        bytes[end++] = (byte) type;
    }

    /** The first packet of a conversation, the only one whose number is that of a version. */
    static SftpPacket initial(int version) {
        return new SftpPacket(INIT).integer(version);
    }

    static SftpPacket of(int type) {
        return new SftpPacket(type).integer(0);
    }

    /** A request that its name tells, not its number (8). */
    static SftpPacket extended(String name) {
        return of(EXTENDED).path(name);
    }

    SftpPacket integer(int value) {
        room(4).putInt(end, value);
        end += 4;
        return this;
    }

    SftpPacket number(long value) {
        room(8).putLong(end, value);
        end += 8;
        return this;
    }

    SftpPacket string(byte[] value) {
        integer(value.length);
        room(value.length).put(end, value);
        end += value.length;
        return this;
    }

    /** A name, whose bytes go as they are. */
    SftpPacket path(String text) {
        return string(ByteText.encode(text));
    }

    /** No attributes at all. */
    SftpPacket noAttributes() {
        return integer(0);
    }

    /** These permission bits and no other attribute. */
    SftpPacket permissions(int mode) {
        return integer(SftpAttributes.HAS_PERMISSIONS).integer(mode);
    }

    private ByteBuffer room(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
        }
        return ByteBuffer.wrap(bytes);
    }

    int type() {
        return bytes[AT_NUMBER - 1] & 0xFF;
    }

    /**
     * What goes over the wire.
     *
     * @param following how many bytes of content come after it
     */
    ByteBuffer numbered(int number, int following) {
        ByteBuffer packet = ByteBuffer.wrap(bytes, 0, end);
        packet.putInt(AT_LENGTH, end - 4 + following);
        if (type() != INIT) {
            packet.putInt(AT_NUMBER, number);
        }
        return packet;
    }
}
