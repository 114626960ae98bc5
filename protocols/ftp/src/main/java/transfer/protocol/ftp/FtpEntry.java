package transfer.protocol.ftp;

import java.util.OptionalLong;

/**
 * What a listing says of one name.
 *
 * @param name one character for each byte
 */
record FtpEntry(String name, Kind kind, OptionalLong size) {
    /** What a name stands for, links not followed where the server tells them. */
    enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }
}
