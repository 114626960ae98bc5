package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.s3.ScriptedStore.Asked;
import transfer.protocol.s3.ScriptedStore.Reply;

/** What is put into a store, how it is told what must arrive, and what it says then. */
class S3WritingTest {
    private static final byte[] FOX =
            "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LARGE = new byte[S3Writing.GATHERED + 1];

    @TempDir private Path folder;

    private static Checksum digest(DigestAlgorithm algorithm, byte[] content) {
        RunningDigest digest = new RunningDigest(EnumSet.of(algorithm));
        digest.update(ByteBuffer.wrap(content));
        return digest.values().getFirst();
    }

    private static String tag(byte[] content) {
        return "ETag: \"" + digest(DigestAlgorithm.MD5, content).hex() + "\"";
    }

    private static FileStat put(
            ScriptedStore store, byte[] content, OptionalLong size, Checksum... digests)
            throws Exception {
        WriteRequest request = new WriteRequest(size, OptionalInt.empty());
        try (Writing writing = store.open().write(ScriptedStore.url("bbb/k"), request)) {
            for (int from = 0; from < content.length; from += 1 << 20) {
                int length = Math.min(1 << 20, content.length - from);
                writing.write(ByteBuffer.wrap(content, from, length).asReadOnlyBuffer());
            }
            assertEquals(ScriptedStore.url("bbb/k"), writing.location());
            FileStat stored = writing.finish(List.of(digests));
            writing.publish();
            return stored;
        }
    }

    private static FileStat put(ScriptedStore store, byte[] content) throws Exception {
        return put(
                store,
                content,
                OptionalLong.of(content.length),
                digest(DigestAlgorithm.SHA_256, content));
    }

    /** A store that takes no uploads in parts. */
    private ScriptedStore withoutParts(Reply reply) throws Exception {
        return new ScriptedStore(
                folder,
                asked ->
                        asked.method().equals("POST") ? Reply.error(501, "NotImplemented") : reply);
    }

    private static FailureKind failure(ScriptedStore store, byte[] content) {
        return assertThrows(TransferException.class, () -> put(store, content)).kind();
    }

    @Test
    void theStoreIsToldBeforehandWhatTheBytesMustBe() throws Exception {
        Checksum sha256 = digest(DigestAlgorithm.SHA_256, FOX);
        try (ScriptedStore store =
                new ScriptedStore(
                        folder, _ -> Reply.of(200, "x-amz-checksum-sha256: " + sha256.base64()))) {
            FileStat stored = put(store, FOX);

            Asked asked = store.asked().getFirst();
            assertEquals(List.of("PUT /bbb/k"), store.lines());
            assertArrayEquals(FOX, asked.body());
            assertEquals(Optional.of(sha256.hex()), asked.header("x-amz-content-sha256"));
            assertEquals(Optional.of(sha256.base64()), asked.header("x-amz-checksum-sha256"));
            assertEquals(List.of(sha256), stored.digests());
        }
    }

    @Test
    void nothingIsSentBeforeAllIsThere() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200))) {
            WriteRequest request =
                    new WriteRequest(OptionalLong.of(FOX.length), OptionalInt.empty());
            try (Writing writing = store.open().write(ScriptedStore.url("bbb/k"), request)) {
                writing.write(ByteBuffer.wrap(FOX, 0, 10));
                TransferException failure =
                        assertThrows(TransferException.class, () -> writing.finish(List.of()));
                assertEquals(FailureKind.CHANGED, failure.kind());
            }
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void moreThanWasAnnouncedIsRefused() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200))) {
            assertEquals(
                    FailureKind.CHANGED,
                    assertThrows(TransferException.class, () -> put(store, FOX, OptionalLong.of(3)))
                            .kind());
            assertEquals(List.of(), store.lines());
        }
    }

    @Test
    void aTagThatIsTheMd5OfWhatWasSentProvesItsOtherDigestsToo() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200, tag(FOX)))) {
            FileStat stored = put(store, FOX);

            assertEquals(
                    List.of(digest(DigestAlgorithm.SHA_256, FOX), digest(DigestAlgorithm.MD5, FOX)),
                    stored.digests());
        }
    }

    @Test
    void anotherTagIsOtherBytes() throws Exception {
        byte[] other = Arrays.copyOf(FOX, FOX.length - 1);
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200, tag(other)))) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store, FOX));
        }
        try (ScriptedStore store = withoutParts(Reply.of(200, tag(other)))) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store, LARGE));
        }
    }

    @Test
    void aTagThatIsNoMd5ProvesNothing() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200, "ETag: \"x\""))) {
            FileStat stored = put(store, FOX);

            assertEquals(List.of(), stored.digests());
            assertTrue(stored.identity().isPresent());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 501})
    void aStoreThatDoesNotKnowChecksumsGetsTheMd5AndIsRemembered(int status) throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.header("x-amz-checksum-sha256").isPresent()
                                        ? Reply.error(status, "NotImplemented")
                                        : Reply.of(200, tag(FOX)))) {
            put(store, FOX);
            put(store, FOX);

            assertEquals(3, store.asked().size());
            for (Asked asked : store.asked().subList(1, 3)) {
                assertEquals(
                        Optional.of(digest(DigestAlgorithm.MD5, FOX).base64()),
                        asked.header("content-md5"));
                assertArrayEquals(FOX, asked.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BadDigest", "XAmzContentSHA256Mismatch"})
    void bytesThatTheStoreFoundToBeWrongAreAMismatch(String code) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.error(400, code))) {
            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure(store, FOX));
        }
    }

    @Test
    void aMissingBucketIsMade() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        InstantSource.system(),
                        "region = eu-north-1",
                        asked ->
                                asked.number() == 1
                                        ? Reply.error(404, "NoSuchBucket")
                                        : Reply.of(200))) {
            put(store, FOX);

            assertEquals(List.of("PUT /bbb/k", "PUT /bbb", "PUT /bbb/k"), store.lines());
            assertTrue(
                    new String(store.asked().get(1).body(), StandardCharsets.UTF_8)
                            .contains("<LocationConstraint>eu-north-1</LocationConstraint>"));
        }
    }

    @Test
    void aBucketThatCannotBeMadeIsTheFailure() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                asked.target().equals("/bbb")
                                        ? Reply.error(403, "AccessDenied")
                                        : Reply.error(404, "NoSuchBucket"))) {
            assertEquals(FailureKind.ACCESS_DENIED, failure(store, FOX));
            assertEquals(0, store.asked().get(1).body().length);
        }
    }

    @Test
    void aBucketThatSomebodyElseOfUsMadeMeanwhileIsFine() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked ->
                                switch (asked.number()) {
                                    case 1 -> Reply.error(404, "NoSuchBucket");
                                    case 2 -> Reply.error(409, "BucketAlreadyOwnedByYou");
                                    default -> Reply.of(200);
                                })) {
            put(store, FOX);

            assertEquals(3, store.asked().size());
        }
    }

    @Test
    void whatIsLargeIsSentAsItComesWhereItCannotGoInParts() throws Exception {
        try (ScriptedStore store = withoutParts(Reply.of(200, tag(LARGE)))) {
            FileStat stored = put(store, LARGE);

            assertArrayEquals(LARGE, store.asked().getLast().body());
            assertEquals(
                    Optional.of(S3Signer.UNSIGNED),
                    store.asked().getLast().header("x-amz-content-sha256"));
            assertEquals(
                    Optional.of(digest(DigestAlgorithm.SHA_256, LARGE)),
                    stored.digest(DigestAlgorithm.SHA_256));
        }
    }

    @Test
    void aRefusalOfWhatIsLargeSaysWhatTheStoreSaid() throws Exception {
        try (ScriptedStore store =
                new ScriptedStore(folder, _ -> Reply.error(403, "InvalidAccessKeyId"))) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> put(store, LARGE));

            assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
            assertTrue(failure.getMessage().contains("InvalidAccessKeyId"));
        }
    }

    @Test
    void whatIsTooLargeForOneRequestIsRefusedBeforeItsFirstByte() throws Exception {
        try (ScriptedStore store = withoutParts(Reply.of(200))) {
            assertEquals(
                    FailureKind.UNSUPPORTED,
                    assertThrows(
                                    TransferException.class,
                                    () -> put(store, FOX, OptionalLong.of((5L << 30) + 1)))
                            .kind());
            assertEquals(List.of("POST /bbb/k?uploads=", "POST /bbb/k?uploads="), store.lines());
        }
    }

    @Test
    void whatHasNoKnownSizeIsGathered() throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.of(200))) {
            put(store, FOX, OptionalLong.empty());

            assertArrayEquals(FOX, store.asked().getFirst().body());
        }
    }
}
