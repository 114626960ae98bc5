package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymptomTest {
    private static Symptom symptom(String source, String target, String message) {
        Failure failure = new Failure("unexpected", message, "", -1, "", -1);
        return Symptom.of(
                new Result(
                        1,
                        "",
                        "failed",
                        source.isEmpty() ? List.of() : List.of(source),
                        target,
                        failure,
                        "",
                        "",
                        "",
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/a, https://h.example, h.example, h.example:443, https",
        "http://h.example:8080/a, http://h.example:8080, h.example, h.example:8080, http",
        "https://joe:***@h.example/a, https://h.example, h.example, h.example:443, https",
        "ftp://[2001:db8::1]/a, ftp://[2001:db8::1], [2001:db8::1], [2001:db8::1]:21, ftp",
        "https://[2001:db8::1]:99/a, https://[2001:db8::1]:99, [2001:db8::1], [2001:db8::1]:99, https",
        "https://h.example, https://h.example, h.example, h.example:443, https",
    })
    void theServerIsReadFromTheUrl(
            String url, String server, String host, String authority, String scheme) {
        for (Symptom symptom :
                List.of(symptom(url, "file:///d/a", ""), symptom("file:///d/a", url, ""))) {
            assertEquals(server, symptom.server());
            assertEquals(host, symptom.host());
            assertEquals(authority, Placeholder.AUTHORITY.of(symptom));
            assertEquals(scheme, symptom.scheme());
        }
    }

    @Test
    void localWorkHasNoServer() {
        Symptom symptom = symptom("file:///a", "file:///b", "");
        assertEquals("", symptom.server());
        assertEquals("the server", Placeholder.SERVER.of(symptom));
    }

    @Test
    void anItemWithoutASourceIsAboutItsTarget() {
        assertEquals("https://h", symptom("", "https://h/d/", "").server());
        assertEquals("/d/x", symptom("", "file:///d/x", "").path());
    }

    @Test
    void ofTwoLocalFilesTheOneThatTheMessageNamesIsMeant() {
        assertEquals("/a", symptom("file:///a", "file:///b", "cannot read /a: x").path());
        assertEquals("/b", symptom("file:///a", "file:///b", "cannot write to /b: x").path());
        assertEquals("/b", symptom("file:///a", "file:///b", "cannot do it").path());
    }

    @Test
    void aRemoteFileOfTheSameNameIsNoLocalOne() {
        Symptom writing = symptom("https://h/d/a", "file:///d/a", "cannot write to /d/a: x");
        assertFalse(writing.isReading());
        assertEquals("/d/a", writing.path());
        assertTrue(symptom("file:///d/a", "https://h/d/a", "cannot read /d/a: x").isReading());
    }

    @Test
    void hostsOfLocalUrlsAreNoPart() {
        assertEquals("/d/a", symptom("file://localhost/d/a", "https://h/", "").path());
        assertEquals("/d/a", Symptom.shown("file://localhost/d/a"));
        assertEquals("https://h/d/a", Symptom.shown("https://h/d/a"));
    }

    @Test
    void whatOlderResultsLackIsReadFromTheMessage() {
        Symptom answered = symptom("https://h/a", "/b", "GET x: the server answered 503 Busy");
        assertEquals(503, answered.status());
        Symptom full = symptom("https://h/a", "/b", "cannot write: No space left on device");
        assertEquals("ENOSPC", full.errno());
        Symptom neither = symptom("https://h/a", "/b", "the server answered 5030 times");
        assertEquals(-1, neither.status());
        assertEquals("", neither.errno());
    }

    @ParameterizedTest
    @CsvSource({
        "broke off after 5 of 9 bytes: x, 5 of 9 bytes",
        "'the server sent 5 bytes, of 9 that should come', 5 of 9 bytes",
        "'x has 5 bytes, but the source says 9', 5 of 9 bytes",
        "it broke, some of the bytes",
    })
    void howMuchCameIsReadFromTheMessage(String message, String words) {
        assertEquals(words, Placeholder.ARRIVED.of(symptom("https://h/a", "/b", message)));
    }

    @Test
    void whatMendsAFileIsTakenFromTheMessage() {
        String message =
                "Permissions of token file /t k are too liberal (mode 0644); to mend: chmod 600"
                        + " '/t k' (from the variable X)";
        Symptom symptom = symptom("https://h/a", "/b", message);
        assertEquals("chmod 600 '/t k'", Placeholder.MEND.of(symptom));
        assertEquals("/t k", Placeholder.NAMED.of(symptom));
        assertEquals("chmod 600 FILE", Placeholder.MEND.of(symptom("https://h/a", "/b", "")));
    }

    @Test
    void theDayOfExpiryIsTakenFromTheMessage() {
        String message = "the certificate has expired (CN=x, until 2026-11-13T09:52:58Z)";
        assertEquals(
                "2026-11-13T09:52:58Z",
                Placeholder.UNTIL.of(symptom("https://h/a", "/b", message)));
        assertEquals("an earlier day", Placeholder.UNTIL.of(symptom("https://h/a", "/b", "")));
    }

    @Test
    void theDirectoryOfAFileAtTheRootIsTheRoot() {
        assertEquals("/", Placeholder.DIRECTORY.of(symptom("", "file:///x", "")));
        assertEquals("/d", Placeholder.DIRECTORY.of(symptom("", "file:///d/x", "")));
        assertEquals("DIRECTORY", Placeholder.DIRECTORY.of(symptom("", "https://h/x", "")));
    }
}
