package transfer.protocol.ftp;

/**
 * What a listing says of one name.
 *
 * @param name one character for each byte
 */
record FtpEntry(String name, FtpState state) {
    /** What a name stands for, links not followed where the server tells them. */
    enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    Kind kind() {
        return state.kind();
    }
}
