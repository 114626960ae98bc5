package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.function.Executable;
import transfer.credentials.Site;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.SecretScan;
import transfer.protocol.testkit.Trial;

/** The family, used in somebody's name; closing it ends the family. */
record S3Client(S3Protocol protocol, S3Account account) implements AutoCloseable {
    static S3Client of(S3Account account) {
        return new S3Client(new S3Protocol(NetworkSettings.standard()), account);
    }

    <E extends Endpoint> E open(Class<E> ability, TransferUrl url) throws TransferException {
        return ability.cast(protocol.open(new Place(url, Site.UNNAMED), account.credentials()));
    }

    byte[] read(TransferUrl url) throws TransferException, InterruptedException {
        try (Source source = open(Source.class, url)) {
            return Trial.read(source, url, ReadRequest.WHOLE);
        }
    }

    FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        try (Source source = open(Source.class, url)) {
            return source.stat(url);
        }
    }

    void write(TransferUrl url, byte[] content) throws TransferException, InterruptedException {
        try (Sink sink = open(Sink.class, url);
                Writing writing =
                        sink.write(
                                url,
                                new WriteRequest(
                                        OptionalLong.of(content.length), OptionalInt.empty()))) {
            writing.write(ByteBuffer.wrap(content));
            writing.finish(List.of());
            writing.publish();
        }
    }

    /** That it fails so, says all of this, and tells no secret. */
    TransferException refused(FailureKind kind, Executable action, String... words) {
        TransferException failure = assertThrows(TransferException.class, action);
        assertEquals(kind, failure.kind(), failure::toString);
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), () -> word + " in " + failure);
        }
        assertFalse(failure.getMessage().contains("\n"), failure::toString);
        assertTrue(failure.phase().isPresent());
        new SecretScan(List.of(account.secret())).check(failure);
        return failure;
    }

    @Override
    public void close() {
        protocol.close();
    }
}
