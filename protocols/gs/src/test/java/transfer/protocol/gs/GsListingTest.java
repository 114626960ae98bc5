package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Trial;

class GsListingTest {
    private static final TransferUrl FOLDER = GsFixture.parse("gs://bucket/folder");

    private GsRig rig;

    @BeforeEach
    void start() {
        rig = new GsRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private List<String> paths(List<Directories.Entry> entries) {
        return entries.stream().map(entry -> entry.url().path()).toList();
    }

    @Test
    void listTellsWhatTheObjectsAreWithTheirDigests() throws Exception {
        rig.store().put("bucket", "folder/file", Trial.bytes(7));
        rig.store().put("bucket", "folder/below/file", Trial.bytes(9));

        List<Directories.Entry> listed = rig.open(FOLDER).list(FOLDER);

        assertEquals(List.of("/folder/file", "/folder/below/"), paths(listed));
        FileStat file = listed.getFirst().stat().orElseThrow();
        assertEquals(FileStat.Kind.FILE, file.kind());
        assertEquals(OptionalLong.of(7), file.size());
        assertTrue(file.identity().isPresent());
        assertFalse(file.digests().isEmpty());
        assertEquals(
                Optional.of(FileStat.Kind.DIRECTORY), listed.getLast().stat().map(FileStat::kind));
    }

    @Test
    void moreThanOnePageIsListedPageByPage() throws Exception {
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 1001)
                .mapToObj(number -> String.format("folder/%04d", number))
                .forEach(name -> {
                    rig.store().put("bucket", name, Trial.bytes(1));
                    expected.add("/" + name);
                });
        GsEndpoint endpoint = rig.open(FOLDER);

        Directories.Page first = endpoint.list(FOLDER, "", Optional.empty());
        Directories.Page second = endpoint.list(FOLDER, "", first.next());

        assertEquals(expected.subList(0, 1000), paths(first.entries()));
        assertEquals(expected.subList(1000, 1001), paths(second.entries()));
        assertEquals(Optional.empty(), second.next());
        assertEquals(expected, paths(endpoint.list(FOLDER)));
    }

    @Test
    void namesThatBeginOtherwiseAreNotSent() throws Exception {
        rig.store().put("bucket", "folder/one", Trial.bytes(7));
        rig.store().put("bucket", "folder/two", Trial.bytes(7));
        GsEndpoint endpoint = rig.open(FOLDER);

        assertEquals(
                List.of("/folder/two"),
                paths(endpoint.list(FOLDER, "t", Optional.empty()).entries()));
        assertEquals(List.of(), paths(endpoint.list(FOLDER, "x", Optional.empty()).entries()));
        TransferUrl missing = GsFixture.parse("gs://bucket/missing");
        GsRig.failure(FailureKind.NOT_FOUND, () -> endpoint.list(missing, "t", Optional.empty()));
    }

    @Test
    void objectOfADirectorysNameThatHasContentIsNotLeftOut() throws Exception {
        rig.store().put("bucket", "folder/", Trial.bytes(7));
        rig.store().put("bucket", "folder/file", Trial.bytes(1));
        GsEndpoint endpoint = rig.open(FOLDER);

        GsRig.failure(FailureKind.BAD_REQUEST, () -> endpoint.list(FOLDER));

        rig.store().put("bucket", "folder/", new byte[0]);
        assertEquals(List.of("/folder/file"), paths(endpoint.list(FOLDER)));
    }
}
