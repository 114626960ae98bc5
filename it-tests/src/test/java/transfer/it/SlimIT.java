package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small variant of the bundle: every scheme is there, some ways to log in are not. */
class SlimIT {
    private static final long MOST_BYTES = 40_000_000;

    @TempDir Path folder;
    private Path archive;
    private Path bundle;

    @BeforeEach
    void unpackIt() throws Exception {
        archive = Packed.make("--slim");
        bundle = Packed.unpack(archive, folder.resolve("unpacked"));
        Files.writeString(folder.resolve("a"), "content");
    }

    @Test
    void aPackageOfItIsNotTakenForTheWholeOne() throws Exception {
        Path made = Packed.make("--slim", "--deb", "--to", folder.resolve("made").toString());
        assertTrue(made.getFileName().toString().contains("+slim_"), made::toString);
    }

    private Program program() throws Exception {
        return Program.transfer(folder)
                .with("SCRIPT", bundle.resolve("bin/transfer").toString())
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
                .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9")
                .through("sh", "-c", "shift; exec \"$SCRIPT\" \"$@\"", "sh");
    }

    @Test
    void itIsHalfAsLargeAndCopies() throws Exception {
        assertTrue(Files.size(archive) <= MOST_BYTES, () -> archive + " is too large");
        program().run("cp", "a", "b").exited(0).says("1 of 1 done");
        assertEquals("content", Files.readString(folder.resolve("b")));
    }

    /** What stands there is what is asked: that nobody answers shows that the keys were found. */
    @Test
    void keysOfTheEnvironmentAndOfTheSharedFileAreUsed() throws Exception {
        program()
                .with("AWS_ACCESS_KEY_ID", "key")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .run("cp", "-m", "1", "s3://bucket/a", "b")
                .says("refused")
                .doesNotSay("slim");
        Path keys = Files.createDirectories(folder.resolve("home/.aws")).resolve("credentials");
        Files.writeString(
                keys, "[default]\naws_access_key_id = key\naws_secret_access_key = secret\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        program().run("cp", "-m", "1", "s3://bucket/a", "b").says("refused").doesNotSay("slim");
    }

    @Test
    void aLoginThatWasLeftOutIsToldWithWhatToTakeInstead() throws Exception {
        program()
                .run("cp", "-m", "1", "s3://bucket/a", "b")
                .exited(1)
                .says("s3://bucket/a: this is the slim variant of transfer")
                .says("AWS_ACCESS_KEY_ID");
        program()
                .with("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r")
                .with("AWS_WEB_IDENTITY_TOKEN_FILE", folder.resolve("a").toString())
                .run("cp", "-m", "1", "s3://bucket/a", "b")
                .exited(1)
                .says("this is the slim variant of transfer");
    }

    @Test
    void aProgramThatGivesOutKeysIsNotAskedInVain() throws Exception {
        Path settings = Files.createDirectories(folder.resolve("home/.aws")).resolve("config");
        Files.writeString(settings, "[default]\ncredential_process = echo {}\n");
        program()
                .run("cp", "-m", "1", "s3://bucket/a", "b")
                .exited(1)
                .says("this is the slim variant of transfer");
    }

    @Test
    void aKeyOfGooglesIsToldToNeedTheWholeOne() throws Exception {
        Path key = folder.resolve("key.json");
        Files.writeString(key, "{\"type\": \"service_account\", \"project_id\": \"p\"}");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        program()
                .with("GOOGLE_APPLICATION_CREDENTIALS", key.toString())
                .run("cp", "-m", "1", "gs://bucket/a", "b")
                .exited(1)
                .says("gs://bucket/a: this is the slim variant of transfer")
                .says("CLOUDSDK_AUTH_ACCESS_TOKEN");
    }
}
