package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

class HttpReadingTest {
    private static final byte[] TEN = "0123456789".getBytes(US_ASCII);
    private static final Identity TAG = new Identity("etag \"v1\"");

    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private ScriptedServer serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
        return server;
    }

    private Reading read(String path, ReadRequest request)
            throws TransferException, InterruptedException {
        return client.files(server.url(path)).read(server.url(path), request);
    }

    private FailureKind failureOf(String path, ReadRequest request) {
        return assertThrows(
                        TransferException.class,
                        () -> {
                            try (Reading reading = read(path, request)) {
                                Client.all(reading);
                            }
                        })
                .kind();
    }

    private static ReadRequest from(long offset) {
        return new ReadRequest(offset, OptionalLong.empty(), Optional.empty(), false);
    }

    private static ReadRequest part(long offset, long length) {
        return new ReadRequest(offset, OptionalLong.of(length), Optional.empty(), false);
    }

    @Test
    void aWholeFileComesWithWhatTheServerSaysOfIt() throws Exception {
        serve(x ->
                x.reply(
                        "200 OK",
                        """
                        ETag: "v1"
                        Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT
                        Repr-Digest: md5=:eB5eJF1p1WaYmpuGv9I9Eg==:
                        """,
                        TEN));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            FileStat stat = reading.stat();
            assertEquals(OptionalLong.of(10), stat.size());
            assertEquals(Optional.of(TAG), stat.identity());
            assertEquals("2026-03-01T12:00:00Z", stat.modified().get().toString());
            assertTrue(stat.digest(DigestAlgorithm.MD5).isPresent());
            assertEquals(Optional.of("127.0.0.1:" + server.port()), stat.address());
            assertEquals(0, reading.offset());
            assertArrayEquals(TEN, Client.all(reading));
        }
        assertEquals(Optional.of("identity"), server.last().header("Accept-Encoding"));
        assertEquals(Optional.of("transfer-test"), server.last().header("User-Agent"));
        assertTrue(server.last().header("Want-Repr-Digest").orElse("").contains("sha-256"));
        assertEquals(Optional.empty(), server.last().header("Range"));
        assertEquals(Optional.empty(), server.last().header("Cache-Control"));
    }

    @Test
    void aBufferIsFilledAcrossPieces() throws Exception {
        byte[] content = new byte[3 << 20];
        new Random(1).nextBytes(content);
        serve(x -> x.reply("200 OK", "", content));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(content.length + 1);
            while (reading.read(direct) >= 0) {
                assertTrue(direct.position() > 0);
            }
            byte[] got = new byte[direct.flip().remaining()];
            direct.get(got);
            assertArrayEquals(content, got);
        }
    }

    @Test
    void aFullBufferIsNoEnd() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(0, reading.read(ByteBuffer.allocate(0)));
            assertArrayEquals(TEN, Client.all(reading));
        }
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        serve(x -> x.reply("200 OK", ""));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.of(0), reading.stat().size());
            assertEquals(0, Client.all(reading).length);
        }
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));

        for (int i = 0; i < 3; i++) {
            try (Reading reading = read("/x", ReadRequest.WHOLE)) {
                Client.all(reading);
            }
        }
        assertEquals(1, server.connections());
    }

    @Test
    void aPartIsAskedForByRange() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-6/10\nETag: \"v1\"\n",
                        "456".getBytes(US_ASCII)));

        try (Reading reading = read("/x", part(4, 3))) {
            assertEquals(4, reading.offset());
            assertEquals(OptionalLong.of(10), reading.stat().size());
            assertEquals(Optional.of(TAG), reading.stat().identity());
            assertEquals("456", new String(Client.all(reading), US_ASCII));
        }
        assertEquals(Optional.of("bytes=4-6"), server.last().header("Range"));
    }

    @Test
    void theRestIsAskedForUnderTheConditionThatTheFileIsTheSame() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-9/10\nETag: \"v1\"\n",
                        "456789".getBytes(US_ASCII)));

        try (Reading reading = read("/x", ReadRequest.from(4, TAG))) {
            assertEquals("456789", new String(Client.all(reading), US_ASCII));
        }
        assertEquals(Optional.of("bytes=4-"), server.last().header("Range"));
        assertEquals(Optional.of("\"v1\""), server.last().header("If-Range"));
    }

    @Test
    void aServerWithoutRangesGivesAll() throws Exception {
        serve(x -> x.reply("200 OK", "ETag: \"v1\"\n", TEN));

        try (Reading reading = read("/x", ReadRequest.from(4, TAG))) {
            assertEquals(0, reading.offset());
            assertEquals(Optional.of(TAG), reading.stat().identity());
            assertArrayEquals(TEN, Client.all(reading));
        }
    }

    @Test
    void aFileThatChangedComesWholeAndSaysSo() throws Exception {
        serve(x -> x.reply("200 OK", "ETag: \"v2\"\n", TEN));

        try (Reading reading = read("/x", ReadRequest.from(4, TAG))) {
            assertEquals(0, reading.offset());
            assertEquals(Optional.of(new Identity("etag \"v2\"")), reading.stat().identity());
        }
    }

    @Test
    void apartOfAnotherStateIsRefused() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-9/10\nETag: \"v2\"\n",
                        "456789".getBytes(US_ASCII)));

        assertEquals(FailureKind.CHANGED, failureOf("/x", ReadRequest.from(4, TAG)));
    }

    @Test
    void aPartThatDoesNotSayWhichStateItIsOfIsRefused() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-9/10\n",
                        "456789".getBytes(US_ASCII)));

        assertEquals(FailureKind.CHANGED, failureOf("/x", ReadRequest.from(4, TAG)));
    }

    @Test
    void theBeginningOfACertainStateIsAskedForByIfMatch() throws Exception {
        serve(x -> x.reply("412 Precondition Failed", ""));
        ReadRequest request = new ReadRequest(0, OptionalLong.empty(), Optional.of(TAG), false);

        assertEquals(FailureKind.CHANGED, failureOf("/x", request));
        assertEquals(Optional.of("\"v1\""), server.last().header("If-Match"));
    }

    @Test
    void aServerThatIgnoresIfMatchIsFoundOut() throws Exception {
        serve(x -> x.reply("200 OK", "ETag: \"v2\"\n", TEN));
        ReadRequest request = new ReadRequest(0, OptionalLong.empty(), Optional.of(TAG), false);

        assertEquals(FailureKind.CHANGED, failureOf("/x", request));
    }

    @Test
    void aDateWithASizeServesAsIdentityOnceItHasSettled() throws Exception {
        serve(x -> {
            if (x.asked().header("If-Range").isPresent()) {
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-9/10\n",
                        "456789".getBytes(US_ASCII));
            } else {
                x.reply(
                        "200 OK",
                        """
                        Date: Sun, 01 Mar 2026 12:00:09 GMT
                        Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT
                        ETag: W/"weak"
                        """,
                        TEN);
            }
        });
        Identity identity;
        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            identity = reading.stat().identity().orElseThrow();
        }

        try (Reading reading = read("/x", ReadRequest.from(4, identity))) {
            assertEquals(4, reading.offset());
            assertEquals(Optional.of(identity), reading.stat().identity());
        }
        assertEquals(
                Optional.of("Sun, 01 Mar 2026 12:00:00 GMT"), server.last().header("If-Range"));
    }

    @Test
    void aDateWithAnotherSizeIsAnotherState() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-9/10\n",
                        "456789".getBytes(US_ASCII)));
        Identity older = new Identity("modified Sun, 01 Mar 2026 12:00:00 GMT size 11");

        assertEquals(FailureKind.CHANGED, failureOf("/x", ReadRequest.from(4, older)));
    }

    @Test
    void aDateOfTheSameSecondIsNoIdentity() throws Exception {
        serve(x ->
                x.reply(
                        "200 OK",
                        """
                        Date: Sun, 01 Mar 2026 12:00:00 GMT
                        Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT
                        """,
                        TEN));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(Optional.empty(), reading.stat().identity());
        }
    }

    /** It could not be sent back as it came. */
    @Test
    void aTagOfOtherLettersIsNoIdentity() throws Exception {
        serve(x -> x.reply("200 OK", "ETag: \"v\u00e4\"\n", TEN));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(Optional.empty(), reading.stat().identity());
        }
    }

    @Test
    void aWeakTagIsNoIdentity() throws Exception {
        serve(x -> x.reply("200 OK", "ETag: W/\"v1\"\n", TEN));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(Optional.empty(), reading.stat().identity());
        }
    }

    @Test
    void anotherPartThanTheOneAskedForIsRefused() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 3-9/10\n",
                        "3456789".getBytes(US_ASCII)));

        assertEquals(FailureKind.UNEXPECTED, failureOf("/x", from(4)));
    }

    @Test
    void aPartThatDoesNotSayWhichIsRefused() throws Exception {
        serve(x -> x.reply("206 Partial Content", "", "456789".getBytes(US_ASCII)));

        assertEquals(FailureKind.UNEXPECTED, failureOf("/x", from(4)));
    }

    @Test
    void aPartThatNobodyAskedForIsRefused() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 0-3/10\n",
                        "0123".getBytes(US_ASCII)));

        assertEquals(FailureKind.UNEXPECTED, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void aShorterPartThanTheFileHasIsTruncated() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-6/10\n",
                        "456".getBytes(US_ASCII)));

        assertEquals(FailureKind.TRUNCATED, failureOf("/x", from(4)));
    }

    @Test
    void aPartBehindTheEndIsNothingWhereTheFileEndsJustThere() throws Exception {
        serve(x -> x.reply("416 Range Not Satisfiable", "Content-Range: bytes */10\n"));

        try (Reading reading = read("/x", from(10))) {
            assertEquals(10, reading.offset());
            assertEquals(0, Client.all(reading).length);
        }
        assertEquals(FailureKind.CHANGED, failureOf("/x", from(11)));
    }

    @Test
    void whatTheServerLeavesOutBehindTheEndIsAskedFor() throws Exception {
        serve(x -> {
            if (x.asked().method().equals("HEAD")) {
                x.reply("200 OK", "ETag: \"v1\"\n", TEN);
            } else {
                x.reply("416 Range Not Satisfiable", "");
            }
        });

        try (Reading reading = read("/x", ReadRequest.from(10, TAG))) {
            assertEquals(10, reading.offset());
            assertEquals(Optional.of(TAG), reading.stat().identity());
            assertEquals(0, Client.all(reading).length);
        }
        assertEquals(
                FailureKind.CHANGED,
                failureOf("/x", ReadRequest.from(10, new Identity("etag \"v0\""))));
        assertEquals(FailureKind.CHANGED, failureOf("/x", from(9)));
    }

    @Test
    void behindTheEndOfAnUnknownStateNothingIsCertain() throws Exception {
        serve(x -> x.reply("416 Range Not Satisfiable", "Content-Range: bytes */10\n"));

        assertEquals(FailureKind.CHANGED, failureOf("/x", ReadRequest.from(10, TAG)));
    }

    @Test
    void aPartOfNoLengthHasNoBytes() throws Exception {
        serve(x ->
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 4-4/10\n",
                        "4".getBytes(US_ASCII)));

        try (Reading reading = read("/x", part(4, 0))) {
            assertEquals(0, Client.all(reading).length);
        }
    }

    @Test
    void pastCachesIsSaidToThem() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));

        read("/x", ReadRequest.WHOLE.pastAllCaches()).close();

        assertEquals(Optional.of("no-cache"), server.last().header("Cache-Control"));
    }

    @Test
    void aDirectoryIsNotRead() throws Exception {
        serve(x -> {
            if (x.asked().target().endsWith("/")) {
                x.reply("200 OK", "Content-Type: text/html\n", TEN);
            } else {
                x.reply("301 Moved", "Location: " + x.asked().target() + "/\n");
            }
        });

        assertEquals(FailureKind.BAD_REQUEST, failureOf("/dir", ReadRequest.WHOLE));
        try (Reading page = read("/dir/", ReadRequest.WHOLE)) {
            assertArrayEquals(TEN, Client.all(page));
        }
    }
}
