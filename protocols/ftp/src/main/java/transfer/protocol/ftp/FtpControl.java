package transfer.protocol.ftp;

import java.io.BufferedWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.io.CRLFLineReader;

/** The library's control connection, which may be put under TLS, at once or later (RFC 4217). */
final class FtpControl extends FTPClient {
    /** No server has as much to say; the library would keep any amount in memory. */
    private static final int LONGEST_REPLY = 1 << 20;

    private final Optional<FtpTls> tls;
    private boolean secured;
    private int heard;
    private Optional<Socket> plain = Optional.empty();

    /**
     * @param tls what to secure it with, if that is wanted
     * @param atOnce whether before the server has said anything
     */
    FtpControl(Optional<FtpTls> tls, boolean atOnce) {
        this.tls = tls;
        this.secured = tls.isPresent() && atOnce;
        // one character for each byte, both ways: names have no encoding of their own
        setControlEncoding(StandardCharsets.ISO_8859_1);
    }

    /** Whether it has to be put under TLS before anything else is said. */
    boolean isToBeSecured() {
        return tls.isPresent() && !secured;
    }

    /** Whether a data connection can still be as well secured as this. */
    boolean canGoOn() {
        return tls.map(FtpTls::canGoOn).orElse(true);
    }

    /** What the library does with a connection that it has made: it waits for the greeting. */
    @Override
    protected void _connectAction_() throws IOException {
        if (secured) {
            wrap();
        }
        _connectAction_(limited(_socket_.getInputStream()));
    }

    private Reader limited(InputStream replies) {
        InputStream limited =
                new FilterInputStream(replies) {
                    @Override
                    public int read(byte[] into, int start, int length) throws IOException {
                        int count = super.read(into, start, length);
                        heard += Math.max(0, count);
                        if (heard > LONGEST_REPLY) {
                            throw new IOException("the server's answer has no end");
                        }
                        return count;
                    }
                };
        return new InputStreamReader(limited, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int sendCommand(String command, String argument) throws IOException {
        heard = 0;
        return super.sendCommand(command, argument);
    }

    @Override
    public int getReply() throws IOException {
        heard = 0;
        return super.getReply();
    }

    /** Whether something has come that nobody has asked for. */
    boolean hasMore() throws IOException {
        return _controlInput_.ready();
    }

    /**
     * Goes on in TLS. What the server may have sent before it is dropped, because anybody on the
     * way could have written it.
     */
    void secure() throws IOException {
        wrap();
        secured = true;
        _controlInput_ = new CRLFLineReader(limited(_input_));
        _controlOutput_ =
                new BufferedWriter(new OutputStreamWriter(_output_, StandardCharsets.ISO_8859_1));
    }

    private void wrap() throws IOException {
        plain = Optional.of(_socket_);
        Socket wrapped = tls.orElseThrow().around(_socket_);
        _socket_ = wrapped;
        _input_ = wrapped.getInputStream();
        _output_ = wrapped.getOutputStream();
    }

    /**
     * From below: the runtime would wait for the last words of a server that may have fallen
     * silent.
     */
    @Override
    public void disconnect() throws IOException {
        if (plain.isPresent()) {
            plain.get().close();
        }
        super.disconnect();
    }

    /** A data connection of this control connection's, as well secured as that. */
    FtpChannel like(FtpPlainChannel data) throws IOException {
        return tls.isPresent() ? tls.get().around(data) : data;
    }
}
