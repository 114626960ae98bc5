package transfer.protocol.ssh;

import transfer.protocol.FailureKind;

/**
 * The codes of a status: 0 to 8 of version 3 (draft-ietf-secsh-filexfer-02, section 7), and those
 * of later versions that servers of version 3 send all the same (draft-ietf-secsh-filexfer-13,
 * 9.1).
 */
final class SftpStatus {
    static final int OK = 0;
    static final int END_OF_FILE = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int FAILURE = 4;
    static final int BAD_MESSAGE = 5;
    static final int UNSUPPORTED = 8;
    static final int ALREADY_EXISTS = 11;

    private SftpStatus() {}

    /** The failure that a code stands for where nothing more is known. */
    static FailureKind kind(int code) {
        return switch (code) {
            case NO_SUCH_FILE, 10 -> FailureKind.NOT_FOUND;
            case PERMISSION_DENIED, 12 -> FailureKind.ACCESS_DENIED;
            case BAD_MESSAGE, 9, 18, 19, 20, 21, 23, 24 -> FailureKind.BAD_REQUEST;
            case 6, 7 -> FailureKind.CONNECTION;
            case UNSUPPORTED -> FailureKind.UNSUPPORTED;
            case ALREADY_EXISTS -> FailureKind.ALREADY_EXISTS;
            case 13, 17, 25, 26 -> FailureKind.UNAVAILABLE;
            case 14, 15 -> FailureKind.NO_SPACE;
            default -> FailureKind.UNEXPECTED;
        };
    }

    /** What a code says, for the user. */
    static String words(int code) {
        return switch (code) {
            case END_OF_FILE -> "end of file";
            case NO_SUCH_FILE, 10 -> "no such file or directory";
            case PERMISSION_DENIED -> "permission denied";
            case BAD_MESSAGE -> "the server does not accept the request, or the name is too long";
            case UNSUPPORTED -> "the server does not support it";
            case ALREADY_EXISTS -> "it exists already";
            case 12 -> "the file system is read-only";
            case 14 -> "no space is left";
            case 15 -> "the quota is used up";
            case 19 -> "it is no directory";
            case 24 -> "it is a directory";
            default -> "the server refused and gave no reason";
        };
    }
}
