package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.s3.ScriptedStore.Reply;

/** How buckets come into being. */
class S3BucketsTest {
    private static final Reply LISTED = Reply.xml(200, "<ListBucketResult/>");

    @TempDir private Path folder;

    /** What comes of {@code mkdir} where a list and a PUT are answered so. */
    private List<String> made(String url, Reply list, Reply put) throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, asked -> asked.method().equals("PUT") ? put : list)) {
            store.open().makeDirectory(ScriptedStore.url(url));
            return store.asked().stream()
                    .map(asked -> asked.method() + " " + asked.target().replaceFirst("\\?.*", ""))
                    .toList();
        }
    }

    private TransferException failure(String url, Reply list, Reply put) {
        return assertThrows(TransferException.class, () -> made(url, list, put));
    }

    @Test
    void aBucketThatIsThereIsLeftAsItIs() throws Exception {
        assertEquals(List.of("HEAD /bucket"), made("bucket/a/b", LISTED, Reply.of(500)));
        assertEquals(List.of("HEAD /bucket"), made("bucket", LISTED, Reply.of(500)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bucket", "a.b.c", "a_B", "bucket/a/b"})
    void aBucketThatIsMissingIsMade(String url) throws Exception {
        assertEquals(
                "PUT",
                made(url, Reply.error(404, "NoSuchBucket"), Reply.of(200))
                        .getLast()
                        .substring(0, 3));
    }

    @Test
    void oneThatWeMadeOurselvesMeanwhileIsFine() throws Exception {
        Reply put = Reply.error(409, "BucketAlreadyOwnedByYou");
        assertEquals(
                "PUT /bucket", made("bucket", Reply.error(404, "NoSuchBucket"), put).getLast());
    }

    @Test
    void oneOfSomebodyElseIsToldToBeSo() {
        Reply put = Reply.error(409, "BucketAlreadyExists");
        TransferException failure = failure("bucket", Reply.error(403, "AccessDenied"), put);
        assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
        assertTrue(failure.getMessage().contains("the bucket bucket belongs to somebody else"));
    }

    @Test
    void whoMayOnlyWriteIntoABucketNeedNotMakeIt() throws Exception {
        Reply list = Reply.error(403, "AccessDenied");
        assertEquals(List.of("HEAD /bucket", "GET /bucket"), made("bucket/a", list, Reply.of(500)));
    }

    @Test
    void aWrongSecretIsNoMissingBucket() {
        Reply list = Reply.error(403, "SignatureDoesNotMatch");
        assertEquals(FailureKind.BAD_CREDENTIALS, failure("bucket/a", list, Reply.of(200)).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a b", "b\u00fc cket", "a$b"})
    void aNameThatNoBucketCanHaveIsNotAskedFor(String bucket) {
        TransferException failure =
                failure(bucket, Reply.error(404, "NoSuchBucket"), Reply.of(200));
        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        assertTrue(
                failure.getMessage().contains(bucket + " cannot be a bucket's name: 3 to 255"),
                failure::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upper",
                "under_score",
                "-a-",
                "a.",
                "a..b",
                "192.168.5.4",
                "xn--abc",
                "abc-s3alias"
            })
    void amazonIsStricter(String bucket) {
        assertEquals(false, S3Buckets.isAmazonName(bucket));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a.b", "my-bucket.v1.2", "1.2.3", "192.168.5.4x"})
    void dotsDigitsAndHyphensAreFineAtAmazon(String bucket) {
        assertEquals(true, S3Buckets.isAmazonName(bucket));
    }
}
