package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** XRootD 5.5 answers 500 to a GET that asks for a digest which it cannot give. */
class XrootdReadingTest {
    private static final byte[] CONTENT = "content".getBytes(US_ASCII);

    private static ScriptedServer server(String name, String otherwise) throws Exception {
        return new ScriptedServer(x -> {
            if (x.asked().header("Want-Digest").isPresent()) {
                x.reply("500 Internal Server Error", "Server: " + name + "\n");
            } else {
                x.reply(otherwise, "Server: " + name + "\n", CONTENT);
            }
        });
    }

    @Test
    void itIsReadWithoutADigestThen() throws Exception {
        try (ScriptedServer server = server("XrootD/v5.5.3", "200 OK");
                Client client = new Client()) {
            TransferUrl url = server.url("/f");
            try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
                assertArrayEquals(CONTENT, Client.all(reading));
            }

            assertEquals(Optional.empty(), server.last().header("Want-Digest"));
        }
    }

    @ParameterizedTest
    @CsvSource({"XrootD/v5.5.3, NOT_FOUND, 2", "nginx, UNAVAILABLE, 1"})
    void whatIsMissingIsNotFoundAndOthersMeanTheir500(String name, FailureKind kind, int requests)
            throws Exception {
        try (ScriptedServer server = server(name, "404 Not Found");
                Client client = new Client()) {
            TransferUrl url = server.url("/f");

            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> client.files(url).read(url, ReadRequest.WHOLE));

            assertEquals(kind, failure.kind());
            assertEquals(requests, server.asked().size());
        }
    }
}
