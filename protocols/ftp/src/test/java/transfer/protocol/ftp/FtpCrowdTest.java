package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Trial;

/** A server that takes one client at a time, and two pieces of work that want to go there. */
class FtpCrowdTest {
    private static final byte[] CONTENT = Trial.bytes(100_000);

    private final FtpScriptedServer server = new FtpScriptedServer().room(1);
    private final FtpRig rig = new FtpRig();
    private final TransferUrl url = server.url("file");
    private final TransferUrl other = server.url("other");

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    private List<String> named(String command) {
        return server.commands().stream().filter(c -> c.startsWith(command)).toList();
    }

    private Writing finished(FtpEndpoint endpoint) throws Exception {
        Writing writing = endpoint.write(url, Trial.requestFor(CONTENT));
        writing.write(ByteBuffer.wrap(CONTENT));
        writing.finish(List.of());
        return writing;
    }

    private void othersAreTurnedAway() {
        rig.failure(FailureKind.THROTTLED, () -> rig.write(other, CONTENT));
    }

    private void othersHaveTheirTurn() throws Exception {
        server.content(CONTENT);
        rig.write(other, CONTENT);
    }

    private void nothingIsLeft(String stored) {
        assertEquals(List.of(stored.replace("STOR", "DELE")), named("DELE"));
    }

    @Test
    void whoHasTheOnlyPlaceVerifiesAndPublishesFromThere() throws Exception {
        FtpEndpoint endpoint = rig.open(url);
        server.content(CONTENT);
        try (Writing writing = finished(endpoint)) {
            othersAreTurnedAway();

            assertEquals(CONTENT.length, endpoint.stat(writing.location()).size().orElseThrow());
            assertEquals(
                    Optional.empty(),
                    endpoint.digest(writing.location(), Set.of(DigestAlgorithm.SHA_256)));
            assertArrayEquals(CONTENT, Trial.read(endpoint, writing.location(), ReadRequest.WHOLE));
            othersAreTurnedAway();
            writing.publish();

            assertEquals(List.of("RNTO file"), named("RNTO"));
        }
        assertEquals(List.of(), named("DELE"));
    }

    @Test
    void placeIsFreeForOthersOnceTheFileIsPublished() throws Exception {
        try (Writing writing = finished(rig.open(url))) {
            writing.publish();

            othersHaveTheirTurn();
        }
        assertEquals(List.of("RNTO file", "RNTO other"), named("RNTO"));
        assertEquals(1, named("USER").size(), "one connection was enough for both");
    }

    @Test
    void fileThatTurnsOutToBeWrongIsTakenAwayFromTheSamePlace() throws Exception {
        Writing writing = finished(rig.open(url));
        othersAreTurnedAway();

        writing.close();

        nothingIsLeft(named("STOR").getFirst());
        othersHaveTheirTurn();
    }

    @Test
    void fileThatIsBrokenOffIsTakenAwayFromTheSamePlace() throws Exception {
        Writing writing = rig.open(url).write(url, Trial.requestFor(CONTENT));
        writing.write(ByteBuffer.wrap(CONTENT, 0, 1000));
        othersAreTurnedAway();

        writing.close();

        nothingIsLeft(named("STOR").getFirst());
        othersHaveTheirTurn();
    }

    @Test
    void fileThatMayNotHaveItsNameIsTakenAwayFromTheSamePlace() throws Exception {
        server.answer("RNFR", "451 not now");
        try (Writing writing = finished(rig.open(url))) {
            rig.failure(FailureKind.UNAVAILABLE, writing::publish);
            othersAreTurnedAway();
        }
        nothingIsLeft(named("STOR").getFirst());
    }

    @Test
    void placeThatTheServerTookAwayMeanwhileIsAskedForAgain() throws Exception {
        try (Writing writing = finished(rig.open(url))) {
            server.next("RNFR", "");

            writing.publish();
        }
        assertEquals(2, named("USER").size());
        assertEquals(List.of("RNTO file"), named("RNTO"));
    }

    @Test
    void whatIsToGoOnKeepsItsPlaceWhileItsBeginningIsLookedAt() throws Exception {
        server.answer("FEAT", "211-x\r\n REST STREAM\r\n SIZE\r\n211 End");
        server.answer("SIZE", "213 40000");
        FtpEndpoint endpoint = rig.open(url);
        Writing writing = endpoint.resume(url, Trial.requestFor(CONTENT), "mark");
        othersAreTurnedAway();
        endpoint.digest(writing.location(), Set.of(DigestAlgorithm.SHA_256));
        othersAreTurnedAway();

        writing.close();

        assertEquals(List.of("DELE .file.mark.part"), named("DELE"));
        othersHaveTheirTurn();
    }

    @Test
    void whatGoesOnLetsGoOfItsPlaceOnceItIsPublished() throws Exception {
        server.answer("FEAT", "211-x\r\n REST STREAM\r\n SIZE\r\n211 End");
        server.answer("SIZE", "213 40000");
        try (Writing writing = rig.open(url).resume(url, Trial.requestFor(CONTENT), "mark")) {
            writing.write(ByteBuffer.wrap(CONTENT, 40_000, 60_000));
            server.answer("SIZE", "213 100000");
            writing.finish(List.of());
            othersAreTurnedAway();
            writing.publish();

            othersHaveTheirTurn();
        }
        assertTrue(named("RNTO").containsAll(List.of("RNTO file", "RNTO other")));
        assertEquals(1, named("USER").size());
    }

    @Test
    void whatIsLeftForLaterLetsGoOfItsPlace() throws Exception {
        Writing writing = rig.open(url).write(url, Trial.requestFor(CONTENT));
        writing.write(ByteBuffer.wrap(CONTENT, 0, 1000));
        writing.leave();

        othersHaveTheirTurn();

        assertEquals(1, named("USER").size());
    }

    /** Whose log-in is another cannot use the connection, but what is idle need not be there. */
    @Test
    void whoIsIdleMakesRoomForAnotherUser() throws Exception {
        rig.write(url, CONTENT);
        TransferUrl others =
                TransferUrl.parse(other.toString().replace("://", "://somebody:else@"));

        rig.write(others, CONTENT);
        rig.write(url, CONTENT);

        assertEquals(List.of("USER lab", "USER somebody", "USER lab"), named("USER"));
        assertEquals(2, named("QUIT").size());
    }

    @Test
    void whoIsAtWorkMakesNoRoomForAnotherUser() throws Exception {
        TransferUrl others =
                TransferUrl.parse(other.toString().replace("://", "://somebody:else@"));
        try (Writing writing = finished(rig.open(url))) {
            rig.failure(FailureKind.THROTTLED, () -> rig.write(others, CONTENT));

            writing.publish();
        }
        assertEquals(List.of("RNTO file"), named("RNTO"));
        assertEquals(List.of(), named("QUIT"));
    }

    @Test
    void whoIsIdleElsewhereIsLeftAlone() throws Exception {
        try (FtpScriptedServer elsewhere = new FtpScriptedServer()) {
            TransferUrl there =
                    TransferUrl.parse(
                            elsewhere.url("file").toString().replace("127.0.0.1", "localhost"));
            rig.write(there, CONTENT);
            server.room(0);

            rig.failure(FailureKind.THROTTLED, () -> rig.write(url, CONTENT));

            rig.write(there, CONTENT);
            assertEquals(
                    1, elsewhere.commands().stream().filter(c -> c.startsWith("USER")).count());
        }
    }
}
