package transfer.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadyTest {
    private final Ready ready = new Ready(Map.of("stagein", 1), 4, 2);
    private int rank;

    private Job add(String name, Job.Kind kind, Job.Terms terms) {
        Job.Command command =
                new Job.Command(
                        List.of("x"),
                        Optional.empty(),
                        Path.of("/"),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty());
        Job job = new Job(name, kind, command, terms, List.of(), List.of());
        ready.add(new JobNode(job, rank++));
        return job;
    }

    private Job compute(String name, int priority, int processors) {
        return add(name, Job.Kind.COMPUTE, new Job.Terms("", 0, priority, processors));
    }

    private Job list(String name, String category) {
        return add(name, Job.Kind.LIST, new Job.Terms(category, 0, 0, 1));
    }

    private List<String> all() {
        List<String> names = new ArrayList<>();
        for (Optional<JobNode> next = ready.next(); next.isPresent(); next = ready.next()) {
            names.add(next.get().job().name());
        }
        return names;
    }

    @Test
    void theHighestPriorityComesFirstThenTheOrderOfThePlan() {
        compute("low", 1, 1);
        compute("high", 5, 1);
        compute("low2", 1, 1);

        assertEquals(List.of("high", "low", "low2"), all());
    }

    @Test
    void thereAreNoMoreProcessorsThanThereAre() {
        compute("a", 0, 3);
        Job b = compute("b", 0, 1);
        compute("c", 0, 1);

        assertEquals(List.of("a", "b"), all());
        ready.leave(b);
        assertEquals(List.of("c"), all());
    }

    @Test
    void whoNeedsManyProcessorsIsNotOvertakenForEver() {
        Job first = compute("first", 9, 2);
        compute("wide", 5, 4);
        compute("narrow", 1, 1);

        assertEquals(List.of("first"), all());
        ready.leave(first);
        assertEquals(List.of("wide"), all());
    }

    @Test
    void whoWantsMoreProcessorsThanThereAreGetsAll() {
        Job huge = compute("huge", 0, 64);
        compute("next", 0, 1);

        assertEquals(List.of("huge"), all());
        ready.leave(huge);
        assertEquals(List.of("next"), all());
    }

    @Test
    void aFullCategoryDoesNotHoldUpOthers() {
        Job one = list("one", "stagein");
        list("two", "stagein");
        list("three", "stageout");

        assertEquals(List.of("one", "three"), all());
        ready.leave(one);
        assertEquals(List.of("two"), all());
    }

    @Test
    void listsTakeNoProcessorsAndProcessesNoListsPlaces() {
        compute("a", 0, 4);
        list("b", "");
        list("c", "");
        Job d = list("d", "");

        assertEquals(List.of("a", "b", "c"), all());
        ready.leave(d);
        assertEquals(List.of("d"), all());
    }
}
