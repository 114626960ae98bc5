package transfer.protocol.ftp;

import org.junit.jupiter.api.Tag;

/** A session is known by its number. */
@Tag("container")
class FtpsTls12Test extends FtpsSessions {
    FtpsTls12Test() {
        super("vsftpd", "TLSv1.2");
    }
}
