package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

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
}
