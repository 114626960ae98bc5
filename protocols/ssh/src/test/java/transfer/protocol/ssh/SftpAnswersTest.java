package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Trial;

/** What becomes of answers that good servers do not give, and bad ones do. */
class SftpAnswersTest {
    private static final byte[] CONTENT = Trial.bytes(300_000);

    private final ScriptedSftp script = new ScriptedSftp(CONTENT);

    @TempDir private Path folder;
    private MinaServer server;
    private SshConnections connections;
    private SshEndpoint endpoint;

    /** Connects once the script is written. */
    private TransferUrl url(String path) throws Exception {
        server = MinaServer.speakingSftp(folder, script);
        connections = new SshConnections(SshServer.network(server.home(), Optional.empty()));
        TransferUrl url = server.url(path);
        endpoint = new SshEndpoint(connections, new Place(url, Site.UNNAMED), Credentials.none());
        return url;
    }

    @AfterEach
    void stop() throws IOException {
        endpoint.close();
        connections.close();
        server.close();
    }

    private byte[] read() throws Exception {
        TransferUrl url = url("/file");
        return Trial.read(endpoint, url, ReadRequest.WHOLE);
    }

    private TransferException failure(FailureKind kind, Executable action) {
        TransferException failure = assertThrows(TransferException.class, action);
        assertEquals(kind, failure.kind(), failure::toString);
        assertTrue(failure.phase().isPresent());
        assertFalse(failure.getMessage().contains(MinaServer.PASSWORD));
        return failure;
    }

    private void write(OptionalInt mode) throws Exception {
        TransferUrl url = url("/file");
        WriteRequest request = new WriteRequest(OptionalLong.of(CONTENT.length), mode);
        try (Writing writing = endpoint.write(url, request)) {
            Trial.fill(writing, CONTENT);
            writing.finish(List.of());
            writing.publish();
        }
    }

    @Test
    void shortAnswersAreCompleted() throws Exception {
        script.on(SftpPacket.READ, question -> script.read(question, 1000));

        assertArrayEquals(CONTENT, read());
    }

    @Test
    void fileIsReadInOneGoSinceItHasOneConnectionOnly() throws Exception {
        url("/file");

        assertFalse(endpoint.endsPartsCheaply());
    }

    @Test
    void whatIsReadIsTheSameWhenBuffersAreUsedAgain() throws Exception {
        TransferUrl url = url("/file");
        for (int from : new int[] {0, 1, 270_000, 0}) {
            byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);

            assertArrayEquals(rest, Trial.read(endpoint, url, request(from)));
        }
    }

    private static ReadRequest request(int from) {
        return new ReadRequest(from, OptionalLong.empty(), Optional.empty(), false);
    }

    @Test
    void answerWithoutAnyByteIsAFailureAndNotTheEnd() {
        script.on(SftpPacket.READ, _ -> ScriptedSftp.data(new byte[0]));

        failure(FailureKind.UNEXPECTED, this::read);
    }

    @Test
    void fileThatEndsEarlyIsTruncated() {
        script.on(SftpPacket.STAT, _ -> longer()).on(SftpPacket.FSTAT, _ -> longer());

        TransferException failure = failure(FailureKind.TRUNCATED, this::read);

        assertTrue(failure.getMessage().contains("300000 of 300001"), failure.getMessage());
    }

    private static byte[] longer() {
        return ScriptedSftp.attributes(CONTENT.length + 1, ScriptedSftp.REGULAR, 1000);
    }

    @Test
    void fileThatIsWrittenAnewMeanwhileHasChanged() {
        int[] looks = {0};
        script.on(
                SftpPacket.FSTAT,
                _ ->
                        ScriptedSftp.attributes(
                                CONTENT.length, ScriptedSftp.REGULAR, 1000 + looks[0]++));

        failure(FailureKind.CHANGED, this::read);
    }

    @Test
    void whatIsAppendedMeanwhileIsLeftOut() throws Exception {
        int[] looks = {0};
        script.on(
                SftpPacket.FSTAT,
                _ ->
                        ScriptedSftp.attributes(
                                CONTENT.length + looks[0],
                                ScriptedSftp.REGULAR,
                                1000 + looks[0]++));

        assertArrayEquals(CONTENT, read());
    }

    @Test
    void fileWhoseSizeIsSaidToBeNothingIsReadToItsEnd() throws Exception {
        byte[] empty = ScriptedSftp.attributes(0, ScriptedSftp.REGULAR, 1000);
        script.on(SftpPacket.STAT, _ -> empty.clone())
                .on(SftpPacket.FSTAT, _ -> empty.clone())
                .on(SftpPacket.READ, question -> script.read(question, 4096));

        TransferUrl url = url("/proc/file");
        try (Reading reading = endpoint.read(url, ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.empty(), reading.stat().size());
            assertArrayEquals(CONTENT, Trial.rest(reading));
        }
    }

    @Test
    void pipeIsNotEvenOpened() {
        script.on(SftpPacket.STAT, _ -> ScriptedSftp.attributes(0, 0010644, 1000));

        failure(FailureKind.BAD_REQUEST, this::read);

        assertFalse(script.asked().contains(SftpPacket.OPEN));
    }

    @Test
    void moreDataThanWereAskedForEndTheConversation() {
        script.on(SftpPacket.READ, _ -> ScriptedSftp.data(new byte[CONTENT.length + 1]));

        failure(FailureKind.CONNECTION, this::read);
    }

    @Test
    void dataOfTwoLengthsEndTheConversation() {
        script.on(
                SftpPacket.READ,
                _ -> ScriptedSftp.packet(SftpPacket.DATA, ScriptedSftp.integer(5), new byte[4]));

        failure(FailureKind.CONNECTION, this::read);
    }

    @Test
    void packetTooLargeToBeHeldEndsTheConversation() {
        script.on(
                SftpPacket.STAT,
                _ -> ByteBuffer.allocate(16).putInt(Integer.MAX_VALUE).put((byte) 105).array());

        failure(FailureKind.CONNECTION, this::read);
    }

    @Test
    void answerThatBreaksOffInItsMiddleMakesNoSense() {
        script.on(
                SftpPacket.STAT,
                _ -> ScriptedSftp.packet(SftpPacket.ATTRS, ScriptedSftp.integer(0x01)));

        failure(FailureKind.UNEXPECTED, this::read);
    }

    @Test
    void answerOfAnotherTypeMakesNoSense() {
        script.on(SftpPacket.OPEN, _ -> ScriptedSftp.names("x"));

        failure(FailureKind.UNEXPECTED, this::read);
    }

    @ParameterizedTest
    @CsvSource({
        "3, ACCESS_DENIED",
        "4, UNEXPECTED",
        "8, UNSUPPORTED",
        "12, ACCESS_DENIED",
        "14, NO_SPACE",
        "15, NO_SPACE",
        "99, UNEXPECTED"
    })
    void refusedBytesAreAFailureOfTheCodesKindAndNothingStays(int code, FailureKind kind) {
        script.on(SftpPacket.WRITE, SftpStatus.OK, code);

        TransferException failure = failure(kind, () -> write(OptionalInt.empty()));

        assertEquals(OptionalInt.of(code), failure.status());
        assertEquals(SftpPacket.REMOVE, script.asked().getLast());
    }

    private void writeDurably() throws Exception {
        TransferUrl url = url("/file");
        WriteRequest request =
                new WriteRequest(OptionalLong.of(CONTENT.length), OptionalInt.empty(), true);
        try (Writing writing = endpoint.write(url, request)) {
            Trial.fill(writing, CONTENT);
            writing.finish(List.of());
            writing.publish();
        }
    }

    @Test
    void durableFileIsForcedToTheDiskBeforeItIsClosed() throws Exception {
        script.knowing(SftpAbilities.FSYNC);

        writeDurably();

        List<Integer> asked = script.asked();
        assertEquals(Set.of(), connections.notes());
        int forced = asked.indexOf(SftpPacket.EXTENDED);
        assertTrue(forced > asked.lastIndexOf(SftpPacket.WRITE), asked::toString);
        assertTrue(forced < asked.indexOf(SftpPacket.CLOSE), asked::toString);
    }

    @Test
    void fileThatTheDiskDoesNotTakeIsAFailure() {
        script.knowing(SftpAbilities.FSYNC).on(SftpPacket.EXTENDED, SftpStatus.FAILURE);

        failure(FailureKind.UNEXPECTED, this::writeDurably);
    }

    @Test
    void serverThatCannotForceIsNotAskedAndTheUserIsTold() throws Exception {
        writeDurably();

        assertFalse(script.asked().contains(SftpPacket.EXTENDED));
        String told = String.join("\n", connections.notes());
        assertTrue(told.contains("may be lost when its power fails"), told);
    }

    @Test
    void smallFileIsWrittenInThreeRoundTrips() throws Exception {
        script.holding(SftpPacket.LSTAT, SftpPacket.OPEN);
        script.holding(SftpPacket.WRITE, SftpPacket.CLOSE);

        write(OptionalInt.of(0644));

        List<Integer> once = script.asked().stream().distinct().toList();
        assertEquals(
                List.of(
                        SftpPacket.INIT,
                        SftpPacket.REALPATH,
                        SftpPacket.LSTAT,
                        SftpPacket.OPEN,
                        SftpPacket.WRITE,
                        SftpPacket.FSETSTAT,
                        SftpPacket.FSTAT,
                        SftpPacket.CLOSE,
                        SftpPacket.RENAME),
                once);
    }

    @Test
    void besideALinkNothingStays() throws Exception {
        int[] looks = {0};
        script.on(
                SftpPacket.LSTAT,
                _ ->
                        looks[0]++ == 0
                                ? ScriptedSftp.attributes(5, 0120777, 1000)
                                : ScriptedSftp.status(SftpStatus.NO_SUCH_FILE));

        write(OptionalInt.empty());

        List<Integer> asked = script.asked();
        List<Integer> hoped = asked.subList(0, asked.lastIndexOf(SftpPacket.OPEN));
        assertTrue(hoped.contains(SftpPacket.OPEN), asked::toString);
        assertTrue(hoped.contains(SftpPacket.CLOSE), asked::toString);
        assertTrue(hoped.contains(SftpPacket.REMOVE), asked::toString);
    }

    @Test
    void whereADirectoryIsNothingStays() throws Exception {
        script.on(SftpPacket.LSTAT, _ -> ScriptedSftp.attributes(5, 0040755, 1000));

        failure(FailureKind.BAD_REQUEST, () -> write(OptionalInt.empty()));

        assertTrue(script.asked().contains(SftpPacket.REMOVE), script.asked()::toString);
    }

    @Test
    void fileThatBreaksOffStaysWritable() {
        script.on(SftpPacket.WRITE, SftpStatus.FAILURE);

        failure(FailureKind.UNEXPECTED, () -> write(OptionalInt.of(0400)));

        assertFalse(script.asked().contains(SftpPacket.FSETSTAT), script.asked()::toString);
    }

    @Test
    void refusedCloseIsAFailure() {
        script.on(SftpPacket.CLOSE, SftpStatus.FAILURE);

        failure(FailureKind.UNEXPECTED, () -> write(OptionalInt.empty()));
    }

    @Test
    void renamingThatReplacesNothingGivesWayToRemovingFirst() throws Exception {
        script.on(SftpPacket.RENAME, SftpStatus.FAILURE, SftpStatus.OK);

        write(OptionalInt.empty());

        List<Integer> asked = script.asked();
        assertEquals(
                List.of(SftpPacket.RENAME, SftpPacket.REMOVE, SftpPacket.RENAME),
                asked.subList(asked.size() - 3, asked.size()));
    }

    @Test
    void wideModeWhereANarrowOneWasAskedForIsRefused() {
        failure(FailureKind.ACCESS_DENIED, () -> write(OptionalInt.of(0600)));

        assertEquals(SftpPacket.REMOVE, script.asked().getLast());
    }

    @Test
    void deviceIsNotReplaced() {
        script.on(SftpPacket.LSTAT, _ -> ScriptedSftp.attributes(0, 0020666, 1000));

        failure(FailureKind.BAD_REQUEST, () -> write(OptionalInt.empty()));

        assertFalse(script.asked().contains(SftpPacket.RENAME));
        assertTrue(script.asked().contains(SftpPacket.REMOVE));
    }

    @Test
    void listedNameThatLeadsElsewhereIsLeftOut() throws Exception {
        int[] reads = {0};
        script.on(SftpPacket.STAT, _ -> ScriptedSftp.attributes(0, 0040755, 1000))
                .on(
                        SftpPacket.READDIR,
                        _ ->
                                reads[0]++ > 0
                                        ? ScriptedSftp.status(SftpStatus.END_OF_FILE)
                                        : ScriptedSftp.names(".", "..", "a", "../b", "/c"));
        TransferUrl url = url("/folder/");

        assertEquals(server.url("/folder/a"), only(endpoint.list(url)).url());
    }

    @ParameterizedTest
    @CsvSource({"/", "/home", "/home/lab"})
    void rootAndLogInDirectoryAreNeverRemoved(String real) throws Exception {
        int[] looks = {0};
        script.on(SftpPacket.LSTAT, _ -> ScriptedSftp.attributes(0, 0040755, 1000))
                .on(
                        SftpPacket.REALPATH,
                        _ -> ScriptedSftp.names(looks[0]++ == 0 ? "/home/lab" : real));
        TransferUrl url = url("/somewhere/..");

        failure(FailureKind.BAD_REQUEST, () -> endpoint.remove(url, true));

        assertFalse(script.asked().contains(SftpPacket.OPENDIR));
        assertFalse(script.asked().contains(SftpPacket.RMDIR));
    }

    private static Directories.Entry only(List<Directories.Entry> listed) {
        assertEquals(1, listed.size());
        return listed.getFirst();
    }
}
