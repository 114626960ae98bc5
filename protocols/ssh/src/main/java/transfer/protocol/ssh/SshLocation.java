package transfer.protocol.ssh;

import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Where a server is and what is meant there.
 *
 * @param host as written, in lower case
 * @param port 22 where none is written
 * @param path begins with a slash, as {@link transfer.protocol.ByteText} writes bytes
 */
record SshLocation(String host, int port, String path) {
    static final int PORT = 22;

    /**
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when the URL has no host, no path,
     *     or a port that is none
     */
    static SshLocation of(TransferUrl url) throws TransferException {
        String hostAndPort = url.hostAndPort();
        String host = url.host();
        boolean bracketed = hostAndPort.startsWith("[");
        String rest = hostAndPort.substring(Math.min(hostAndPort.length(), host.length()));
        if (host.isEmpty()) {
            throw malformed(url, "has no host");
        }
        if (!bracketed && !rest.isEmpty() && url.port().isEmpty()) {
            throw malformed(url, "has a port that is no number");
        }
        if (!url.path().startsWith("/")) {
            throw malformed(url, "names no path");
        }
        if (url.path().indexOf('\0') >= 0) {
            throw malformed(url, "has a NUL in its path");
        }
        return new SshLocation(host, url.port().orElse(PORT), url.path());
    }

    private static TransferException malformed(TransferUrl url, String how) {
        return new TransferException(
                        FailureKind.BAD_REQUEST,
                        url,
                        url + " " + how + "; write " + url.scheme() + "://[user@]host[:port]/path")
                .during(Phase.REQUEST);
    }
}
