package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands beside a node, with few of them and with many. */
class NeighboursTest {
    private static List<PlanNode> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PlanNode("n" + i, new Task.Join(), "local", null))
                .toList();
    }

    private static Neighbours<PlanNode> of(List<PlanNode> nodes) {
        Neighbours<PlanNode> neighbours = new Neighbours<>();
        neighbours.addAll(nodes);
        return neighbours;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 32, 33, 500})
    void knowsThoseThatCameAndKeepsTheirOrder(int count) {
        List<PlanNode> nodes = nodes(count + 1);
        PlanNode stranger = nodes.getLast();
        List<PlanNode> known = nodes.subList(0, count);
        Neighbours<PlanNode> neighbours = of(known);
        assertEquals(known, neighbours);
        assertTrue(known.stream().allMatch(neighbours::contains));
        assertFalse(neighbours.contains(stranger));
        neighbours.add(stranger);
        assertTrue(neighbours.contains(stranger), "what comes after the first question");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 500})
    void forgetsTheOneThatIsTakenAway(int count) {
        List<PlanNode> nodes = nodes(count);
        Neighbours<PlanNode> neighbours = of(nodes);
        assertTrue(neighbours.contains(nodes.get(1)));
        assertTrue(neighbours.remove(nodes.get(1)));
        assertFalse(neighbours.contains(nodes.get(1)));
        assertFalse(neighbours.remove(nodes.get(1)));
        assertEquals(nodes.get(2), neighbours.get(1));
        assertEquals(count - 1, neighbours.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 500})
    void forgetsManyAtOnceAndKeepsTheOrderOfTheRest(int count) {
        List<PlanNode> nodes = nodes(count);
        Neighbours<PlanNode> neighbours = of(nodes);
        assertTrue(neighbours.contains(nodes.get(1)));
        Set<PlanNode> gone = new HashSet<>(nodes.subList(1, count - 1));
        neighbours.removeEach(gone);
        assertEquals(List.of(nodes.getFirst(), nodes.getLast()), neighbours);
        assertFalse(neighbours.contains(nodes.get(1)));
        neighbours.clear();
        assertFalse(neighbours.contains(nodes.getFirst()));
        neighbours.add(nodes.get(1));
        assertEquals(List.of(nodes.get(1)), neighbours);
    }

    @Test
    void aSecondEdgeIsNoneHoweverManyThereAre() {
        List<PlanNode> makers = nodes(200);
        PlanNode reader = new PlanNode("reader", new Task.Join(), "local", null);
        List<PlanNode> others = nodes(300);
        makers.forEach(maker -> {
            others.forEach(maker::precede);
            maker.precede(reader);
            maker.precede(reader);
        });
        assertEquals(makers, reader.parents());
        assertEquals(301, makers.getFirst().children().size());
    }
}
