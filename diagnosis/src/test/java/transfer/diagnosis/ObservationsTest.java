package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationsTest {
    private static int count(Observations seen, Ending ending) {
        int count = 0;
        for (int i = 0; i < seen.size(); i++) {
            count += seen.ending(i) == ending ? 1 : 0;
        }
        return count;
    }

    private static void add(Observations seen, int number, Ending ending) {
        int[] codes = new int[Dimension.values().length];
        for (int i = 0; i < number; i++) {
            seen.add(codes, i, ending, "kind");
        }
    }

    @Test
    void fewBadOnesAreAllKeptHoweverManyGoodOnesThereAre() {
        Observations seen = new Observations(1000);
        add(seen, 50, Ending.FAILED);
        add(seen, 20_000, Ending.WELL);
        add(seen, 50, Ending.FAILED);
        assertTrue(seen.size() <= 1000);
        assertEquals(100, count(seen, Ending.FAILED));
        double all = (double) seen.weight() * count(seen, Ending.WELL);
        assertEquals(20_000, all, 3_000);
        assertEquals(1, seen.scale());
    }

    @Test
    void tooManyBadOnesAreThinnedToo() {
        Observations seen = new Observations(1000);
        add(seen, 20_000, Ending.FAILED);
        add(seen, 20_000, Ending.WELL);
        assertTrue(seen.size() <= 1000);
        assertEquals(20_000, (double) seen.scale() * count(seen, Ending.FAILED), 4_000);
        double good = (double) seen.scale() * seen.weight() * count(seen, Ending.WELL);
        assertEquals(20_000, good, 4_000);
    }

    @Test
    void theCaseFromProductionComesOutOfATenthOfItsTransfersToo() {
        List<Production.Job> jobs = new ArrayList<>();
        Production.Culprits culprits = Production.seedCase(5, false, jobs);
        Diagnosis diagnosis = new Diagnosis(new Observations(5_000));
        int item = 1;
        for (Production.Job job : jobs) {
            diagnosis.take(Production.result(item++, job));
        }
        Search.Outcome wrong = diagnosis.outcome(Ending.WRONG_BYTES);
        assertEquals(2, wrong.found().size(), diagnosis::text);
        assertEquals(culprits.site(), wrong.found().get(0).value());
        assertEquals(culprits.node(), wrong.found().get(1).value());
    }
}
