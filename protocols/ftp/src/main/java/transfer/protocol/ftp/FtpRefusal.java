package transfer.protocol.ftp;

import java.io.IOException;
import java.util.Locale;

/** The server answered a command with something else than success. */
final class FtpRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final transient FtpReply reply;

    FtpRefusal(FtpReply reply) {
        super("the server answered " + reply.shown());
        this.reply = reply;
    }

    /**
     * @param words what it means, for the user
     */
    FtpRefusal(String words, FtpReply reply) {
        super(words + " (it answered " + reply.shown() + ")");
        this.reply = reply;
    }

    FtpReply reply() {
        return reply;
    }

    int code() {
        return reply.code();
    }

    /**
     * Whether the server has no room for one more user. Servers answer 421 to that, and ProFTPD 530
     * as to a wrong password; only its words differ, and a password that is right must not count as
     * wrong.
     */
    boolean isCrowded() {
        String text = reply.shown().toLowerCase(Locale.ROOT);
        return reply.code() == 530
                && (text.contains("maximum number") || text.contains("too many"));
    }

    /** Whether the answer is the one to names that are missing and to those that we may not use. */
    boolean isUnclear() {
        return reply.code() == 550 || reply.code() == 553;
    }
}
