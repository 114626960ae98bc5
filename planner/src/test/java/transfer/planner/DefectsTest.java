package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong, however often somebody stumbles over it. */
class DefectsTest {
    private final Defects defects = new Defects();

    @Test
    void aHundredThousandJobsThatMeetOneDefectAreToldOnce() {
        for (int job = 0; job < 100_000; job++) {
            defects.add("sites.yml", "cluster", "has no server");
        }
        assertEquals(List.of("sites.yml: cluster: has no server"), words());
    }

    @Test
    void beyondAThousandTheOthersAreCounted() {
        for (int line = 1; line <= 1_500; line++) {
            defects.add(new Defect("workflow.yml", line, "lfn", "is missing"));
            defects.add(new Defect("workflow.yml", 1, "lfn", "is missing"));
        }
        assertEquals(1_001, defects.list().size());
        assertTrue(words().getLast().endsWith("and 500 more"), words()::getLast);
    }

    @Test
    void secretsOfUrlsAreNotTold() {
        defects.add(
                new Defect(
                        "workflow.yml",
                        4,
                        "jobs",
                        "reads 'f', which is neither at ftp://me:secret@h/a b nor at"
                                + " 'https://h/a?sig=secret&v=1', but at scp://me@h/a:b@c"));
        assertEquals(
                List.of(
                        "workflow.yml:4: jobs: reads 'f', which is neither at ftp://me:***@h/a b"
                                + " nor at 'https://h/a?sig=***&v=1', but at scp://me@h/a:b@c"),
                words());
    }

    private List<String> words() {
        return defects.list().stream().map(Defect::toString).toList();
    }
}
