package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class WireUrlTest {
    private static String wire(String url) throws TransferException {
        return WireUrl.of(ScriptedServer.Urls.of(url), "http").toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/a/b.fits|/a/b.fits",
                "|/",
                "/a b|/a%20b",
                "/a%20b|/a%20b",
                "/100%|/100%25",
                "/100%zz|/100%25zz",
                "/%2|/%252",
                "/%e4%F6|/%e4%F6",
                "/a'b\"c|/a'b%22c",
                "/a<b>c|/a%3Cb%3Ec",
                "/a\\b|/a%5Cb",
                "/a[1]{2}^`|/a%5B1%5D%7B2%7D%5E%60",
                "/ä|/%C3%A4",
                "/\uD83D\uDE00|/%F0%9F%98%80",
                "/a+b&c=d;e,f:g@h!i$j*k(l)m~n-o_p|/a+b&c=d;e,f:g@h!i$j*k(l)m~n-o_p",
                "//a//b|//a//b",
                "/x?a=b c&d=%41&e=f/g?h|/x?a=b%20c&d=%41&e=f/g?h",
                "/x?list[]=1|/x?list[]=1",
                "/x#part|/x",
                "/x%23y%3Fz|/x%23y%3Fz",
            })
    void whatMayNotStandInAUrlIsEscapedAndNothingElse(String path, String expected)
            throws TransferException {
        assertEquals(
                "http://h:8080" + expected, wire("http://h:8080" + (path == null ? "" : path)));
    }

    @Test
    void bytesThatAreNoUtf8AreEscapedOneByOne() throws TransferException {
        String path = ByteText.decode(new byte[] {'/', (byte) 0xFF, 'a', (byte) 0xC3});

        assertEquals("http://h/%FFa%C3", wire("http://h" + path));
    }

    @Test
    void userAndPasswordAreNotPartOfIt() throws TransferException {
        assertEquals("http://h:81/x", wire("http://me:secret@h:81/x"));
    }

    @Test
    void anIpv6AddressKeepsItsBrackets() throws TransferException {
        assertEquals("http://[::1]:81/x", wire("http://[::1]:81/x"));
    }

    @ParameterizedTest
    @CsvSource({"http:///x", "http://h:port/x"})
    void aUrlWithoutHostAndPortIsABadRequest(String url) {
        TransferException failure = assertThrows(TransferException.class, () -> wire(url));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
    }

    @Test
    void queriesAreNotShown() {
        WireUrl url = WireUrl.of(HttpUrl.get("https://u:p@h/x?X-Amz-Signature=abc#f"));

        assertEquals("https://h/x?...", url.shown());
    }

    /** Hosts and paths of which some are usual and go past the library. */
    @Test
    void theLibraryWouldMakeTheSameOfIt() throws TransferException {
        String[] hosts = {
            "h",
            "H",
            "a.b-c.org",
            "127.0.0.1",
            "h.",
            "-h",
            "h..i",
            "xn--mnchen-3ya.de",
            "h_i",
            "m\u00fcnchen.de",
            "[::1]",
            "a".repeat(64),
            "x".repeat(63) + ".de",
            "1.2",
            "h%41"
        };
        String[] ports = {"", ":", ":80", ":443", ":0", ":8080", ":65535", ":x"};
        String[] parts = {
            "/", "a", ".", "..", "%2e", "%2E.", "?", "'", "=", "&", "+", " ", "%", "%41", "b.c",
            "\u00e4", "#", "[", "\\"
        };
        Random random = new Random(7);
        int some = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder(random.nextInt(9) == 0 ? "?" : "/");
            for (int part = random.nextInt(6); part > 0; part--) {
                path.append(parts[random.nextInt(parts.length)]);
            }
            String host = hosts[random.nextInt(hosts.length)];
            String scheme = random.nextBoolean() ? "http" : "https";
            String text = scheme + "://" + host + ports[random.nextInt(ports.length)] + path;
            TransferUrl url = ScriptedServer.Urls.of(text);
            HttpUrl expected =
                    HttpUrl.parse(scheme + "://" + url.hostAndPort() + WireUrl.escaped(url.path()));
            if (expected == null) {
                assertThrows(TransferException.class, () -> WireUrl.of(url, scheme), text);
                continue;
            }
            some++;
            WireUrl wire = WireUrl.of(url, scheme);
            assertEquals(expected.toString(), wire.toString(), text);
            assertEquals(expected, wire.library(), text);
            assertEquals(expected.encodedPath(), wire.path(), text);
            assertEquals(ContentNames.ends(WireUrl.of(expected)), ContentNames.ends(wire), text);
            assertEquals(WireUrl.of(expected), wire, text);
        }
        assertTrue(some > 5_000, "of all " + some);
    }
}
