package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** What servers say when they have waited long enough for another request (RFC 9110, 15.5.9). */
class LastWordsTest {
    private static final byte[] TEN = "0123456789".getBytes(US_ASCII);

    private static byte[] read(Client client, TransferUrl url) throws Exception {
        try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
            return Client.all(reading);
        }
    }

    private static void farewell(ScriptedServer.Exchange x) throws Exception {
        x.reply("408 Request Timeout", "Connection: close\n");
        x.hangUp();
    }

    @Test
    void aFarewellThatCrossesTheNextRequestIsNotItsAnswer() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (ScriptedServer server =
                        new ScriptedServer(x -> {
                            if (count.getAndIncrement() == 1) {
                                farewell(x);
                            } else {
                                x.reply("200 OK", "", TEN);
                            }
                        });
                Client client = new Client()) {
            read(client, server.url("/a"));

            assertArrayEquals(TEN, read(client, server.url("/b")));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void toANewConnectionItIsTheAnswer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(LastWordsTest::farewell);
                Client client = new Client()) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> read(client, server.url("/a")));

            assertEquals(FailureKind.TIMED_OUT, failure.kind());
            assertEquals(1, server.asked().size());
        }
    }
}
