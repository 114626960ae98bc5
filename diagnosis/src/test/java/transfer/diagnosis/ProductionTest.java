package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
