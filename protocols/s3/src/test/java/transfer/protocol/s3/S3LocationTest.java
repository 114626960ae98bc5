package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class S3LocationTest {
    private static S3Location of(String url) throws Exception {
        return S3Location.of(TransferUrl.parse(url));
    }

    @Test
    void theLongFormNamesIdentitySiteBucketAndKey() throws Exception {
        S3Location where = of("s3s://Joe@Store.Example.org:8080/bucket/a/key");

        assertEquals(Optional.of("Joe@store.example.org:8080"), where.identity());
        assertEquals("store.example.org:8080", where.site());
        assertEquals("bucket", where.bucket());
        assertEquals("a/key", where.key());
    }

    @Test
    void theShortFormNamesBucketAndKey() throws Exception {
        S3Location where = of("s3://my.bucket/a/key");

        assertEquals(Optional.empty(), where.identity());
        assertEquals("my.bucket", where.bucket());
        assertEquals("a/key", where.key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b+c",
                "%2F%41%",
                "a?b#c",
                "/leading",
                "trailing/",
                "a//b",
                "../a/./b/..",
                "世界",
                "a:b@c"
            })
    void aKeyIsEveryCharacterAsItStands(String key) throws Exception {
        assertEquals(key, of("s3://u@site/bucket/" + key).key());
        assertEquals(key, of("s3://bucket/" + key).key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://u@site", "s3://u@site/", "s3://u@site/b", "s3://u@site/b/", "s3://b"})
    void whereNoKeyIsNamedThereIsNone(String url) throws Exception {
        assertEquals("", of(url).key());
        TransferException failure = assertThrows(TransferException.class, () -> of(url).ofObject());
        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:///b/k", "s3://@site/b/k", "s3://u@/b/k", "s3://b?k"})
    void whatNamesNobodyOrNothingIsRefused(String url) {
        TransferException failure = assertThrows(TransferException.class, () -> of(url));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1,            true,  b.c, a b+c,    http://h:1/b.c/a%20b%2Bc",
        "http://h:1/,           true,  b,   /a//,     http://h:1/b//a//",
        "http://h:1/prefix/,    true,  b,   k,        http://h:1/prefix/b/k",
        "http://h:1/prefix,     true,  b,   '',       http://h:1/prefix/b",
        "http://h:1,            true,  '',  '',       http://h:1/",
        "http://h:1,            true,  b,   ../a/./., http://h:1/b/../a/./.",
        "http://h:1,            true,  b,   %2E%2e/x, http://h:1/b/%252E%252e/x",
        "https://s3.example.org, false, b,  a/k,      https://b.s3.example.org/a/k",
        "https://s3.example.org, false, b,  '',       https://b.s3.example.org/",
        "https://s3.example.org, false, b,  /k,       https://b.s3.example.org//k"
    })
    void aKeyIsEscapedOnceAndNeverMadeNormal(
            String endpoint, boolean pathStyle, String bucket, String key, String expected) {
        S3Site site = new S3Site(HttpUrl.get(endpoint), "r", pathStyle);

        assertEquals(expected, S3Url.of(site, bucket, key, new TreeMap<>()).toString());
    }
}
