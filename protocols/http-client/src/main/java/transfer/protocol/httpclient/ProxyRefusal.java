package transfer.protocol.httpclient;

import java.io.IOException;

/** A proxy does not let us through to a server that speaks TLS. */
final class ProxyRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    ProxyRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
