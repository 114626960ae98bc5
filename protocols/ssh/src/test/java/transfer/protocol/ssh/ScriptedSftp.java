package transfer.protocol.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server of SFTP, version 3, that has one file under every name and says what a test wants it to.
 * What is not told otherwise it answers as a good server would.
 */
final class ScriptedSftp implements MinaServer.Play {
    static final int REGULAR = 0100644;

    private final byte[] content;
    private final Map<Integer, Answer> answers = new HashMap<>();
    private final Map<Integer, Integer> held = new HashMap<>();
    private byte[][] greeting = {integer(3)};
    private final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());

    ScriptedSftp(byte[] content) {
        this.content = content;
    }

    /** Makes the answer to a packet from what follows its number. */
    @FunctionalInterface
    interface Answer {
        byte[] to(ByteBuffer question);
    }

    /** Says at the beginning that it knows this request, too. */
    ScriptedSftp knowing(String extension) {
        greeting = new byte[][] {integer(3), string(extension), string("1")};
        return this;
    }

    /** Answers packets of this type so. */
    ScriptedSftp on(int type, Answer answer) {
        answers.put(type, answer);
        return this;
    }

    /** Answers packets of this type with these codes, one after the other, the last for good. */
    ScriptedSftp on(int type, int... codes) {
        int[] next = {0};
        return on(type, _ -> status(codes[Math.min(next[0]++, codes.length - 1)]));
    }

    /** Answers packets of the first type only when one of the second has come as well. */
    ScriptedSftp holding(int type, int until) {
        held.put(type, until);
        return this;
    }

    /** The types of what it was asked, in order. */
    List<Integer> asked() {
        return List.copyOf(asked);
    }

    @Override
    public int run(String command, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        DataInputStream questions = new DataInputStream(in);
        ByteArrayOutputStream later = new ByteArrayOutputStream();
        int awaited = 0;
        try {
            while (true) {
                byte[] packet = new byte[questions.readInt()];
                questions.readFully(packet);
                int type = packet[0] & 0xFF;
                asked.add(type);
                if (type == SftpPacket.INIT) {
                    later.writeBytes(packet(SftpPacket.VERSION, greeting));
                } else {
                    int number = ByteBuffer.wrap(packet).getInt(1);
                    ByteBuffer question = ByteBuffer.wrap(packet, 5, packet.length - 5).slice();
                    Answer answer = answers.getOrDefault(type, any -> usual(type, any));
                    later.writeBytes(numbered(answer.to(question), number));
                    awaited = awaited == type ? 0 : held.getOrDefault(type, awaited);
                }
                if (awaited == 0) {
                    later.writeTo(out);
                    later.reset();
                    out.flush();
                }
            }
        } catch (EOFException _) {
            return 0;
        }
    }

    private byte[] usual(int type, ByteBuffer question) {
        return switch (type) {
            case SftpPacket.STAT, SftpPacket.FSTAT -> attributes(content.length, REGULAR, 1000);
            case SftpPacket.LSTAT -> status(SftpStatus.NO_SUCH_FILE);
            case SftpPacket.OPEN, SftpPacket.OPENDIR -> packet(SftpPacket.HANDLE, string("h"));
            case SftpPacket.READ -> read(question, Integer.MAX_VALUE);
            case SftpPacket.REALPATH -> names("/home/lab");
            default -> status(SftpStatus.OK);
        };
    }

    /** The bytes that were asked for, but no more than so many. */
    byte[] read(ByteBuffer question, int most) {
        question.position(4 + question.getInt(0));
        long offset = question.getLong();
        int length = Math.min(question.getInt(), most);
        if (offset >= content.length) {
            return status(SftpStatus.END_OF_FILE);
        }
        int end = (int) Math.min(offset + length, content.length);
        return data(Arrays.copyOfRange(content, (int) offset, end));
    }

    static byte[] data(byte[] bytes) {
        return packet(SftpPacket.DATA, string(bytes));
    }

    static byte[] status(int code) {
        return packet(SftpPacket.STATUS, integer(code), string("Failure"), string(""));
    }

    static byte[] attributes(long size, int mode, int modified) {
        ByteBuffer attributes = ByteBuffer.allocate(24);
        attributes.putInt(0x01 | 0x04 | 0x08).putLong(size).putInt(mode);
        attributes.putInt(modified).putInt(modified);
        return packet(SftpPacket.ATTRS, attributes.array());
    }

    /** A list of one name that has these attributes. */
    static byte[] named(String name, byte[] attributes) {
        byte[] behindNumber = Arrays.copyOfRange(attributes, 9, attributes.length);
        return packet(SftpPacket.NAME, integer(1), string(name), string(""), behindNumber);
    }

    /** A list of names, none with attributes. */
    static byte[] names(String... names) {
        byte[][] fields = new byte[1 + 3 * names.length][];
        fields[0] = integer(names.length);
        for (int i = 0; i < names.length; i++) {
            fields[3 * i + 1] = string(names[i]);
            fields[3 * i + 2] = string("");
            fields[3 * i + 3] = integer(0);
        }
        return packet(SftpPacket.NAME, fields);
    }

    /** A packet with room for its number, except for the first of a conversation. */
    static byte[] packet(int type, byte[]... fields) {
        int number = type == SftpPacket.VERSION ? 0 : 4;
        int length = 1 + number + Arrays.stream(fields).mapToInt(field -> field.length).sum();
        ByteBuffer packet = ByteBuffer.allocate(4 + length).putInt(length).put((byte) type);
        packet.position(packet.position() + number);
        Arrays.stream(fields).forEach(packet::put);
        return packet.array();
    }

    private static byte[] numbered(byte[] packet, int number) {
        ByteBuffer.wrap(packet).putInt(5, number);
        return packet;
    }

    static byte[] integer(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] string(byte[] bytes) {
        return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
    }
}
