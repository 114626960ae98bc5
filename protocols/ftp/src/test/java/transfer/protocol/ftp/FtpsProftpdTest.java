package transfer.protocol.ftp;

import org.junit.jupiter.api.Tag;

/** A ticket serves once, and uploads bring no new ones. */
@Tag("container")
class FtpsProftpdTest extends FtpsSessions {
    FtpsProftpdTest() {
        super("proftpd", "TLSv1.3");
    }
}
