package transfer.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

class HttpLocationTest {
    private static HttpLocation location(String url) throws MalformedUrlException {
        return HttpLocation.of(TransferUrl.parse(url));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/d/a?token=abc/x, a",
        "http://h/d/a#x, a",
        "http://h/d/, d",
        "http://h, ''",
        "http://h/d/a%20b%2, a b%2",
        "http://h/d/a%2Fb, a/b",
        "http://h/a+b, a+b",
    })
    void theNameIsTheLastPartOfThePathWithoutItsEscapes(String url, String name) throws Exception {
        assertEquals(name, location(url).name());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/d, http://h/d/a%23%3F%2541",
        "http://h/d/, http://h/d/a%23%3F%2541",
        "http://h, http://h/a%23%3F%2541",
        "http://h/my%20d?token=x/y#z, http://h/my%20d/a%23%3F%2541?token=x/y",
    })
    void aNameInADirectoryIsEscapedAndStandsBeforeTheQuery(String directory, String child)
            throws Exception {
        assertEquals(child, location(directory).child("a#?%41").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", "100%", "%41", "a#b", "a?b", "a+b", "it's", "\"", "\\", "\u65e5", "\udce9",
                "-x", ";type=i", "~", "a:b", "\n"
            })
    void whatIsNamedIsFoundUnderItsName(String name) throws Exception {
        TransferUrl child = location("http://h/d?q").child(name);
        assertEquals(name, HttpLocation.of(child).name());
    }
}
