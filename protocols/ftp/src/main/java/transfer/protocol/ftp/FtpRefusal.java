package transfer.protocol.ftp;

import java.io.IOException;
import java.util.Locale;

/** The server answered a command with something else than success. */
final class FtpRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final transient FtpReply reply;
    private final boolean withoutTls;

    FtpRefusal(FtpReply reply) {
        this("the server answered " + reply.shown(), reply, false);
    }

    private FtpRefusal(String words, FtpReply reply, boolean withoutTls) {
        super(words);
        this.reply = reply;
        this.withoutTls = withoutTls;
    }

    /** The answer to the wish for TLS, which comes before any name or password. */
    static FtpRefusal ofTls(FtpReply reply) {
        String words = "the server offers no TLS (it answered " + reply.shown() + ")";
        return new FtpRefusal(words, reply, true);
    }

    FtpReply reply() {
        return reply;
    }

    int code() {
        return reply.code();
    }

    /** Whether it will never do TLS, whatever its code means elsewhere: vsftpd's is 530. */
    boolean isWithoutTls() {
        return withoutTls && reply.code() / 100 == 5;
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
