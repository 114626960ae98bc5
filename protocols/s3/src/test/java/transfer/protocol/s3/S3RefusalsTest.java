package transfer.protocol.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Identity;
import transfer.protocol.NetworkSettings;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.ResumableSink;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Trial;

/** What Ceph's object gateway refuses, and what is said of it. */
@Tag("container")
class S3RefusalsTest {
    private static final byte[] LARGE = Trial.bytes(5 * S3Room.UNIT + 1);

    private static S3Store store;

    @BeforeAll
    static void start() throws Exception {
        store = S3TestServers.CEPH.start();
        store.backDoor().put(S3Store.BUCKET, "object", Trial.bytes(1000));
        store.backDoor()
                .as(store.other().orElseThrow())
                .put(S3Store.OTHERS, "object", Trial.bytes(1000));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static TransferUrl object() {
        return store.url(S3Store.BUCKET, "object");
    }

    @Test
    void aWrongSecretIsNamedWithWhereItStands() throws Exception {
        try (S3Client client = S3Client.of(store.owner().withSecret("hunter2hunter2"))) {
            for (TransferUrl url : List.of(object(), store.url(S3Store.BUCKET, "never"))) {
                client.refused(
                        FailureKind.BAD_CREDENTIALS,
                        () -> client.read(url),
                        "SignatureDoesNotMatch",
                        "secret key",
                        "the test");
            }
            client.refused(
                    FailureKind.BAD_CREDENTIALS,
                    () -> client.write(store.url(S3Store.BUCKET, "never"), new byte[10]),
                    "SignatureDoesNotMatch");
        }
        assertFalse(store.backDoor().exists(S3Store.BUCKET, "never"));
    }

    @Test
    void anUnknownKeyIsNamed() throws Exception {
        try (S3Client client = S3Client.of(store.owner().withKey("nobodyskey"))) {
            client.refused(
                    FailureKind.BAD_CREDENTIALS,
                    () -> client.read(object()),
                    "InvalidAccessKeyId",
                    "access key");
        }
    }

    @Test
    void aMissingBucketIsToldApartFromAMissingObject() throws Exception {
        try (S3Client client = S3Client.of(store.owner())) {
            client.refused(
                    FailureKind.NOT_FOUND,
                    () -> client.read(store.url("no-such-bucket", "object")),
                    "NoSuchBucket",
                    "transfer mkdir");
            client.refused(
                    FailureKind.NOT_FOUND,
                    () -> client.read(store.url(S3Store.BUCKET, "no-such-object")),
                    "NoSuchKey");
        }
    }

    @Test
    void somebodyElsesBucketIsDenied() throws Exception {
        TransferUrl theirs = store.url(S3Store.OTHERS, "object");
        try (S3Client client = S3Client.of(store.owner())) {
            client.refused(FailureKind.ACCESS_DENIED, () -> client.read(theirs), "AccessDenied");
            client.refused(FailureKind.ACCESS_DENIED, () -> client.stat(theirs), "403");
            client.refused(
                    FailureKind.ACCESS_DENIED,
                    () -> client.write(theirs, new byte[10]),
                    "AccessDenied");
        }
        try (S3Client other = S3Client.of(store.other().orElseThrow())) {
            assertArrayEquals(Trial.bytes(1000), other.read(theirs));
        }
    }

    /** Where there is one region only, whatever was signed for is right. */
    @Test
    void anyRegionIsTheRightOneHere() throws Exception {
        try (S3Client client = S3Client.of(store.owner().withRegion("nowhere-1"))) {
            assertArrayEquals(Trial.bytes(1000), client.read(object()));
        }
    }

    @Test
    void aClockThatIsWrongIsSetByTheStores() throws Exception {
        for (Duration off : List.of(Duration.ofHours(3), Duration.ofDays(-400))) {
            InstantSource clock = () -> Instant.now().plus(off);
            try (S3Client client =
                    new S3Client(
                            new S3Protocol(NetworkSettings.standard(), clock), store.owner())) {
                assertArrayEquals(Trial.bytes(1000), client.read(object()));
                client.write(store.url(S3Store.BUCKET, "by clock " + off), new byte[10]);
            }
        }
    }

    @Test
    void anObjectReplacedBetweenTwoRangesIsNeverMixed() throws Exception {
        TransferUrl url = store.url(S3Store.BUCKET, "replaced");
        byte[] old = Trial.bytes(100_000, 1);
        store.backDoor().put(S3Store.BUCKET, "replaced", old);
        try (S3Client client = S3Client.of(store.owner());
                Source source = client.open(Source.class, url)) {
            Identity first;
            ByteBuffer read = ByteBuffer.allocate(50_000);
            try (Reading reading = source.read(url, ReadRequest.WHOLE)) {
                first = reading.stat().identity().orElseThrow();
                while (read.hasRemaining()) {
                    reading.read(read);
                }
            }
            assertArrayEquals(Arrays.copyOf(old, 50_000), read.array());
            store.backDoor().put(S3Store.BUCKET, "replaced", Trial.bytes(100_000, 2));

            client.refused(
                    FailureKind.CHANGED,
                    () -> Trial.read(source, url, ReadRequest.from(50_000, first)));
            assertArrayEquals(Trial.bytes(100_000, 2), client.read(url));
        }
    }

    // ---- uploads in parts that come to nothing

    /** What ends an upload half-way. */
    @FunctionalInterface
    private interface End {
        void of(Writing writing) throws Exception;
    }

    private static WriteRequest large() {
        return new WriteRequest(OptionalLong.of(LARGE.length), OptionalInt.empty());
    }

    private static void givenUp(String key, End end) throws Exception {
        TransferUrl url = store.url(S3Store.BUCKET, key);
        try (S3Client client = S3Client.of(store.owner());
                Sink sink = client.open(Sink.class, url)) {
            try (Writing writing = sink.write(url, large())) {
                writing.write(ByteBuffer.wrap(LARGE, 0, 3 * S3Room.UNIT));
                assertTrue(store.backDoor().uploads(S3Store.BUCKET).contains(key));
                end.of(writing);
            }
        }
        assertEquals(List.of(), store.backDoor().uploads(S3Store.BUCKET));
        assertFalse(store.backDoor().exists(S3Store.BUCKET, key));
    }

    @Test
    void anUploadThatIsGivenUpLeavesNoParts() throws Exception {
        givenUp("given up", _ -> {});
    }

    @Test
    void anUploadWhoseSourceEndsEarlyLeavesNoParts() throws Exception {
        givenUp(
                "ended early",
                writing ->
                        assertEquals(
                                FailureKind.CHANGED,
                                assertThrows(
                                                TransferException.class,
                                                () -> writing.finish(List.of()))
                                        .kind()));
    }

    @Test
    void anUploadThatIsInterruptedLeavesNoParts() throws Exception {
        givenUp(
                "interrupted",
                writing -> {
                    Thread.currentThread().interrupt();
                    assertThrows(
                            InterruptedException.class,
                            () -> writing.write(ByteBuffer.wrap(LARGE, 0, 1)));
                    Thread.currentThread().interrupt(); // closing has to do with it, too
                    writing.close();
                    assertTrue(Thread.interrupted());
                });
    }

    @Test
    void whoMayNotSeePartsUploadsAnewAndLeavesNoneBehind() throws Exception {
        String policy =
                """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/other"]},
                   "Action": "s3:*", "Resource": ["arn:aws:s3:::blind", "arn:aws:s3:::blind/*"]},
                  {"Effect": "Deny", "Principal": {"AWS": ["arn:aws:iam:::user/other"]},
                   "Action": "s3:ListMultipartUploadParts", "Resource": "arn:aws:s3:::blind/*"}]}
                """;
        store.backDoor().makeBucket("blind");
        store.backDoor().send("PUT", "blind", "", Map.of("policy", ""), policy.getBytes(UTF_8));
        TransferUrl url = store.url("blind", "object");
        try (S3Client client = S3Client.of(store.other().orElseThrow());
                ResumableSink sink = client.open(ResumableSink.class, url)) {
            String ticket;
            try (Writing writing = sink.resume(url, large(), "mark")) {
                writing.write(ByteBuffer.wrap(LARGE, 0, 2 * S3Room.UNIT));
                ticket = writing.ticket().orElseThrow().reveal();
                writing.leave();
            }
            assertEquals(List.of("object"), store.backDoor().uploads("blind"));
            try (Writing writing = sink.resume(url, large(), ticket)) {
                assertEquals(0, writing.offset());
                writing.write(ByteBuffer.wrap(LARGE));
                writing.finish(List.of());
                assertTrue(writing.isProvedInParts());
                writing.publish();
            }
            assertArrayEquals(LARGE, client.read(url));
        }
        assertEquals(List.of(), store.backDoor().uploads("blind"));
    }
}
