package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferUrlTest {
    private static TransferUrl url(String text) {
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new AssertionError(e);
        }
    }

    private static String problem(String text) {
        return assertThrows(MalformedUrlException.class, () -> TransferUrl.parse(text))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "/tmp/a, file, '', /tmp/a, file:///tmp/a",
        "a.txt, file, '', a.txt, file://a.txt",
        "file:/tmp/a, file, '', /tmp/a, file:///tmp/a",
        "file:///tmp/a, file, '', /tmp/a, file:///tmp/a",
        "file://localhost/tmp/a, file, '', /tmp/a, file:///tmp/a",
        "file:localhost/tmp/a, file, '', localhost/tmp/a, file://localhost/tmp/a",
        "file://$PWD/a, file, '', $PWD/a, file://$PWD/a",
        "file:////a//b, file, '', //a//b, file:////a//b",
        "FILE:///a, file, '', /a, file:///a",
        "symlink:///a/b, symlink, '', /a/b, symlink:///a/b",
        "symlink:/a/b, symlink, '', /a/b, symlink:///a/b",
        "moveto:x, moveto, '', x, moveto://x",
        "root://h//a/b, root, h, //a/b, root://h//a/b",
        "root://h/a/b, root, h, /a/b, root://h/a/b",
        "srm://h:8443/srm?SFN=/x, srm, h:8443, /srm?SFN=/x, srm://h:8443/srm?SFN=/x",
        "osdf:///ospool/x, osdf, '', /ospool/x, osdf:///ospool/x",
        "docker://ubuntu:22.04, docker, ubuntu:22.04, '', docker://ubuntu:22.04",
        "docker://a/b@sha256:ab, docker, a, /b@sha256:ab, docker://a/b@sha256:ab",
        "library://e/c/i, library, e, /c/i, library://e/c/i",
        "scp://u@h:22/x y, scp, u@h:22, /x y, scp://u@h:22/x y",
        "s3://u@site/bucket/key, s3, u@site, /bucket/key, s3://u@site/bucket/key",
        "irods://res/z/h/x, irods, res, /z/h/x, irods://res/z/h/x",
        "go://user#endpoint/d, go, user#endpoint, /d, go://user#endpoint/d",
    })
    void partsAreThoseOfTheToolReplaced(
            String text, String scheme, String authority, String path, String whole) {
        TransferUrl url = url(text);
        assertEquals(scheme, url.scheme());
        assertEquals(authority, url.authority());
        assertEquals(path, url.path());
        assertEquals(whole, url.text());
    }

    /** What the tool replaced mangles or refuses. */
    @ParameterizedTest
    @CsvSource({
        "http://h:80//a//b?u=http://z, http, h:80, //a//b?u=http://z",
        "http://h?x=1, http, h, ?x=1",
        "http://[::1]:8080/a, http, [::1]:8080, /a",
        "s3://u%40x@s/b, s3, u%40x@s, /b",
        "HTTP://H/a, http, H, /a",
        "git+ssh://h/x, git+ssh, h, /x",
        "/tmp/a:b, file, '', /tmp/a:b",
        "./a:b, file, '', ./a:b",
        "../a:b, file, '', ../a:b",
        "http://h/a%20b#c, http, h, /a%20b#c",
    })
    void nothingIsCollapsedDecodedOrCutOff(
            String text, String scheme, String authority, String path) {
        TransferUrl url = url(text);
        assertEquals(scheme, url.scheme());
        assertEquals(authority, url.authority());
        assertEquals(path, url.path());
    }

    @ParameterizedTest
    @CsvSource({
        "zip:/d/a.zip!/in/b, zip, /d/a.zip!/in/b",
        "zip:///d/a.zip!/b, zip, /d/a.zip!/b",
        "ZIP:file:///d/a.zip!/b c, zip, file:///d/a.zip!/b c",
        "tgz:a.tgz!/b, tgz, a.tgz!/b",
        "gz:/d/a%20b.gz, gz, /d/a%20b.gz",
        "tar:http://h:70000/a.tar!/b, tar, http://h:70000/a.tar!/b",
    })
    void whatIsInsideAnArchiveHasAPathAndNoHost(String text, String scheme, String path) {
        TransferUrl url = url(text);
        assertEquals(text, url.text());
        assertEquals(scheme, url.scheme());
        assertEquals("", url.authority());
        assertEquals(path, url.path());
        assertFalse(url.isLocal());
        assertEquals("/x", url.withPath("/x").path());
        assertEquals("names no archive", problem(scheme + ":"));
        assertEquals("names no archive", problem(scheme + "://"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://Host.Example/a, host.example, , ",
        "http://h:80/a, h, 80, ",
        "http://[2001:DB8::1]:443/a, 2001:db8::1, 443, ",
        "http://[::1]/a, ::1, , ",
        "scp://joe:pw@h:22/a, h, 22, joe",
        "scp://joe@mail@h/a, h, , joe@mail",
        "docker://ubuntu:22.04, ubuntu, , ",
        "osdf:///a, '', , ",
    })
    void authoritiesHaveUserHostAndPort(String text, String host, Integer port, String user) {
        TransferUrl url = url(text);
        assertEquals(host, url.host());
        assertEquals(port == null ? OptionalInt.empty() : OptionalInt.of(port), url.port());
        assertEquals(Optional.ofNullable(user), url.user());
    }

    @Test
    void whatIsNoUrlIsRefusedWithTheReason() {
        assertEquals("is empty", problem(""));
        assertEquals("holds a NUL character", problem("/a\0"));
        assertEquals("names no path", problem("file://"));
        assertTrue(problem("a:b").contains("'a:' is not followed by //"));
        assertTrue(problem("http:/h/a").contains("'http:' is not followed by //"));
        assertTrue(problem("a b://h/x").contains("'a b' is no scheme"));
        assertTrue(problem("http://h t/x").contains("white space"));
        assertTrue(problem("http://h:70000/x").contains("70000"));
        assertTrue(problem("http://h:123456/x").contains("123456"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a b",
                "/a\nb",
                "/a%20b",
                "/\u00e9",
                "/e\u0301",
                "/\udcff\udc80",
                "/'\"$`\\*"
            })
    void localNamesReachTheFileSystemByteForByte(String name, @TempDir Path directory)
            throws IOException {
        TransferUrl url = url(directory + name);
        Files.createFile(url.toPath());
        try (var listing = Files.newDirectoryStream(directory)) {
            assertEquals(url, TransferUrl.ofPath(listing.iterator().next()));
        }
    }

    @Test
    void pathAndSchemeCanBeReplaced() {
        assertEquals("symlink:///a", url("/a").withScheme("symlink").text());
        assertEquals("/a", url("/a").withScheme("symlink").path());
        assertEquals("http://h:1/c", url("http://h:1/a?b").withPath("/c").text());
    }

    @Test
    void schemesAreOneObject() {
        assertSame(url("http://a/").scheme(), url("HTTP://b/").scheme());
        assertSame(url("file:/a").scheme(), url("/b").scheme());
    }

    @Test
    void urlsAreEqualIfTheirTextsAre() {
        assertEquals(url("/a"), url("file:///a"));
        assertEquals(url("/a").hashCode(), url("file:///a").hashCode());
        assertNotEquals(url("http://h/a"), url("http://h/a/"));
    }

    @Test
    void onlyTheTextTellsSecrets() {
        String text =
                "https://joe:sesame@h/a?x=1&access_token=sesame&X-Amz-Signature=sesame&sig=sesame";
        assertEquals(text, url(text).text());
        assertEquals(
                "https://joe:***@h/a?x=1&access_token=***&X-Amz-Signature=***&sig=***",
                url(text).toString());
        assertFalse(url("s3://joe@h/a?design=1").toString().contains("***"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://joe:p@ss:w@h/a, https://joe:***@h/a",
        "https://:sesame@h/a, https://:***@h/a",
        "https://ghp_0123456789@h/a, https://***@h/a",
        "https://glpat-abcdefgh@h:81/a, https://***@h:81/a",
        "https://0123456789abcdef01234567@h/a, https://***@h/a",
        "https://0123456789abcdef01234567:x-oauth@h/a, https://***:***@h/a",
        "https://anybody-with-a-very-long-name@h/a, https://anybody-with-a-very-long-name@h/a",
        "https://u123456@h/a, https://u123456@h/a",
        "https://[::1]:80/a?token=s, https://[::1]:80/a?token=***",
        "https://h/a#access_token=s&x=1, https://h/a#access_token=***&x=1",
        "https://h/a?authz=Bearer%20s#top, https://h/a?authz=***#top",
        "https://h/a?Authorization=Bearer%20s, https://h/a?Authorization=***",
        "https://h/a?x=1&X-Amz-Credential=s&y=2, https://h/a?x=1&X-Amz-Credential=***&y=2",
        "https://h/a?AWSAccessKeyId=s&Signature=t, https://h/a?AWSAccessKeyId=***&Signature=***",
        "https://h/a?jwt=s&pwd=t&Key=u, https://h/a?jwt=***&pwd=***&Key=***",
        "https://h?token=s, https://h?token=***",
        "zip:https://joe:s@h/a.zip!/b, zip:https://***@h/a.zip!/b",
        "jar:zip:https://h/a?token=s, jar:zip:https://h/a?token=***",
        "https://h/a?monkey=1&keyword=2, https://h/a?monkey=1&keyword=2",
        "/data/a?token=no, file:///data/a?token=no",
    })
    void passwordsAndTokensAreBlankedWhereverTheyStand(String text, String shown) {
        assertEquals(shown, url(text).toString());
    }

    @Test
    void messageAboutAMalformedUrlShowsNoPassword() {
        for (String text :
                new String[] {
                    "s3:joe:sesame@h/a",
                    "https://joe:sesame@h:70000/a",
                    "joe:sesame@h",
                    "https://joe:ses ame@h/"
                }) {
            assertFalse(problem(text).contains("ses"), text);
        }
    }
}
