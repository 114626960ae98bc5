package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebdavMultistatusTest {
    private static final String HEAD = "<multistatus xmlns=\"DAV:\">";
    private static final String TAIL = "</multistatus>";

    private static List<WebdavResource> read(String document) throws Exception {
        return read(document, StandardCharsets.UTF_8);
    }

    private static List<WebdavResource> read(String document, Charset charset) throws Exception {
        return WebdavMultistatus.read(new ByteArrayInputStream(document.getBytes(charset)));
    }

    private static WebdavResource one(String response) throws Exception {
        List<WebdavResource> all = read(HEAD + "<response>" + response + "</response>" + TAIL);
        assertEquals(1, all.size());
        return all.getFirst();
    }

    @Test
    void aFileHasItsProperties() throws Exception {
        WebdavResource file =
                one(
                        "<href> /a%20b </href><propstat><prop><resourcetype/>"
                                + "<getcontentlength> 12 </getcontentlength>"
                                + "<getetag>\"x-&amp;1\"</getetag>"
                                + "<getlastmodified>Sun, 22 Nov 2026 12:51:55 GMT</getlastmodified>"
                                + "</prop><status>HTTP/1.1 200 OK</status></propstat>");

        assertEquals("/a%20b", file.href());
        assertEquals("/a b", file.path());
        assertFalse(file.collection());
        assertTrue(file.isThere());
        assertEquals(OptionalLong.of(12), file.size());
        assertEquals(Optional.of("\"x-&1\""), file.tag());
        assertEquals(Optional.of("Sun, 22 Nov 2026 12:51:55 GMT"), file.modified());
    }

    @Test
    void whatTheServerDoesNotHaveIsAsNotTold() throws Exception {
        WebdavResource file =
                one(
                        "<href>/a</href><propstat><prop><getcontentlength>7</getcontentlength></prop>"
                                + "<status>HTTP/1.1 200 OK</status></propstat>"
                                + "<propstat><prop><getetag>\"x\"</getetag><resourcetype><collection/>"
                                + "</resourcetype></prop><status>HTTP/1.1 404 Not Found</status></propstat>");

        assertEquals(OptionalLong.of(7), file.size());
        assertEquals(Optional.empty(), file.tag());
        assertFalse(file.collection());
    }

    @Test
    void aCollectionIsToldByItsTypeAndByNothingElse() throws Exception {
        String prop = "<href>/a/</href><propstat><prop>%s</prop></propstat>";

        assertTrue(one(prop.formatted("<resourcetype><collection/></resourcetype>")).collection());
        assertFalse(one(prop.formatted("<collection/>")).collection());
        assertFalse(
                one(prop.formatted("<resourcetype><collection xmlns=\"x\"/></resourcetype>"))
                        .collection());
    }

    @Test
    void aResourceCanHaveAStatusOfItsOwn() throws Exception {
        WebdavResource locked = one("<href>/a</href><status>HTTP/1.1 423 Locked</status>");

        assertEquals(Optional.of(423), locked.status());
        assertFalse(locked.isThere());
    }

    @Test
    void elementsOfStrangersWithTheSameNamesCountForNothing() throws Exception {
        WebdavResource file =
                one(
                        "<href>/a</href><propstat><prop><n:getcontentlength xmlns:n=\"urn:other\">5"
                                + "</n:getcontentlength></prop></propstat>"
                                + "<n:href xmlns:n=\"urn:other\">/b</n:href>");

        assertEquals("/a", file.href());
        assertEquals(OptionalLong.empty(), file.size());
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b/, /a/b",
        "http://other:81/a/b, /a/b",
        "https://h, ''",
        "/a%2Fb, /a/b",
        "/%E4%B8%96, /世",
        "/raw 100%, /raw 100%",
        "/x://y, /x://y",
        "/a?b=c, /a",
        "name, name",
        "./name, ./name"
    })
    void anHrefIsAPathHoweverItIsWritten(String href, String path) throws Exception {
        assertEquals(path, one("<href>" + href + "</href>").path());
    }

    @Test
    void otherEncodingsAreUnderstood() throws Exception {
        String document =
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
                        + HEAD
                        + "<response><href>/ü</href></response>"
                        + TAIL;

        assertEquals("/ü", read(document, StandardCharsets.ISO_8859_1).getFirst().path());
        assertEquals(
                "/ü",
                read(document.replace("ISO-8859-1", "UTF-16"), StandardCharsets.UTF_16)
                        .getFirst()
                        .path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "<html><body>Log in</body></html>",
                "<multistatus/>",
                "<multistatus xmlns='DAV:'><response><href>/a</href>",
                "<!DOCTYPE multistatus><multistatus xmlns='DAV:'/>",
                "<!DOCTYPE m [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                        + "<multistatus xmlns='DAV:'><response><href>&e;</href></response></multistatus>",
                "<multistatus xmlns='DAV:'><response><href>&e;</href></response></multistatus>"
            })
    void whatIsNoMultistatusIsRefused(String document) {
        assertThrows(XMLStreamException.class, () -> read(document));
    }

    @Test
    void aNestThatIsTooDeepIsRefused() {
        String deep = "<a>".repeat(200) + "</a>".repeat(200);

        XMLStreamException refusal =
                assertThrows(XMLStreamException.class, () -> read(HEAD + deep + TAIL));

        assertTrue(refusal.getMessage().contains("nested"), refusal.getMessage());
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        String href = "<response><href>" + "x".repeat(100_000) + "</href></response>";

        XMLStreamException refusal =
                assertThrows(XMLStreamException.class, () -> read(HEAD + href + TAIL));

        assertTrue(refusal.getMessage().contains("65536"), refusal.getMessage());
    }

    @Test
    void aFolderOfManyFilesIsRead() throws Exception {
        int count = 100_000;
        StringBuilder document = new StringBuilder(HEAD);
        for (int i = 0; i < count; i++) {
            document.append("<response><href>/folder/file%20").append(i);
            document.append("</href><propstat><prop><getetag>\"&amp;\"</getetag></prop>");
            document.append("<status>HTTP/1.1 200 OK</status></propstat></response>");
        }

        List<WebdavResource> all = read(document.append(TAIL).toString());

        assertEquals(count, all.size());
        assertEquals("/folder/file 99999", all.getLast().path());
        assertEquals(Optional.of("\"&\""), all.getLast().tag());
    }

    @Test
    void aStreamThatBreaksOffIsNotTakenForBadXml() {
        InputStream broken =
                new SequenceInputStream(
                        new ByteArrayInputStream(HEAD.getBytes(StandardCharsets.UTF_8)),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("the line is cut");
                            }
                        });

        IOException failure = assertThrows(IOException.class, () -> WebdavMultistatus.read(broken));

        assertEquals("the line is cut", failure.getMessage());
    }
}
