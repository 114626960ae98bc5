package transfer.protocol.ssh;

import java.io.IOException;

/** The server opens channels, but there is no SFTP behind them. */
final class NoSftpException extends IOException {
    private static final long serialVersionUID = 1;

    NoSftpException(Exception how) {
        super("the server offers no SFTP", how);
    }
}
