package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.TransferUrl;

class WebdavLocationTest {
    private static WebdavLocation at(String path) throws Exception {
        return WebdavLocation.of(TransferUrl.parse("dav://user:pw@h:81" + path));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b, /a/b/, false",
        "/a/b/, /a/b, /a/b/, true",
        "/a//, /a, /a/, true",
        "/a?authz=t, /a?authz=t, /a/?authz=t, false",
        "/a/?x#f, /a?x, /a/?x, true",
        "/a#b, /a, /a/, false",
        "/a%2F, /a%2F, /a%2F/, false"
    })
    void aNameIsWrittenAsAFilesOrAFolders(String path, String file, String folder, boolean marked)
            throws Exception {
        assertEquals(file, at(path).asFile().path());
        assertEquals(folder, at(path).asFolder().path());
        assertEquals(marked, at(path).marked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "?x", "/?x"})
    void theRootIsNobodysChild(String path) throws Exception {
        assertTrue(at(path).isRoot());
        assertEquals(Optional.empty(), at(path).parent());
    }

    @Test
    void everyFolderIsInAnotherUpToTheRoot() throws Exception {
        WebdavLocation below = at("/a%20b/c/d?q");
        assertEquals("/a%20b/c?q", below.parent().orElseThrow().asFile().path());
        WebdavLocation top = below.parent().orElseThrow().parent().orElseThrow();
        assertEquals("/a%20b?q", top.asFile().path());
        assertTrue(top.parent().orElseThrow().isRoot());
    }

    @Test
    void aChildIsEscapedOnceAndKeepsTheQuery() throws Exception {
        assertEquals(
                "/a%20b/100%25%20%23%3F%2F%E4%B8%96%FF~.txt?q",
                at("/a%20b/?q").child("100% #?/世\uDCFF~.txt").path());
        assertEquals("/x", at("").child("x").path());
    }

    @ParameterizedTest
    @CsvSource({
        "%41%2f, A/",
        "100%, 100%",
        "%4, %4",
        "%zz, %zz",
        "%2541, %41",
        "%FF, \uDCFF",
        "%E4%B8%96, 世",
        "a+b, a+b"
    })
    void escapesStandForBytes(String escaped, String plain) {
        assertEquals(plain, WebdavLocation.unescaped(escaped));
    }

    @Test
    void aHiddenNameIsBesideTheFileAndUnlikeAnyOther() throws Exception {
        WebdavLocation file = at("/a/b%20c.txt?q");
        String hidden = file.hidden().path();

        assertTrue(hidden.matches("/a/\\.b%20c\\.txt\\.[0-9a-f]+\\.part\\?q"), hidden);
        assertNotEquals(hidden, file.hidden().path());
        assertTrue(at("/f").hidden().path().startsWith("/.f."));
    }

    @Test
    void aHiddenNameIsNoLongerThanServersAllow() throws Exception {
        String name = "%C3%BC".repeat(127) + "x";

        String hidden = at("/a/" + name).hidden().path();

        assertTrue(WebdavLocation.unescaped(hidden).length() < 255, hidden);
        assertFalse(hidden.contains("%C3"), hidden);
    }

    @ParameterizedTest
    @CsvSource({
        "dav://h/a, webdav://h/b, true",
        "davs://h/a, webdavs://h/b, true",
        "davs://h/a, dav://h/b, false",
        "dav://h/a, dav://h:81/b, false",
        "dav://h/a, http://h/b, false",
        "dav://one@h/a, dav://other@h/b, false",
        "dav://h/a, file:///b, false"
    })
    void theSameServerIsTheSameForTheSameUser(String one, String other, boolean same)
            throws Exception {
        assertEquals(
                same,
                WebdavLocation.isSameServer(TransferUrl.parse(one), TransferUrl.parse(other)));
    }
}
