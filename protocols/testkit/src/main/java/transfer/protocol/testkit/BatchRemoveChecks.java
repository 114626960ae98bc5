package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import transfer.protocol.BatchRemover;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** What {@link BatchRemover} promises. */
@Needs(Ability.REMOVE_TOGETHER)
abstract class BatchRemoveChecks extends Checks {
    protected final Set<TransferUrl> removeTogether(List<String> names)
            throws TransferException, InterruptedException {
        List<TransferUrl> urls = names.stream().map(this::url).toList();
        return trial().open(BatchRemover.class, urls.getFirst()).removeTogether(urls);
    }

    private Set<TransferUrl> urls(List<String> names) {
        return names.stream().map(this::url).collect(Collectors.toSet());
    }

    private List<String> files(int count) throws Exception {
        List<String> names = Stream.iterate(0, i -> i + 1).limit(count).map(i -> "f" + i).toList();
        for (String name : names) {
            fixture().put(name, Trial.bytes(10));
        }
        return names;
    }

    @Test
    protected void filesGoAndTheirNeighboursStay() throws Exception {
        List<String> files = files(5);
        for (String name : List.of("f", "f1.b", "e", "g", "dir/f1")) {
            fixture().put(name, Trial.bytes(10));
        }

        assertEquals(urls(files), removeTogether(files));

        assertEquals(Set.of("f", "f1.b", "e", "g", "dir/f1"), new HashSet<>(fixture().names()));
    }

    @Test
    protected void whatIsMissingIsNotToldToBeRemoved() throws Exception {
        List<String> files = files(4);
        List<String> names = new ArrayList<>(files);
        names.add(1, "missing");

        assertEquals(urls(files), removeTogether(names));

        assertEquals(0, fixture().names().size());
    }

    @Test
    protected void directoryIsLeftAlone() throws Exception {
        List<String> files = files(4);
        fixture().put("dir/file", Trial.bytes(10));
        List<String> names = new ArrayList<>(files);
        names.add("dir");

        assertEquals(urls(files), removeTogether(names));

        assertTrue(fixture().exists("dir/file"));
    }

    /** Whether all of them can go together is the server's business. */
    @Test
    protected void filesOfAnyNameAreRemovedAsIsTold() throws Exception {
        int most = Math.min(10, trial().open(BatchRemover.class, url("a")).most());
        List<String> all = Names.all(has(Ability.NAMES_OF_ANY_BYTES)).toList();
        for (int from = 0; from < all.size(); from += most) {
            List<String> names = all.subList(from, Math.min(all.size(), from + most));
            for (String name : names) {
                fixture().put(name, Trial.bytes(10));
            }
            Set<TransferUrl> removed = removeTogether(names);
            for (String name : names) {
                assertEquals(removed.contains(url(name)), !fixture().exists(name), name);
            }
        }
    }

    @Test
    protected void interruptedThreadGetsItsAnswerOrTheInterruption() throws Exception {
        List<String> files = files(4);
        Set<TransferUrl> removed =
                Trial.inVirtualThread(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        return removeTogether(files);
                    } catch (InterruptedException _) {
                        return Set.of();
                    }
                });
        for (String name : files) {
            assertFalse(removed.contains(url(name)) && fixture().exists(name), name);
        }
    }
}
