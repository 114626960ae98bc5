package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionTest {
    private static Diagnosis diagnosis(List<Production.Job> jobs) {
        Diagnosis diagnosis = new Diagnosis();
        int item = 1;
        for (Production.Job job : jobs) {
            diagnosis.take(Production.result(item++, job));
        }
        return diagnosis;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBadSiteAndTheBadNodeAreNamedAndTheOneAloneIsNot(boolean nodeIsAtThatSite) {
        for (long seed = 1; seed <= 12; seed++) {
            List<Production.Job> jobs = new ArrayList<>();
            Production.Culprits culprits = Production.seedCase(seed, nodeIsAtThatSite, jobs);
            Diagnosis diagnosis = diagnosis(jobs);
            Search.Outcome wrong = diagnosis.outcome(Ending.WRONG_BYTES);
            String told = "seed " + seed + "\n" + diagnosis.text();

            assertEquals(2, wrong.found().size(), told);
            Finding site = wrong.found().get(0);
            assertEquals(Dimension.DESTINATION_SITE, site.dimension(), told);
            assertEquals(culprits.site(), site.value(), told);
            assertEquals(56, site.inside().bad(), told);
            assertEquals(Production.SITE_MILLIS, site.window().orElseThrow().millis(), told);
            Finding node = wrong.found().get(1);
            assertEquals(Dimension.NODE, node.dimension(), told);
            assertEquals(culprits.node(), node.value(), told);
            assertEquals(3, node.inside().bad(), told);
            assertEquals(Production.NODE_MILLIS, node.window().orElseThrow().millis(), told);
            assertEquals(1, wrong.unexplained(), told);
            assertEquals(List.of(), diagnosis.outcome(Ending.FAILED).found(), told);
        }
    }

    @Test
    void theSameComesOutOfResultsAsTheProgramWritesThem() throws IOException {
        List<Production.Job> jobs = new ArrayList<>();
        Production.Culprits culprits = Production.seedCase(99, true, jobs);
        String[] lines = new String[jobs.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Production.line(i + 1, jobs.get(i));
        }
        Diagnosis diagnosis = new Diagnosis();
        diagnosis.read(Lines.of(lines));
        String text = diagnosis.text();
        assertTrue(text.startsWith("50606 results of 1 files\n"), text);
        assertTrue(text.contains("Wrong bytes: 60 of "), text);
        assertTrue(
                text.contains("1. destination site " + culprits.site() + ", within 1752 s: "),
                text);
        assertTrue(text.contains("2. node " + culprits.node() + ", within 16 s: "), text);
        assertTrue(text.contains("  1 more have nothing in common"), text);
        assertTrue(
                text.endsWith(
                        "Nothing stands out: chance spreads them like this, or they are too few.\n"),
                text);
    }

    /** At most 2 % are to be expected: 1 % each for wrong bytes and for failures. */
    @Test
    void whereNothingIsWrongNothingIsFound() {
        int alarms = 0;
        int runs = 300;
        for (long seed = 1; seed <= runs; seed++) {
            Diagnosis diagnosis = diagnosis(Production.noise(seed, 3_000, 40));
            boolean found =
                    !diagnosis.outcome(Ending.WRONG_BYTES).found().isEmpty()
                            || !diagnosis.outcome(Ending.FAILED).found().isEmpty();
            alarms += found ? 1 : 0;
        }
        assertTrue(alarms <= runs / 20, alarms + " of " + runs);
    }
}
