package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import transfer.checksum.Checksum;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** What {@link Inspector} promises. */
@Needs(Ability.STAT)
abstract class StatChecks extends Checks {
    protected final FileStat stat(String name) throws TransferException, InterruptedException {
        TransferUrl url = url(name);
        return trial().open(Inspector.class, url).stat(url);
    }

    @Test
    protected void fileHasItsSize() throws Exception {
        fixture().put("file", Trial.bytes(Trial.SOME_SIZE));

        FileStat stat = stat("file");

        assertEquals(FileStat.Kind.FILE, stat.kind());
        assertEquals(OptionalLong.of(Trial.SOME_SIZE), stat.size());
    }

    @Test
    protected void emptyFileHasSizeZero() throws Exception {
        fixture().put("empty", new byte[0]);

        assertEquals(OptionalLong.of(0), stat("empty").size());
    }

    @TestFactory
    protected Stream<DynamicTest> fileOfAnyNameIsFound() {
        return Names.each(
                has(Ability.NAMES_OF_ANY_BYTES),
                name -> {
                    fixture().put(name, Trial.bytes(name.length()));
                    assertEquals(OptionalLong.of(name.length()), stat(name).size());
                });
    }

    @Test
    protected void missingFileIsNotFound() {
        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> stat("missing"));
        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> stat("missing directory/file"));
    }

    @Test
    protected void fileThatStaysKeepsItsIdentity() throws Exception {
        fixture().put("file", Trial.bytes(99));

        assertEquals(stat("file").identity(), stat("file").identity());
        assertEquals(stat("file").modified(), stat("file").modified());
    }

    @Test
    protected void digestsThatAreToldAreTheContents() throws Exception {
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        fixture().put("file", content);

        for (Checksum told : stat("file").digests()) {
            assertEquals(Trial.digest(told.algorithm(), content), told);
        }
    }

    @Test
    protected void oneEndpointAnswersAgainAfterAFailure() throws Exception {
        fixture().put("file", Trial.bytes(99));
        Inspector inspector = trial().open(Inspector.class, url("file"));

        trial().failure(Set.of(FailureKind.NOT_FOUND), () -> inspector.stat(url("missing")));

        assertTrue(inspector.stat(url("file")).size().isPresent());
    }
}
