package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class FtpPathTest {
    private static TransferUrl url(String path) {
        try {
            return TransferUrl.parse("ftp://joe@host:2121" + path);
        } catch (transfer.protocol.MalformedUrlException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    private static FtpPath path(String path) throws TransferException {
        return FtpPath.of(url(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, a/b",
        "//a/b, /a/b",
        "/%2Fa/b, /a/b",
        "/%2fa, /a",
        "'', ''",
        "/, ''",
        "//, /",
        "/a/, a",
        "/a//b, a/b",
        "/a%20b, a b",
        "/a%zz%4, a%zz%4",
        "/a#b?c=d, a#b?c=d",
        "/a;type=i, a",
        "/a;TYPE=I, a",
        "/a;type=x/b, a;type=x/b",
        "/%3Btype=a, ;type=a"
    })
    void urlsAreReadAsRfc1738HasThem(String written, String wire) throws Exception {
        assertEquals(wire, path(written).wire());
    }

    @ParameterizedTest
    @CsvSource({
        "/d/a%20b, a b",
        "/d/a%23b?c#d, a#b?c#d",
        "/d/a%2523, a%23",
        "/d%2Fa, a",
        "/d/a/, a",
        "/d/a;type=i, a",
        "/d/%C3%A9, é",
        "/, ''"
    })
    void nameOfAListedUrlIsTheFilesOwn(String written, String name) throws Exception {
        try (FtpProtocol family = new FtpProtocol(NetworkSettings.standard())) {
            Place place = new Place(url(written), Site.UNNAMED);
            Directories directories = (Directories) family.open(place, Credentials.none());
            assertEquals(name, directories.name(place.url()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', /a%23%3F%2541%3Btype%3Da",
        "/, /a%23%3F%2541%3Btype%3Da",
        "/d%20e, /d%20e/a%23%3F%2541%3Btype%3Da",
        "/%2Fd/, /%2Fd/a%23%3F%2541%3Btype%3Da",
        "/d;type=i, /d/a%23%3F%2541%3Btype%3Da;type=i"
    })
    void nameInAFolderIsEscapedAndStandsBeforeTheType(String folder, String child)
            throws Exception {
        TransferUrl url = FtpPath.child(url(folder), "a#?%41;type=a");
        assertEquals(child, url.path());
        assertEquals("a#?%41;type=a", FtpPath.name(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a;type=a", "/a;type=d", "/a;type=", "/;type=d"})
    void otherTypesThanBinaryAreRefused(String written) {
        TransferException failure = assertThrows(TransferException.class, () -> path(written));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%0D%0ADELE%20b", "/a%0a", "/a%0D", "/a%00b", "/x/a\nb"})
    void nameThatWouldEndTheCommandIsRefused(String written) {
        TransferException failure = assertThrows(TransferException.class, () -> path(written));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        assertTrue(failure.getMessage().contains("line break"), failure::getMessage);
    }

    @Test
    void bytesThatAreNoTextGoOverTheWireAsTheyAre() throws Exception {
        assertEquals("Gr\u00fc\u00dfe", path("/Gr%FC%DFe").wire());
        assertEquals("Gr\u00fc\u00dfe", path("/Gr\udcfc\udcdfe").wire());
        assertEquals("\u00c3\u00bc", path("/\u00fc").wire(), "UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"' a', './ a'", "-a, ./-a", "~a, ./~a", "a, a", "'', .", "/-a, /-a"})
    void argumentIsNotTakenForAnOption(String wire, String argument) {
        assertEquals(argument, new FtpPath(wire).argument());
    }

    @Test
    void directoryAboveIsFoundUpToTheTop() {
        assertEquals(Optional.of(new FtpPath("a")), new FtpPath("a/b").parent());
        assertEquals(Optional.of(new FtpPath("")), new FtpPath("a").parent());
        assertEquals(Optional.of(new FtpPath("/")), new FtpPath("/a").parent());
        assertEquals(Optional.empty(), new FtpPath("/").parent());
        assertEquals(Optional.empty(), new FtpPath("").parent());
        assertTrue(new FtpPath("").isTop() && new FtpPath("/").isTop());
        assertFalse(new FtpPath("a").isTop());
    }

    @Test
    void childIsWrittenSoThatItIsReadAgain() throws Exception {
        for (String top : new String[] {"", "/", "a", "/a/b"}) {
            FtpPath child = new FtpPath(top).child("x y%41#\u00ff;type=i");

            assertEquals(child, FtpPath.of(child.at(url("/other"))), top);
        }
        assertEquals("ftp://joe@host:2121/a/x%20y", new FtpPath("a/x y").at(url("/o")).text());
    }
}
