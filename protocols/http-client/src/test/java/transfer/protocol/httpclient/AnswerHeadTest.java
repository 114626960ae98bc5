package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeadTest {
    private static AnswerHead parse(String text) throws ProtocolException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int end = AnswerHead.end(bytes, 0, bytes.length, 0);
        assertEquals(bytes.length, end);
        return AnswerHead.parse(bytes, 0, end);
    }

    private static AnswerHead fields(String... lines) throws ProtocolException {
        return parse("HTTP/1.1 200 OK\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static Framing framing(String... lines) throws ProtocolException {
        return Framing.of(fields(lines), false);
    }

    @Test
    void statusReasonAndFieldsAreRead() throws Exception {
        AnswerHead head =
                parse("HTTP/1.1 404 Not  Found\r\nA: 1\r\nvia:\tx \r\na:2\r\nEmpty:\r\n\r\n");

        assertEquals(404, head.status());
        assertEquals("Not  Found", head.reason());
        assertEquals(List.of("1", "2"), head.all("a"));
        assertEquals(Optional.of("2"), head.last("A"));
        assertEquals(Optional.of("x"), head.last("Via"));
        assertEquals(Optional.of(""), head.last("Empty"));
        assertEquals(Optional.empty(), head.last("B"));
        assertEquals(List.of(), head.all("B"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.0 200 OK"})
    void aStatusNeedsNoReason(String line) throws Exception {
        assertEquals(200, parse(line + "\r\n\r\n").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 ftp ready",
                "HTTP/2 200 OK",
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 -20 OK",
                "HTTP/1.1 099 OK",
                "HTTP/1.x 200 OK",
                "HTTP/1.1  200 OK",
                "http/1.1 200 OK",
                "",
            })
    void whatIsNoStatusLineIsRefusedAsSoonAsItIsThere(String line) {
        byte[] bytes = (line + "\r\nmore").getBytes(ISO_8859_1);

        assertThrows(
                ProtocolException.class, () -> AnswerHead.checkBeginning(bytes, 0, bytes.length));
    }

    @Test
    void ofAStatusLineThatHasNotEndedNothingIsSaid() throws Exception {
        byte[] bytes = "nonsense so far".getBytes(ISO_8859_1);

        AnswerHead.checkBeginning(bytes, 0, bytes.length);
        assertEquals(-1, AnswerHead.end(bytes, 0, bytes.length, 0));
    }

    @Test
    void theEndIsFoundWhereverTheBytesWereCut() {
        byte[] bytes = "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r\n\r\n".getBytes(ISO_8859_1);
        int end = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n".length();

        for (int cut = 0; cut < end; cut++) {
            assertEquals(-1, AnswerHead.end(bytes, 0, cut, 0));
            assertEquals(end, AnswerHead.end(bytes, 0, bytes.length, cut));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\0: b", "A: b\0", "A: b\rC: d", "A: \u0007", "A: b\u001b[31m"})
    void controlCharactersAreRefused(String line) {
        assertThrows(ProtocolException.class, () -> fields(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no field", ": nameless", "A : b", "A\t: b"})
    void linesThatAreNoFieldsAreRefused(String line) {
        assertThrows(ProtocolException.class, () -> fields(line));
    }

    @Test
    void aFoldedLineIsOne() throws Exception {
        assertEquals(Optional.of("b c d"), fields("A: b", " c", "\td").last("A"));
        assertEquals(Optional.of("b"), fields("A:", "   b").last("A"));
        assertThrows(ProtocolException.class, () -> fields(" A: b"));
    }

    @Test
    void afterAFoldedLineNothingElseIsReadFromThere() throws Exception {
        assertEquals(
                new Framing(Framing.Way.LENGTH, 7, false),
                framing("Content-Length: 7", "A: b", " c"));
    }

    /** Whoever passed it on may have known nothing of chunks (RFC 9112, 6.1). */
    @ParameterizedTest
    @CsvSource({"HTTP/1.0, false", "HTTP/1.1, true"})
    void afterChunksOfTheOldVersionNothingElseIsReadFromThere(String version, boolean kept)
            throws Exception {
        String head = version + " 200 OK\nConnection: keep-alive\nTransfer-Encoding: chunked\n\n";

        assertEquals(
                new Framing(Framing.Way.CHUNKS, 0, kept),
                Framing.of(parse(head.replace("\n", "\r\n")), false));
    }

    @Test
    void afterLinesThatEndInOtherWaysNothingElseIsReadFromThere() throws Exception {
        String loose = "HTTP/1.1 200 OK\nContent-Length: 5\n\n";

        assertEquals(5, Framing.of(parse(loose), false).length());
        assertFalse(Framing.of(parse(loose), false).kept());
        assertTrue(Framing.of(parse(loose.replace("\n", "\r\n")), false).kept());
        assertFalse(Framing.of(parse(loose.replaceFirst("\n", "\r\n")), false).kept());
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, '', true",
        "1.1, Close, false",
        "1.1, 'x, close', false",
        "1.1, keep-alive, true",
        "1.0, '', false",
        "1.0, Keep-Alive, true",
        "1.0, 'keep-alive, close', false",
    })
    void theServerSaysWhetherItSpeaksOn(String version, String wish, boolean kept)
            throws Exception {
        AnswerHead head = parse("HTTP/" + version + " 200 OK\r\nConnection: " + wish + "\r\n\r\n");

        assertEquals(kept, head.isKept());
    }

    @Test
    void theEndOfABodyIsToldInOneWay() throws Exception {
        assertEquals(new Framing(Framing.Way.LENGTH, 7, true), framing("Content-Length: 7"));
        assertEquals(
                new Framing(Framing.Way.LENGTH, 7, true),
                framing("Content-Length: 7", "Content-Length: 7, 7"));
        assertEquals(
                new Framing(Framing.Way.CHUNKS, 0, true), framing("Transfer-Encoding: Chunked"));
        assertEquals(new Framing(Framing.Way.CLOSE, 0, false), framing("A: b"));
        assertEquals(
                new Framing(Framing.Way.LENGTH, 3, true),
                framing("Transfer-Encoding: identity", "Content-Length: 3"));
    }

    @Test
    void chunksWithALengthBesideThemAreReadButNothingAfterThem() throws Exception {
        assertEquals(
                new Framing(Framing.Way.CHUNKS, 0, false),
                framing("Content-Length: 7", "Transfer-Encoding: chunked"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: +1",
                "Content-Length: 1e3",
                "Content-Length: 0x10",
                "Content-Length:",
                "Content-Length: 7,",
                "Content-Length: 7, 8",
                "Content-Length: 7\r\nContent-Length: 8",
                "Content-Length: 9223372036854775808",
                "Content-Length: 99999999999999999999999",
                "Content-Length: \u0661",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            })
    void lengthsThatAreNoneOrSeveralAreRefused(String lines) {
        assertThrows(ProtocolException.class, () -> framing(lines));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 205, 304})
    void someStatusesHaveNoBody(int status) throws Exception {
        AnswerHead head = parse("HTTP/1.1 " + status + " No\r\n\r\n");

        assertEquals(new Framing(Framing.Way.LENGTH, 0, true), Framing.of(head, false));
    }

    @Test
    void aLengthOfWhatDoesNotComeIsNotWaitedFor() throws Exception {
        Framing none = new Framing(Framing.Way.LENGTH, 0, true);
        String length = "\r\nContent-Length: 7\r\n\r\n";

        assertEquals(none, Framing.of(fields("Content-Length: 7"), true));
        assertEquals(none, Framing.of(fields("Transfer-Encoding: chunked"), true));
        assertEquals(none, Framing.of(parse("HTTP/1.1 304 Not Modified" + length), false));
        assertThrows(
                ProtocolException.class,
                () -> Framing.of(parse("HTTP/1.1 204 No Content" + length), false));
    }

    /** Whatever comes is read or refused; nothing else happens. */
    @Test
    void noBytesAreTooStrange() {
        byte[] good =
                ("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: keep-alive\r\n"
                                + "Transfer-Encoding: chunked\r\nETag: \"\u00e4\"\r\n folded\r\n\r\n")
                        .getBytes(ISO_8859_1);
        byte[] strange = "\r\n\0 \t:,-0123456789HTP/.\u00ff".getBytes(ISO_8859_1);
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = strange[random.nextInt(strange.length)];
            }
            int end = AnswerHead.end(bytes, 0, bytes.length, 0);
            try {
                AnswerHead.checkBeginning(bytes, 0, bytes.length);
                if (end >= 0) {
                    Framing.of(AnswerHead.parse(bytes, 0, end), random.nextBoolean());
                    read++;
                }
            } catch (ProtocolException _) {
                continue; // refused
            }
        }
        assertTrue(read > 5_000 && read < 45_000, "read " + read);
    }
}
