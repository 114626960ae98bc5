package transfer.protocol.ftp;

import org.junit.jupiter.api.Tag;

/** Each session is known by a ticket, which serves once. */
@Tag("container")
class FtpsTest extends FtpsSessions {
    FtpsTest() {
        super("vsftpd", "TLSv1.3");
    }
}
