package transfer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the runtime's words mean; real conversations are in the tests of the families. */
class TlsFaultTest {
    @ParameterizedTest
    @CsvSource({
        "Received fatal alert: protocol_version, PROTOCOL_VERSION",
        "(protocol_version) Received fatal alert: protocol_version, PROTOCOL_VERSION",
        "'(protocol_version) The server selected protocol version TLS10 is not accepted',"
                + " PROTOCOL_VERSION",
        "'(handshake_failure) No appropriate protocol (protocol is disabled)', PROTOCOL_VERSION",
        "Received fatal alert: handshake_failure, HANDSHAKE_REFUSED",
        "Received fatal alert: insufficient_security, HANDSHAKE_REFUSED",
        "Received fatal alert: unrecognized_name, HANDSHAKE_REFUSED",
        "Received fatal alert: certificate_required, CLIENT_CERTIFICATE_REQUIRED",
        "Received fatal alert: bad_certificate, CLIENT_CERTIFICATE_REFUSED",
        "Received fatal alert: unknown_ca, CLIENT_CERTIFICATE_REFUSED",
        "Received fatal alert: certificate_expired, CLIENT_CERTIFICATE_REFUSED",
        "(bad_certificate) Empty server certificate chain, BAD_CERTIFICATE",
        "Unsupported or unrecognized SSL message, NOT_TLS",
    })
    void alertsAreKnownByTheirNames(String message, TlsFault fault) {
        assertEquals(Optional.of(fault), TlsFault.of(new SSLHandshakeException(message)));
    }

    @Test
    void whatIsNotOfTlsIsNone() {
        assertEquals(Optional.empty(), TlsFault.of(new IOException("Received fatal alert: x")));
        assertEquals(Optional.empty(), TlsFault.of(new SSLException("Received fatal alert: odd")));
        assertEquals(Optional.empty(), TlsFault.of(new SSLException("(odd) sent")));
    }
}
