package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class HttpStatTest {
    private static final Checksum MD5 =
            new Checksum(DigestAlgorithm.MD5, "5d41402abc4b2a76b9719d911017c592");

    private final Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private void serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private FileStat stat(String path) throws TransferException, InterruptedException {
        return client.files(server.url(path)).stat(server.url(path));
    }

    @Test
    void theHeadTellsSizeDateIdentityAndDigests() throws Exception {
        serve(x ->
                x.reply(
                        "200 OK",
                        """
                        ETag: "v1"
                        Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT
                        Digest: md5=XUFAKrxLKna5cZ2REBfFkg==
                        """,
                        new byte[12_345]));

        FileStat stat = stat("/x");

        assertEquals("HEAD", server.last().method());
        assertEquals(FileStat.Kind.FILE, stat.kind());
        assertEquals(OptionalLong.of(12_345), stat.size());
        assertEquals("etag \"v1\"", stat.identity().get().mark());
        assertEquals("2026-03-01T12:00:00Z", stat.modified().get().toString());
        assertEquals(List.of(MD5), stat.digests());
    }

    @Test
    void aHeadLeavesTheConnectionInUse() throws Exception {
        serve(x -> x.reply("200 OK", "", new byte[12_345_678]));

        stat("/x");
        stat("/x");

        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "405 Method Not Allowed", "501 Not Implemented"})
    void whereTheHeadIsRefusedTheFirstByteIsAskedFor(String refusal) throws Exception {
        serve(x -> {
            if (x.asked().method().equals("HEAD")) {
                x.reply(refusal, "");
            } else {
                x.reply(
                        "206 Partial Content",
                        "Content-Range: bytes 0-0/777\nETag: \"v1\"\n",
                        new byte[1]);
            }
        });

        FileStat stat = stat("/x");

        assertEquals(OptionalLong.of(777), stat.size());
        assertEquals("etag \"v1\"", stat.identity().get().mark());
        assertEquals(Optional.of("bytes=0-0"), server.last().header("Range"));
    }

    @Test
    void anEmptyFileHasNoFirstByte() throws Exception {
        serve(x -> {
            if (x.asked().method().equals("HEAD")) {
                x.reply("405 Method Not Allowed", "");
            } else {
                x.reply("416 Range Not Satisfiable", "Content-Range: bytes */0\n");
            }
        });

        assertEquals(OptionalLong.of(0), stat("/x").size());
    }

    @Test
    void aServerWithoutRangesTellsTheSizeWithTheWholeFile() throws Exception {
        serve(x -> {
            if (x.asked().method().equals("HEAD")) {
                x.reply("405 Method Not Allowed", "");
            } else {
                x.send("HTTP/1.1 200 OK\nContent-Length: 99999999\n\n");
                x.drain();
            }
        });

        assertEquals(OptionalLong.of(99_999_999), stat("/x").size());
    }

    @Test
    void whereBothAreRefusedTheSecondRefusalCounts() throws Exception {
        serve(x ->
                x.reply(
                        x.asked().method().equals("HEAD")
                                ? "405 Method Not Allowed"
                                : "403 Forbidden",
                        ""));

        TransferException failure = assertThrows(TransferException.class, () -> stat("/x"));
        assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
    }

    @Test
    void whatIsMissingIsNotFound() throws Exception {
        serve(x -> x.reply("404 Not Found", ""));

        TransferException failure = assertThrows(TransferException.class, () -> stat("/x"));
        assertEquals(FailureKind.NOT_FOUND, failure.kind());
        assertEquals(1, server.asked().size());
    }

    @Test
    void aLengthThatTheHeadLeavesOutIsAskedForByTheFirstByte() throws Exception {
        serve(x -> {
            if (x.asked().method().equals("HEAD")) {
                x.send("HTTP/1.1 200 OK\nETag: \"v1\"\n\n");
            } else {
                x.reply("200 OK", "ETag: \"v1\"\n");
            }
        });

        assertEquals(OptionalLong.of(0), stat("/x").size());
        assertEquals(Optional.of("bytes=0-0"), server.last().header("Range"));
    }

    @Test
    void aLengthThatIsNotToldIsUnknown() throws Exception {
        serve(x -> x.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"));

        assertEquals(OptionalLong.empty(), stat("/x").size());
    }

    @Test
    void theSizeOfSomethingCodedIsUnknown() throws Exception {
        serve(x -> x.reply("200 OK", "Content-Encoding: gzip\nETag: \"v1\"\n", new byte[99]));

        assertEquals(OptionalLong.empty(), stat("/x.fits").size());
        assertEquals(Optional.empty(), stat("/x.fits").identity());
        assertEquals(OptionalLong.of(99), stat("/x.fits.gz").size());
    }

    @Test
    void aNameThatIsRedirectedToItselfWithASlashIsADirectory() throws Exception {
        serve(x -> {
            if (x.asked().target().endsWith("/")) {
                x.reply("200 OK", "Content-Type: text/html\n", new byte[99]);
            } else {
                x.reply("301 Moved", "Location: " + x.asked().target() + "/\n");
            }
        });

        assertEquals(FileStat.Kind.DIRECTORY, stat("/some%20dir").kind());
        assertEquals(OptionalLong.empty(), stat("/dir").size());
    }

    @Test
    void theServerThatAnsweredIsToldAfterARedirect() throws Exception {
        try (ScriptedServer other = new ScriptedServer(x -> x.reply("200 OK", ""))) {
            serve(x -> x.reply("302 Found", "Location: " + other.at("/y") + "\n"));

            assertEquals(Optional.of("127.0.0.1:" + other.port()), stat("/x").address());
        }
    }

    @Test
    void aDigestIsAskedForByItsName() throws Exception {
        serve(x -> x.reply("200 OK", "Repr-Digest: md5=:XUFAKrxLKna5cZ2REBfFkg==:\n"));
        TransferUrl url = server.url("/x");

        assertEquals(
                Optional.of(MD5), client.files(url).digest(url, EnumSet.of(DigestAlgorithm.MD5)));
        assertEquals(Optional.of("md5=3"), server.last().header("Want-Repr-Digest"));
        assertEquals(Optional.of("md5;q=0.3"), server.last().header("Want-Digest"));
        assertEquals(Optional.of("no-cache"), server.last().header("Cache-Control"));
        assertEquals(
                Optional.empty(),
                client.files(url).digest(url, EnumSet.of(DigestAlgorithm.SHA_256)));
    }
}
