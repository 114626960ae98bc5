package transfer.protocol.all;

import java.nio.file.Path;
import java.util.List;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.file.FileProtocol;
import transfer.protocol.ftp.FtpProtocol;
import transfer.protocol.gs.GsProtocol;
import transfer.protocol.http.HttpProtocol;
import transfer.protocol.s3.S3Protocol;
import transfer.protocol.ssh.SshProtocol;
import transfer.protocol.vfs.VfsProtocol;
import transfer.protocol.webdav.WebdavProtocol;

/** The protocols of this build, in the order in which help and reports list them. */
public final class AllProtocols {
    private AllProtocols() {}

    /**
     * One of each; the caller closes them. Making them does no I/O.
     *
     * @param homes the user's home directories; none is ever removed, nor is any directory above it
     */
    public static List<Protocol> list(NetworkSettings network, List<Path> homes) {
        return List.of(
                new FileProtocol(homes),
                new HttpProtocol(network),
                new WebdavProtocol(network),
                new SshProtocol(network),
                new FtpProtocol(network),
                new VfsProtocol(),
                new S3Protocol(network),
                new GsProtocol(network));
    }
}
