package transfer.protocol.ftp;

import java.util.List;

/**
 * What a server answered to one command (RFC 959, 4.2).
 *
 * @param code three digits
 * @param lines as they came, with code and one character for each byte
 */
record FtpReply(int code, List<String> lines) {
    private static final int LONGEST = 200;

    FtpReply {
        lines = List.copyOf(lines);
    }

    /** 1xx: more is to come. */
    boolean isPreliminary() {
        return code / 100 == 1;
    }

    /** 2xx: it is done. */
    boolean isDone() {
        return code / 100 == 2;
    }

    /** 3xx: it is waiting for the next command. */
    boolean isHalfDone() {
        return code / 100 == 3;
    }

    /** Neither the command nor its parameters are known there (RFC 959, 4.2.1). */
    boolean isUnknownCommand() {
        return code == 500 || code == 501 || code == 502 || code == 504;
    }

    /** The code and the first lines, for messages. */
    String shown() {
        return printable(String.join(" ", lines));
    }

    /** What a server wrote, without what moves a terminal's cursor, and not at any length. */
    static String printable(String wire) {
        String text = FtpPath.text(wire).replaceAll("\\p{Cntrl}", " ");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
