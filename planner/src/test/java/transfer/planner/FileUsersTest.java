package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who makes and who reads a file. */
class FileUsersTest {
    private final Job maker =
            job("maker", use("a", FileUse.Kind.OUTPUT), use("b", FileUse.Kind.INOUT));
    private final Job reader =
            job("reader", use("a", FileUse.Kind.INPUT), use("b", FileUse.Kind.INPUT));
    private final Job stranger = job("stranger", use("a", FileUse.Kind.INPUT));
    private final FileUsers users = new FileUsers(List.of(maker, reader, stranger), 3);

    private static FileUse use(String lfn, FileUse.Kind kind) {
        return new FileUse(lfn, kind, true, true, false, -1, false, Map.of(), Optional.empty());
    }

    private static Job job(String id, FileUse... uses) {
        return new Job(
                new Job.Description(id, "t", "t", "", 1),
                new ArrayList<>(List.of(uses)),
                Profiles.NONE,
                Job.Streams.NONE);
    }

    @Test
    void findsMakersAndReadersInTheOrderOfTheWorkflow() {
        assertEquals(List.of(maker), users.makers("a"));
        assertEquals(List.of(reader, stranger), users.readers("a"));
        assertEquals(List.of(maker), users.makers("b"));
        assertEquals(List.of(maker, reader), users.readers("b"), "inout is read as well");
        assertEquals(List.of(), users.readers("unknown"));
    }

    @Test
    void onlyDirectNeighboursCount() {
        maker.precede(reader);
        assertTrue(users.isMadeByParent("a", reader));
        assertFalse(users.isMadeByParent("a", stranger));
        assertTrue(users.isReadByChild("a", maker));
        assertFalse(users.isReadByChild("a", reader));
        assertFalse(users.isMadeByParent("b", maker), "what a job makes itself");
    }
}
