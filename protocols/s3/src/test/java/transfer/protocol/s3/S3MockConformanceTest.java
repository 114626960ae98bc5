package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.checksum.Checksum;
import transfer.credentials.Site;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.Trial;

/** The suite against S3Mock. */
class S3MockConformanceTest extends S3Conformance {
    S3MockConformanceTest() {
        super(S3TestServers.S3MOCK);
    }

    /** It is the only one of ours that compares CRC-64/NVME. */
    @Nested
    class Checks {
        private final Fixture place = fixture();
        private final byte[] content = Trial.bytes(1000);
        private final Checksum right = PartsStore.crc(content);
        private final Checksum wrong = PartsStore.crc(new byte[1]);

        @AfterEach
        void clear() throws Exception {
            place.close();
        }

        private S3Multipart begin() throws Exception {
            TransferUrl url = place.url("file");
            S3Requests requests =
                    ((S3Endpoint)
                                    place.protocol()
                                            .open(
                                                    new Place(url, Site.UNNAMED),
                                                    place.credentials()))
                            .requests();
            S3Multipart upload = S3Multipart.begin(requests, S3Location.of(url), true);
            assertTrue(upload.checked());
            return upload;
        }

        private S3Multipart.Held bring(S3Multipart upload, Checksum check) throws Exception {
            S3Request request =
                    upload.bringing(1)
                            .with(S3Multipart.CHECK, check.base64())
                            .with(RequestBody.create(content), S3Signer.UNSIGNED);
            try (S3Answer answer = upload.requests().send(request)) {
                if (!answer.isSuccess()) {
                    throw upload.failure(answer);
                }
                String tag = S3Multipart.tag(answer);
                return new S3Multipart.Held(1, content.length, tag, true, Optional.of(check), true);
            }
        }

        @Test
        void aPartWithAnotherCheckIsRefused() throws Exception {
            S3Multipart upload = begin();
            assertThrows(TransferException.class, () -> bring(upload, wrong));
            upload.abort();
        }

        @Test
        void anObjectWithAnotherCheckIsNotMade() throws Exception {
            S3Multipart upload = begin();
            List<S3Multipart.Held> parts = List.of(bring(upload, right));

            assertThrows(TransferException.class, () -> upload.complete(parts, Optional.of(wrong)));
            assertEquals(Optional.empty(), place.get("file"));

            assertEquals(Optional.of(right), upload.complete(parts, Optional.of(right)).check());
            assertArrayEquals(content, place.get("file").orElseThrow());
        }
    }
}
