package transfer.protocol.webdav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** How a file gets its final name where servers differ. */
class WebdavPlacingTest {
    private static final int LARGE = 2 << 20;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    /** A store of files in one folder; what the test says of MOVE comes first. */
    private ScriptedDav store(Function<ScriptedDav.Asked, Optional<ScriptedDav.Answer>> habit)
            throws Exception {
        return new ScriptedDav(asked -> habit.apply(asked).orElseGet(() -> answer(asked)));
    }

    private ScriptedDav.Answer answer(ScriptedDav.Asked asked) {
        String path = asked.path();
        byte[] file = files.get(path);
        return switch (asked.method()) {
            case "PROPFIND" ->
                    path.equals("/a/") || folders.contains(path)
                            ? ScriptedDav.Answer.multistatus(ScriptedDav.folder(path))
                            : file == null
                                    ? ScriptedDav.Answer.of(404)
                                    : ScriptedDav.Answer.multistatus(
                                            ScriptedDav.file(path, file.length));
            case "PUT" -> {
                files.put(path, asked.body());
                yield ScriptedDav.Answer.of(201);
            }
            case "HEAD", "GET" ->
                    file == null
                            ? ScriptedDav.Answer.of(404)
                            : new ScriptedDav.Answer(
                                    200,
                                    Map.of(
                                            "ETag",
                                            "\"tag-" + file.length + "\"",
                                            "Content-Length",
                                            "" + file.length),
                                    file);
            case "DELETE" -> ScriptedDav.Answer.of(files.remove(path) == null ? 404 : 204);
            case "MOVE" -> moved(asked);
            default -> ScriptedDav.Answer.of(405);
        };
    }

    private ScriptedDav.Answer moved(ScriptedDav.Asked asked) {
        String to = URI.create(asked.header("Destination").orElseThrow()).getRawPath();
        if (!files.containsKey(asked.path())) {
            return ScriptedDav.Answer.of(404);
        }
        boolean there = files.containsKey(to) || folders.contains(to);
        if (there && asked.header("Overwrite").orElse("").equals("F")) {
            return ScriptedDav.Answer.of(412);
        }
        files.put(to, files.remove(asked.path()));
        return ScriptedDav.Answer.of(there ? 204 : 201);
    }

    private static Optional<ScriptedDav.Answer> atMove(ScriptedDav.Asked asked, int status) {
        return asked.method().equals("MOVE")
                ? Optional.of(ScriptedDav.Answer.of(status))
                : Optional.empty();
    }

    private static void write(ScriptedDav server, String path, int size) throws Exception {
        WriteRequest request = new WriteRequest(OptionalLong.of(size), OptionalInt.empty());
        try (Writing writing = server.open().write(server.url(path), request)) {
            writing.write(ByteBuffer.allocate(size));
            writing.finish(List.of());
            writing.publish();
        }
    }

    /** Begins to write a file and stops; the server keeps what it has of it under this name. */
    private String leaveBroken(ScriptedDav server) throws Exception {
        WriteRequest request = new WriteRequest(OptionalLong.of(3), OptionalInt.empty());
        Writing writing = server.open().write(server.url("/a/x"), request);
        writing.write(ByteBuffer.allocate(1));
        String hidden = writing.location().path();
        writing.close();
        files.put(hidden, new byte[1]);
        return hidden;
    }

    private static List<String> methods(ScriptedDav server) {
        return server.asked().stream().map(ScriptedDav.Asked::method).toList();
    }

    @Test
    void aSmallFileTakesThreeRequestsAndNoQuestionBeforehand() throws Exception {
        try (ScriptedDav server = store(_ -> Optional.empty())) {
            write(server, "/a/first", 3);
            int before = server.asked().size();
            write(server, "/a/second", 3);

            List<ScriptedDav.Asked> second = server.asked().subList(before, server.asked().size());
            assertEquals(
                    List.of("PUT", "HEAD", "MOVE"),
                    second.stream().map(ScriptedDav.Asked::method).toList());
            assertEquals(Optional.empty(), second.getFirst().header("Expect"));
            assertEquals(Set.of("/a/first", "/a/second"), files.keySet());
        }
    }

    @Test
    void aServerThatToldNoDigestOfANewFileIsNotAskedAgain() throws Exception {
        try (ScriptedDav server = store(_ -> Optional.empty())) {
            WriteRequest request = new WriteRequest(OptionalLong.of(3), OptionalInt.empty());
            WebdavEndpoint endpoint = server.open();
            try (Writing writing = endpoint.write(server.url("/a/x"), request)) {
                writing.write(ByteBuffer.allocate(3));
                writing.finish(List.of());
                Set<DigestAlgorithm> any = Set.of(DigestAlgorithm.values());

                assertEquals(Optional.empty(), endpoint.digest(writing.location(), any));
                assertEquals(1, methods(server).stream().filter("HEAD"::equals).count());

                writing.publish();
                endpoint.digest(server.url("/a/x"), any);
                assertEquals(2, methods(server).stream().filter("HEAD"::equals).count());
            }
        }
    }

    @Test
    void theDestinationIsAnAddressWithoutLoginAndQuery() throws Exception {
        try (ScriptedDav server = store(_ -> Optional.empty())) {
            // what JDK's server makes of a query is not of interest here
            write(server, "/a/x%20#y z", 3);

            ScriptedDav.Asked move = server.asked().getLast();
            assertEquals(
                    Optional.of("http://127.0.0.1:" + server.port() + "/a/x%20"),
                    move.header("Destination"));
            assertTrue(move.path().startsWith("/a/.x%20."), move.path());
        }
    }

    @Test
    void aFileIsReplacedOnlyAfterItWasSeenToBeNoFolder() throws Exception {
        files.put("/a/x", new byte[9]);
        try (ScriptedDav server = store(_ -> Optional.empty())) {
            write(server, "/a/x", 3);

            assertEquals(
                    List.of("PROPFIND", "PUT", "HEAD", "MOVE", "PROPFIND", "MOVE"),
                    methods(server));
            assertArrayEquals(new byte[3], files.get("/a/x"));
        }
    }

    /** With "Overwrite: T" MOVE would remove the folder with everything in it. */
    @ParameterizedTest
    @ValueSource(ints = {3, LARGE})
    void aFolderIsNeverReplaced(int size) throws Exception {
        folders.add("/a/x");
        try (ScriptedDav server = store(_ -> Optional.empty())) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> write(server, "/a/x", size));

            assertEquals(FailureKind.ALREADY_EXISTS, failure.kind());
            assertEquals(Set.of("/a/x"), folders);
            assertEquals(Map.of(), files);
            assertTrue(
                    server.asked().stream()
                            .noneMatch(a -> a.header("Overwrite").equals(Optional.of("T"))));
        }
    }

    @Test
    void whatCannotBeSeenMayBeAFolderAndIsNotReplaced() throws Exception {
        folders.add("/a/x");
        try (ScriptedDav server =
                store(asked ->
                        asked.path().equals("/a/x") && !asked.method().equals("PUT")
                                ? Optional.of(ScriptedDav.Answer.of(403))
                                : Optional.empty())) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> write(server, "/a/x", 3));

            assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
            assertTrue(failure.getMessage().contains("may be a folder"), failure.getMessage());
            assertEquals(Set.of("/a/x"), folders);
            assertEquals(Map.of(), files);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 501, 403})
    void whereMoveIsRefusedTheFileIsWrittenUnderItsName(int status) throws Exception {
        try (ScriptedDav server = store(asked -> atMove(asked, status))) {
            write(server, "/a/first", 3);
            assertEquals(Set.of("/a/first"), files.keySet());
            int before = server.asked().size();

            write(server, "/a/second", 4);

            assertArrayEquals(new byte[4], files.get("/a/second"));
            assertEquals(Set.of("/a/first", "/a/second"), files.keySet());
            assertFalse(methods(server).subList(before, server.asked().size()).contains("MOVE"));
        }
    }

    /** What was proved was the hidden file, and where it cannot be moved it is another one. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void whatIsWrittenOnceMoreIsProvedOnceMore(int size) throws Exception {
        try (ScriptedDav server =
                store(asked -> {
                    if (asked.line().equals("PUT /a/first")) {
                        files.put("/a/first", "odd".substring(0, size).getBytes(UTF_8));
                        return Optional.of(ScriptedDav.Answer.of(201));
                    }
                    return atMove(asked, 405);
                })) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> write(server, "/a/first", 3));

            assertEquals(FailureKind.CHECKSUM_MISMATCH, failure.kind());
            assertEquals(Map.of(), files);
        }
    }

    @Test
    void aHiddenFileThatLostItsEndIsNotPassedOn() throws Exception {
        files.put("/a/first", new byte[9]);
        try (ScriptedDav server =
                store(asked -> {
                    if (asked.method().equals("MOVE")) {
                        files.put(asked.path(), new byte[2]);
                    }
                    return atMove(asked, 405);
                })) {
            assertThrows(TransferException.class, () -> write(server, "/a/first", 3));

            assertEquals(9, files.get("/a/first").length);
        }
    }

    @ParameterizedTest
    @CsvSource({"405, 1", "501, 1", "404, 1"})
    void beforeMuchIsSentTheServerIsAskedWhetherItMoves(int status, int uploads) throws Exception {
        try (ScriptedDav server =
                store(asked ->
                        asked.path().startsWith("/a/.x.") && files.isEmpty()
                                ? atMove(asked, status)
                                : Optional.empty())) {
            write(server, "/a/x", LARGE);

            assertEquals(uploads, methods(server).stream().filter("PUT"::equals).count());
            assertEquals(Set.of("/a/x"), files.keySet());
            String put =
                    server.lines().stream().filter(l -> l.startsWith("PUT")).findFirst().orElse("");
            assertEquals(status == 404, put.startsWith("PUT /a/.x."), put);
        }
    }

    @Test
    void aServerThatHasMovedOnceDoesNotLoseItsTrustByOneRefusal() throws Exception {
        try (ScriptedDav server =
                store(asked ->
                        files.containsKey("/a/first") ? atMove(asked, 403) : Optional.empty())) {
            write(server, "/a/first", 3);

            TransferException failure =
                    assertThrows(TransferException.class, () -> write(server, "/a/second", 3));

            assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
            assertEquals(Set.of("/a/first"), files.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 400})
    void aServerThatTakesTheAddressForAnothersGetsThePath(int status) throws Exception {
        try (ScriptedDav server =
                store(asked ->
                        asked.header("Destination").orElse("").startsWith("http")
                                ? atMove(asked, status)
                                : Optional.empty())) {
            write(server, "/a/first", 3);
            write(server, "/a/second", 3);

            assertEquals(Set.of("/a/first", "/a/second"), files.keySet());
            assertEquals(3, methods(server).stream().filter("MOVE"::equals).count());
        }
    }

    @Test
    void whatIsAnotherServersEitherWayIsToldSo() throws Exception {
        try (ScriptedDav server = store(asked -> atMove(asked, 502))) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> write(server, "/a/x", 3));

            assertEquals(FailureKind.UNSUPPORTED, failure.kind());
            assertEquals(OptionalInt.of(502), failure.status());
            assertEquals(Map.of(), files);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "423, UNAVAILABLE",
        "507, NO_SPACE",
        "404, CHANGED",
        "409, CHANGED",
        "424, UNAVAILABLE",
        "500, UNAVAILABLE"
    })
    void aRefusedNameIsToldAndNothingHiddenStays(int status, FailureKind kind) throws Exception {
        try (ScriptedDav server = store(asked -> atMove(asked, status))) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> write(server, "/a/x", 3));

            assertEquals(kind, failure.kind());
            assertTrue(failure.getMessage().contains("answered " + status), failure.getMessage());
            assertEquals(Map.of(), files);
        }
    }

    /** The library sends a request again whose connection broke before the answer. */
    @Test
    void aMoveWhoseAnswerWasLostCountsIfTheFileIsThere() throws Exception {
        try (ScriptedDav server =
                store(asked -> {
                    if (asked.method().equals("MOVE")) {
                        moved(asked);
                        return Optional.of(ScriptedDav.Answer.of(404));
                    }
                    return Optional.empty();
                })) {
            write(server, "/a/x", 3);

            assertArrayEquals(new byte[3], files.get("/a/x"));
        }
    }

    @Test
    void somebodyElsesFileOfThatNameIsNotTakenForOurs() throws Exception {
        try (ScriptedDav server =
                store(asked -> {
                    if (asked.method().equals("MOVE")) {
                        files.put("/a/x", new byte[99]);
                    }
                    return atMove(asked, 404);
                })) {
            assertThrows(TransferException.class, () -> write(server, "/a/x", 3));

            assertEquals(99, files.get("/a/x").length);
        }
    }

    @Test
    void aFileToBeReplacedMayGoAwayMeanwhile() throws Exception {
        files.put("/a/x", new byte[9]);
        try (ScriptedDav server =
                store(asked -> {
                    boolean overwrite = asked.header("Overwrite").equals(Optional.of("T"));
                    if (overwrite) {
                        files.remove("/a/x");
                        return Optional.of(ScriptedDav.Answer.of(404));
                    }
                    return Optional.empty();
                })) {
            write(server, "/a/x", 3);

            assertArrayEquals(new byte[3], files.get("/a/x"));
        }
    }

    @Test
    void whatAServerKeepsOfABrokenUploadIsTakenAwayAtTheEnd() throws Exception {
        ScriptedDav server = store(_ -> Optional.empty());
        leaveBroken(server);

        server.close();

        assertEquals(Map.of(), files);
    }

    /** rclone locks a file for as long as it has not noticed that nobody goes on with it. */
    @ParameterizedTest
    @CsvSource({"5, 6, true", "1000, 51, false"})
    void anUploadThatIsStillLockedIsRemovedAsSoonAsItIsNot(
            int refusals, int requests, boolean isGone) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        ScriptedDav server =
                store(asked ->
                        asked.method().equals("DELETE") && refused.getAndIncrement() < refusals
                                ? Optional.of(ScriptedDav.Answer.of(423))
                                : Optional.empty());
        String hidden = leaveBroken(server);

        server.close();

        assertEquals(isGone ? Set.of() : Set.of(hidden), files.keySet());
        assertEquals(requests, methods(server).stream().filter("DELETE"::equals).count());
    }
}
