package transfer.protocol.ftp;

import java.io.IOException;

/** The server sends more than can be of any use, so that the rest is not waited for. */
final class FtpExcess extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param words what there is too much of
     */
    FtpExcess(String words) {
        super(words);
    }
}
