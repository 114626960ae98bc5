package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.TransferUrl;

class S3IssuedTest {
    @TempDir private Path directory;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aProgramIsRunAgainShortlyBeforeItsKeysEnd() throws Exception {
        S3Issued keyring = keyring();
        says("one", ", \"Expiration\": \"2026-01-01T01:00:00Z\"");
        assertEquals("one", key(keyring));
        says("two", "");
        now = Instant.parse("2026-01-01T00:54:59Z");
        assertEquals("one", key(keyring));
        now = Instant.parse("2026-01-01T00:55:01Z");
        assertEquals("two", key(keyring));
    }

    @Test
    void keysWithoutAnEndAreKept() throws Exception {
        S3Issued keyring = keyring();
        says("one", "");
        assertEquals("one", key(keyring));
        says("two", "");
        now = Instant.parse("2036-01-01T00:00:00Z");
        assertEquals("one", key(keyring));
    }

    private S3Issued keyring() {
        return new S3Issued(new S3Process("cat " + directory.resolve("output"), "p"), () -> now);
    }

    private void says(String key, String more) throws Exception {
        Files.writeString(
                directory.resolve("output"),
                "{\"Version\": 1, \"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"hunter2\"%s}"
                        .formatted(key, more));
    }

    private static String key(S3Keyring keyring) throws Exception {
        return keyring.keys(TransferUrl.parse("s3://b/k")).orElseThrow().accessKey();
    }
}
