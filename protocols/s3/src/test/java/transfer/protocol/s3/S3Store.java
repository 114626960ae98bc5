package transfer.protocol.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.TestServer;

/**
 * A store under test, started and with a bucket of ours.
 *
 * @param server what runs
 * @param port of 127.0.0.1, for HTTP
 * @param tls where it listens for HTTPS too, and whom to trust there
 * @param owner to whom {@link #BUCKET} belongs
 * @param other somebody else at the same store, where it tells people apart
 */
record S3Store(
        TestServer server, int port, Optional<Tls> tls, S3Account owner, Optional<S3Account> other)
        implements AutoCloseable {
    static final String BUCKET = "bucket";

    /** Belongs to {@link #other}, where there is one; nobody else may read or write it. */
    static final String OTHERS = "others";

    /** Takes {@link #ROOM} bytes in all, where the store has such limits. */
    static final String FULL = "full";

    static final int ROOM = 102_400;

    record Tls(int port, Path authorities) {}

    S3BackDoor backDoor() {
        return S3BackDoor.of(port, owner);
    }

    TransferUrl url(String bucket, String key) {
        return url(port, bucket, key);
    }

    /** By another port of 127.0.0.1, behind which this store is. */
    TransferUrl url(int by, String bucket, String key) {
        return parse("s3://" + owner.name() + "@127.0.0.1:" + by + "/" + bucket + "/" + key);
    }

    static TransferUrl parse(String text) {
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** This store, with the bucket made. */
    S3Store withBucket() {
        try {
            backDoor().makeBucket(BUCKET);
            return this;
        } catch (IOException e) {
            server.close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
