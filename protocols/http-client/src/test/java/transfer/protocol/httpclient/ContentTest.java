package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.Identity;
import transfer.protocol.NetworkSettings;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/** Content codings, and web pages in place of files. */
class ContentTest {
    private static final byte[] PLAIN = "SIMPLE  = what the file holds".repeat(999).getBytes(UTF_8);
    private static final String PAGE = "\n <!DOCTYPE HTML><html><title>Log in</title>";

    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(content);
        }
        return coded.toByteArray();
    }

    private Reading read(String path, ReadRequest request)
            throws TransferException, InterruptedException {
        return client.files(server.url(path)).read(server.url(path), request);
    }

    private byte[] fetch(String path) throws TransferException, InterruptedException {
        try (Reading reading = read(path, ReadRequest.WHOLE)) {
            return Client.all(reading);
        }
    }

    private void serve(String headers, byte[] body) throws IOException {
        server = new ScriptedServer(x -> x.reply("200 OK", headers, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "identity, gzip"})
    void aFileThatTheServerCompressedOnTheWayIsDecoded(String coding) throws Exception {
        serve(
                "Content-Encoding: "
                        + coding
                        + "\nETag: \"1\"\nDigest: md5=AAAAAAAAAAAAAAAAAAAAAA==\n",
                gzip(PLAIN));

        try (Reading reading = read("/x.fits", ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.empty(), reading.stat().size());
            assertEquals(List.of(), reading.stat().digests());
            assertEquals(Optional.empty(), reading.stat().identity());
            assertArrayEquals(PLAIN, Client.all(reading));
        }
    }

    @Test
    void allPiecesOfAGzipStreamAreDecoded() throws Exception {
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        pieces.writeBytes(gzip(PLAIN));
        pieces.writeBytes(gzip(PLAIN));
        byte[] coded = pieces.toByteArray();
        server =
                new ScriptedServer(x -> {
                    x.send("HTTP/1.1 200 OK\nContent-Encoding: gzip\nConnection: close\n\n");
                    for (byte b : coded) {
                        x.send(new byte[] {b});
                    }
                    x.hangUp();
                });

        assertEquals(2 * PLAIN.length, fetch("/x.fits").length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x.tar.gz",
                "/x.tgz",
                "/x.bam",
                "/x.RDS",
                "/get?file=dir/x.vcf.gz",
                "/x.svgz"
            })
    void aFileThatIsGzipItselfStaysSo(String path) throws Exception {
        byte[] coded = gzip(PLAIN);
        serve("Content-Encoding: x-gzip\nETag: \"1\"\n", coded);

        try (Reading reading = read(path, ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.of(coded.length), reading.stat().size());
            assertTrue(reading.stat().identity().isPresent());
            assertArrayEquals(coded, Client.all(reading));
        }
    }

    @Test
    void theContentTypeTellsToo() throws Exception {
        byte[] coded = gzip(PLAIN);
        serve("Content-Encoding: gzip\nContent-Type: application/x-gzip; q=1\n", coded);

        assertArrayEquals(coded, fetch("/download/123"));
    }

    @Test
    void whatIsCalledGzipAndIsNoneIsTakenAsItIs() throws Exception {
        serve("Content-Encoding: gzip\nETag: \"1\"\n", PLAIN);

        try (Reading reading = read("/x.fits", ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.of(PLAIN.length), reading.stat().size());
            assertArrayEquals(PLAIN, Client.all(reading));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "deflate", "gzip, gzip", "compress"})
    void aCodingThatIsNotUndoneIsRefused(String coding) throws Exception {
        serve("Content-Encoding: " + coding + "\n", PLAIN);

        TransferException failure = assertThrows(TransferException.class, () -> fetch("/x.fits"));
        assertEquals(FailureKind.WRONG_CONTENT, failure.kind());
    }

    @ParameterizedTest
    @CsvSource({"/x.br,br", "/x.tar.zst,zstd", "/x.bz2,x-bzip2", "/x.xz,xz", "/x,aws-chunked"})
    void aCodingThatIsTheFilesOwnIsNone(String path, String coding) throws Exception {
        serve("Content-Encoding: " + coding + "\n", PLAIN);

        assertArrayEquals(PLAIN, fetch(path));
    }

    @Test
    void aTruncatedCodedFileIsTruncated() throws Exception {
        byte[] coded = gzip(PLAIN);
        serve("Content-Encoding: gzip\n", Arrays.copyOf(coded, coded.length - 9));

        TransferException failure = assertThrows(TransferException.class, () -> fetch("/x.fits"));
        assertEquals(FailureKind.TRUNCATED, failure.kind());
    }

    /** The decoder takes what it cannot read behind a whole piece for nothing. */
    @Test
    void aCodedFileThatBreaksOffInItsSecondPieceIsTruncated() throws Exception {
        byte[] coded = gzip(PLAIN);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        pieces.writeBytes(coded);
        pieces.write(coded, 0, 5);
        server =
                new ScriptedServer(x -> {
                    x.send("HTTP/1.1 200 OK\nContent-Encoding: gzip\n");
                    x.send("Content-Length: " + 2 * coded.length + "\n\n");
                    x.send(pieces.toByteArray()).hangUp();
                });

        TransferException failure = assertThrows(TransferException.class, () -> fetch("/x.fits"));
        assertEquals(FailureKind.TRUNCATED, failure.kind());
    }

    @Test
    void aPartOfSomethingCodedIsAskedForAgainWhole() throws Exception {
        byte[] coded = gzip(PLAIN);
        server =
                new ScriptedServer(x -> {
                    if (x.asked().header("Range").isPresent()) {
                        x.reply(
                                "206 Partial Content",
                                "Content-Encoding: gzip\nContent-Range: bytes 3-9/99\n"
                                        + "ETag: \"1\"\n",
                                Arrays.copyOfRange(coded, 3, 10));
                    } else {
                        x.reply("200 OK", "Content-Encoding: gzip\n", coded);
                    }
                });

        try (Reading reading = read("/x.fits", ReadRequest.from(3, new Identity("etag \"1\"")))) {
            assertEquals(0, reading.offset());
            assertArrayEquals(PLAIN, Client.all(reading));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x.fits", "/x.bam", "/x.cram", "/x.h5", "/x.nc", "/x.tar", "/x.tar.gz", "/x.zip",
                "/x.xz", "/x.bz2", "/x.zst", "/x.root", "/x.parquet", "/x.JPG", "/x.png", "/x.csv",
                "/x.bin", "/get?name=x.fits&id=7"
            })
    void aPageInPlaceOfDataIsRefused(String path) throws Exception {
        serve("Content-Type: text/html; charset=utf-8\n", PAGE.getBytes(UTF_8));

        TransferException failure = assertThrows(TransferException.class, () -> fetch(path));
        assertEquals(FailureKind.WRONG_CONTENT, failure.kind());
        assertTrue(failure.getMessage().contains("web page"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page", "/x.html", "/index.php", "/dir.d/", "/readme.txt", "/.fits/x"})
    void aPageWhereOneMayBeIsTaken(String path) throws Exception {
        serve("Content-Type: text/html\n", PAGE.getBytes(UTF_8));

        assertEquals(PAGE, new String(fetch(path), UTF_8));
    }

    @Test
    void theBytesGiveAPageAwayWhateverItsType() throws Exception {
        serve("Content-Type: application/octet-stream\n", PAGE.getBytes(UTF_8));

        assertThrows(TransferException.class, () -> fetch("/x.fits"));
    }

    @Test
    void anErrorInPlainWordsUnderThePagesTypeIsRefused() throws Exception {
        serve("Content-Type: text/html\n", "Session expired".getBytes(UTF_8));

        assertThrows(TransferException.class, () -> fetch("/x.fits"));
    }

    @Test
    void dataUnderThePagesTypeIsTaken() throws Exception {
        serve("Content-Type: text/html\n", PLAIN);

        assertArrayEquals(PLAIN, fetch("/x.fits"));
    }

    @Test
    void tablesUnderThePagesTypeAreTaken() throws Exception {
        serve("Content-Type: text/html\n", "a,b\n1,2\n".getBytes(UTF_8));

        assertEquals("a,b\n1,2\n", new String(fetch("/x.csv"), UTF_8));
    }

    @Test
    void aLogInPageBehindARedirectIsRefused() throws Exception {
        server =
                new ScriptedServer(x -> {
                    if (x.asked().target().equals("/login")) {
                        x.reply("200 OK", "Content-Type: text/html\n", PAGE.getBytes(UTF_8));
                    } else {
                        x.reply("302 Found", "Location: /login\n");
                    }
                });

        assertThrows(TransferException.class, () -> fetch("/x.fits"));
    }

    @Test
    void whoeverWantsPagesGetsThem() throws Exception {
        NetworkSettings strict = Client.settings();
        client.close();
        client =
                new Client(
                        new NetworkSettings(
                                strict.connectTimeout(),
                                strict.idleTimeout(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                strict.insecureHosts(),
                                true,
                                "transfer-test",
                                strict.ssh()));
        serve("Content-Type: text/html\n", PAGE.getBytes(UTF_8));

        assertEquals(PAGE, new String(fetch("/x.fits"), UTF_8));
    }

    @Test
    void pagesAreToldByTheirBeginning() {
        List<String> fits = List.of("fits");
        for (String page :
                List.of(
                        "<HTML>",
                        "\u00EF\u00BB\u00BF<html",
                        "<!-- x --><html>",
                        "<?xml?><!DOCTYPE html")) {
            assertTrue(
                    ExpectedContent.isPageInstead(
                            fits, "", page.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)),
                    page);
        }
    }
}
