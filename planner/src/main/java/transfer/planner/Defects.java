package transfer.planner;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All that is wrong with the input, so that one run names everything. For one thread. */
final class Defects {
    private static final int MOST = 1_000;

    private final Set<Defect> found = new LinkedHashSet<>();
    private final List<Defect> doubts = new ArrayList<>();
    private final List<Defect> warnings = new ArrayList<>();
    private int unlisted;

    /** Notes what is wrong; the same thing once, however many jobs meet it. */
    void add(Defect defect) {
        if (found.size() < MOST) {
            found.add(defect);
        } else if (!found.contains(defect)) {
            unlisted++;
        }
    }

    void add(String file, String field, String message) {
        add(new Defect(file, 0, field, message));
    }

    /** Something that another program than ours may be able to do; it stops no plan. */
    void doubt(Defect defect) {
        if (doubts.size() < MOST) {
            doubts.add(defect);
        }
    }

    List<Defect> doubts() {
        return List.copyOf(doubts);
    }

    /** Something that may not be what was meant; it stops no plan. */
    void warn(Defect defect) {
        if (warnings.size() < MOST) {
            warnings.add(defect);
        }
    }

    List<Defect> warnings() {
        return List.copyOf(warnings);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * In the order in which they were met; the thousand first ones, then how many there are more.
     */
    List<Defect> list() {
        List<Defect> all = new ArrayList<>(found);
        if (unlisted > 0) {
            all.add(new Defect("planner", 0, "", "and " + unlisted + " more"));
        }
        return List.copyOf(all);
    }

    /**
     * @throws PlanningException when there is any
     */
    void check() throws PlanningException {
        if (!found.isEmpty()) {
            List<Defect> all = new ArrayList<>(list());
            all.addAll(doubts); // where there is no plan anyway, they are told with the rest
            throw new PlanningException(all);
        }
    }
}
