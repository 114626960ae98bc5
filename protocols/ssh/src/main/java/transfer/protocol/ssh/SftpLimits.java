package transfer.protocol.ssh;

import java.nio.ByteBuffer;

/**
 * How much a server takes and gives at once, in bytes of content.
 *
 * @param read at most, in one answer
 * @param write at most, in one request
 */
record SftpLimits(int read, int write) {
    /** What every server can (draft-ietf-secsh-filexfer-02, section 3: packets of 34,000 bytes). */
    static final SftpLimits STANDARD = new SftpLimits(32_768, 32_768);

    /** More gains nothing, and takes longer until the first byte can be used. */
    private static final int ENOUGH = 255 << 10;

    /**
     * The answer to {@code limits@openssh.com} (OpenSSH, PROTOCOL, 4.8): packet, read, write,
     * handles; 0 where there is none.
     */
    static SftpLimits told(ByteBuffer answer) {
        answer.getLong();
        return new SftpLimits(
                usable(answer.getLong(), STANDARD.read), usable(answer.getLong(), STANDARD.write));
    }

    private static int usable(long told, int standard) {
        return told <= 0 ? standard : (int) Math.min(told, ENOUGH);
    }
}
