package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.ssh.SshServer.Port;

class SftpSpaceTest {
    private static SftpSpace told(long... numbers) {
        ByteBuffer answer = ByteBuffer.allocate(8 * numbers.length);
        for (long number : numbers) {
            answer.putLong(number);
        }
        return SftpSpace.told(answer.flip());
    }

    @Test
    void roomIsThatForUs() {
        SftpSpace space = told(4096, 1024, 1000, 500, 10, 100, 50, 5, 0, 0, 255);

        assertFalse(space.isTooLittle(10 * 1024));
        assertTrue(space.isTooLittle(10 * 1024 + 1));
    }

    @Test
    void noFileIsNoRoom() {
        assertTrue(told(4096, 4096, 1000, 500, 500, 100, 0, 0, 0, 0, 255).isTooLittle(1));
        assertFalse(told(4096, 4096, 1000, 500, 500, 0, 0, 0, 0, 0, 255).isTooLittle(1));
    }

    @Test
    void whoTellsNothingHasPlenty() {
        assertFalse(told(4096, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255).isTooLittle(1L << 50));
        assertFalse(told(1, 2).isTooLittle(1L << 50));
    }

    @Test
    void moreBytesThanANumberHoldsArePlenty() {
        assertFalse(
                told(0, Long.MAX_VALUE, 9, 9, Long.MAX_VALUE, 0, 0, 0).isTooLittle(Long.MAX_VALUE));
    }

    @Test
    void moreBytesThanTheSignLeavesRoomForArePlenty() {
        assertFalse(told(0, 4096, 9, 9, 1L << 51, 0, 0, 0).isTooLittle(1L << 40));
    }

    @Test
    @Tag("container")
    void largeFileThatCannotFitIsRefusedBeforeItIsSent() throws Exception {
        try (SshServer server = SshServer.start(Port.SSH);
                SshProtocol protocol = new SshProtocol(server.network())) {
            TransferUrl url = server.url(Port.SSH, SshServer.SMALL_DISK + "/file");
            SshEndpoint endpoint =
                    (SshEndpoint) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
            WriteRequest request = new WriteRequest(OptionalLong.of(1L << 40), OptionalInt.empty());

            for (TransferException failure :
                    List.of(
                            assertThrows(
                                    TransferException.class, () -> endpoint.write(url, request)),
                            assertThrows(
                                    TransferException.class,
                                    () -> endpoint.resume(url, request, "mark")))) {
                assertEquals(FailureKind.NO_SPACE, failure.kind());
                assertEquals(Optional.of(Phase.REQUEST), failure.phase());
                assertEquals(Optional.of("ENOSPC"), failure.errno());
                assertTrue(failure.getMessage().contains("no room for 1099511627776 bytes"));
            }
            assertEquals(List.of(), endpoint.list(url.withPath(SshServer.SMALL_DISK.toString())));
        }
    }
}
