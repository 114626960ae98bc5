package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What stores answer in XML. */
class S3XmlTest {
    @TempDir private Path folder;

    private static S3Xml read(String xml) throws XMLStreamException, IOException {
        return S3Xml.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void elementsHaveTextsAndChildrenWhateverTheirNamespace() throws Exception {
        S3Xml list =
                read(
                        "<?xml version=\"1.0\"?><List xmlns=\"http://s3.amazonaws.com/doc/\">"
                                + "<Key>a &amp; b</Key><Key> <![CDATA[<c>]]></Key><Empty/></List>");

        assertEquals("List", list.name());
        assertEquals(List.of("a & b", " <c>"), list.all("Key").map(S3Xml::text).toList());
        assertEquals(Optional.of("a & b"), list.told("Key"));
        assertEquals(Optional.empty(), list.told("Empty"));
        assertEquals(Optional.empty(), list.told("None"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<a>",
                "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
                "<!DOCTYPE a [<!ENTITY e \"v\">]><a>&e;</a>",
                "<a>&e;</a>"
            })
    void whatNoHonestStoreAnswersIsRefused(String xml) {
        assertThrows(XMLStreamException.class, () -> read(xml));
    }

    @Test
    void moreThanAnHonestStoreAnswersIsRefused() {
        assertThrows(XMLStreamException.class, () -> read("<a>".repeat(20) + "</a>".repeat(20)));
        assertThrows(XMLStreamException.class, () -> read("<a>" + "x".repeat(70_000) + "</a>"));
        assertThrows(XMLStreamException.class, () -> read("<a>" + "<b/>".repeat(200_001) + "</a>"));
    }

    private S3Xml result(String body) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.xml(200, body));
                S3Answer answer =
                        store.requests()
                                .send(
                                        S3Request.of(
                                                "POST", S3Location.of(ScriptedStore.url("b/k"))))) {
            return answer.result();
        }
    }

    @Test
    void aSuccessMayTakeItsTime() throws Exception {
        assertEquals("Done", result(" \n   <?xml version=\"1.0\"?>\n<Done/>").name());
    }

    @Test
    void aSuccessWithAnErrorInItIsThatError() {
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () ->
                                result(
                                        "  <Error><Code>SlowDown</Code><Message>slower</Message>"
                                                + "</Error>"));

        assertEquals(FailureKind.THROTTLED, failure.kind());
        assertEquals(200, failure.status().orElse(0));
    }

    @Test
    void aSuccessThatCannotBeReadIsNone() {
        assertEquals(
                FailureKind.UNEXPECTED,
                assertThrows(TransferException.class, () -> result("<Do")).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- no end ", "<a b=\"no end ", "<a><b/></a><?no end "})
    void whatHasNoEndIsNotReadToIt(String beginning) {
        InputStream endless =
                new SequenceInputStream(
                        new ByteArrayInputStream(beginning.getBytes(StandardCharsets.UTF_8)),
                        new InputStream() {
                            @Override
                            public int read() {
                                return 'x';
                            }
                        });
        XMLStreamException refusal =
                assertThrows(XMLStreamException.class, () -> S3Xml.read(endless));
        assertTrue(refusal.getMessage().contains("is longer"), refusal::getMessage);
    }
}
