package transfer.protocol.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What is left of a file system.
 *
 * @param bytes that we may still write
 * @param files that can still be made
 */
record SftpSpace(long bytes, long files) {
    private static final SftpSpace PLENTY = new SftpSpace(Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * The answer to {@code statvfs@openssh.com} (OpenSSH, PROTOCOL, 4.4): block size, fragment
     * size, fragments in all, free, and free for us; files in all, free, and free for us; and more.
     */
    static SftpSpace told(ByteBuffer answer) {
        try {
            answer.getLong();
            long fragment = answer.getLong();
            long inAll = answer.getLong();
            answer.getLong();
            long available = answer.getLong();
            long filesInAll = answer.getLong();
            answer.getLong();
            long filesAvailable = answer.getLong();
            // a file system that knows nothing of itself tells zeros
            if (inAll == 0) {
                return PLENTY;
            }
            return new SftpSpace(
                    Math.multiplyHigh(fragment, available) == 0 && fragment * available >= 0
                            ? fragment * available
                            : Long.MAX_VALUE,
                    filesInAll == 0 ? Long.MAX_VALUE : filesAvailable);
        } catch (BufferUnderflowException e) {
            return PLENTY;
        }
    }

    boolean isTooLittle(long wanted) {
        return bytes < wanted || files == 0;
    }
}
