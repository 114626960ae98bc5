package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final Endpoint VERBATIM = new Endpoint() {};

    private static TransferUrl url(String text) throws MalformedUrlException {
        return TransferUrl.parse(text);
    }

    @ParameterizedTest
    @CsvSource({
        "/d/a#b?c%41, a#b?c%41",
        "sftp://h/d/, d",
        "s3://bucket/k/a#b, a#b",
        "zip:/d/x.zip!/a#b, a#b",
        "s3://bucket, ''",
        "sftp://h///, ''"
    })
    void theNameIsTheLastPartAsItIsWritten(String written, String name) throws Exception {
        assertEquals(name, VERBATIM.name(url(written)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/d", "/d/", "d", "sftp://h/", "s3://bucket", "gs://bucket/a b/"})
    void whatIsInADirectoryHasItsNameAsItIs(String directory) throws Exception {
        TransferUrl child = VERBATIM.child(url(directory), "a#b?c%41");
        String slash = directory.endsWith("/") ? "" : "/";
        assertEquals(url(directory + slash + "a#b?c%41"), child);
        assertEquals("a#b?c%41", VERBATIM.name(child));
    }
}
