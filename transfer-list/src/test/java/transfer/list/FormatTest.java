package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.list.TransferList.Format;

class FormatTest {
    @ParameterizedTest
    @ValueSource(strings = {"[]", "\uFEFF []", "\r\n\t [ ]\n"})
    void aBracketBeginsJson(String text) {
        TransferList list = Reads.list(text);
        assertEquals(new TransferList(List.of(), List.of(), Format.JSON), list);
    }

    @Test
    void aBraceBeginsJson() {
        assertSame(Format.JSON, Reads.list("{\"type\": 1}").format());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# src 1 a\n/s\n# dst 1 b\n/d\n",
                "\uFEFF# src 1 a\r\n/s\r\n# dst 1 b\r\n/d\r\n",
                "\n\n  # src 1 a\n/s\n# dst 1 b\n/d",
                "#src 1 a\n/s\n#dst 1 b\n/d"
            })
    void aSourceCommentBeginsBlocks(String text) {
        TransferList list = Reads.list(text);
        assertSame(Format.BLOCKS, list.format());
        assertEquals(List.of(), list.defects());
        assertEquals(List.of("a file:///s -> b file:///d"), Reads.shown(list));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/s /d",
                "\uFEFF\r\n/s\t/d\r\n",
                "# sources and destinations\n/s /d",
                "# a comment\n\n\t# another\n  /s   /d  \n"
            })
    void everythingElseIsPairs(String text) {
        TransferList list = Reads.list(text);
        assertSame(Format.PAIRS, list.format());
        assertEquals(List.of(), list.defects());
        assertEquals(List.of("file:///s -> file:///d"), Reads.shown(list));
    }

    @Test
    void commentsAloneAreAListThatAsksForNothing() {
        assertEquals(
                new TransferList(List.of(), List.of(), Format.PAIRS), Reads.list("# nothing\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\t"})
    void nothingAtAllIsADefect(String text) {
        assertEquals(1, Reads.list(text).defects().size());
        assertSame(Format.JSON, Reads.list(text).format());
    }

    @Test
    void otherEncodingsAreNamed() {
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] bytes = "\uFEFF[]".getBytes(charset);
            assertEquals(
                    "line 1: the list is UTF-16; write it as UTF-8",
                    Reads.list(bytes, Reads.STRICT).defects().getFirst().toString());
        }
    }

    @Test
    void inputThatBreaksOffIsNoDefectButAnException() {
        InputStream broken =
                new InputStream() {
                    private int given;

                    @Override
                    public int read() throws IOException {
                        if (given == 3) {
                            throw new IOException("the far side is gone");
                        }
                        return "[ {".charAt(given++);
                    }
                };
        IOException e =
                assertThrows(IOException.class, () -> TransferList.read(broken, Reads.STRICT));
        assertEquals("the far side is gone", e.getMessage());
    }
}
