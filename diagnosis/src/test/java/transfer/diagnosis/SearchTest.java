package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final long HOUR = 3_600_000;

    private final Diagnosis diagnosis = new Diagnosis();
    private int item;

    /** A transfer of a host's file to a node, in some second of a day. */
    private void transfer(String host, String address, String node, long second, String failure) {
        attempt(host, address, node, second * 1000, failure);
    }

    private void attempt(String host, String address, String node, long millis, String failure) {
        item++;
        diagnosis.take(result(List.of(attempt(host, address, millis, failure)), node, failure));
    }

    private Attempt attempt(String host, String address, long millis, String failure) {
        return new Attempt(
                "https://" + host + "/" + item,
                "archive",
                "file:///d/" + item,
                "cluster",
                "https://" + host,
                "https",
                address,
                millis,
                1,
                failure.isEmpty() ? Failure.NONE : new Failure(failure, "", "", -1, "", -1),
                Attempt.Way.UNKNOWN,
                Damage.NONE);
    }

    private Result result(List<Attempt> attempts, String node, String failure) {
        return new Result(
                item,
                "f",
                failure.isEmpty() ? "done" : "failed",
                List.of(),
                "",
                Failure.NONE,
                node,
                "",
                "",
                attempts);
    }

    /** A day of transfers that go well, over two hosts of two addresses each and ten nodes. */
    private void day(int count) {
        for (int i = 0; i < count; i++) {
            int host = i % 2;
            transfer(
                    "h" + host,
                    "192.0.2." + (2 * host + i / 2 % 2),
                    "n" + i % 10,
                    i * 86_400L / count,
                    "");
        }
    }

    private List<Finding> failures() {
        return diagnosis.outcome(Ending.FAILED).found();
    }

    private static String name(Finding finding) {
        return finding.dimension() + " " + finding.value();
    }

    @Test
    void anAddressOfAHostIsNamedAndNotItsHost() {
        day(1000);
        for (int i = 0; i < 40; i++) {
            transfer("h0", "192.0.2.1", "n" + i % 10, 2100L * i, "connection");
        }
        assertEquals(1, failures().size());
        assertEquals("ADDRESS 192.0.2.1", name(failures().getFirst()));
        assertEquals(new Finding.Rate(40, 290), failures().getFirst().inside());
        assertEquals(new Finding.Rate(0, 750), failures().getFirst().outside());
    }

    @Test
    void twoCulpritsComeOutOneAfterTheOther() {
        day(2000);
        for (int i = 0; i < 60; i++) {
            transfer("h0", "192.0.2.1", "n" + i % 10, 1400L * i, "connection");
        }
        for (int i = 0; i < 20; i++) {
            transfer("h1", "192.0.2." + (2 + i % 2), "n10", 4000L * i, "timed_out");
        }
        assertEquals(
                List.of("NODE n10", "ADDRESS 192.0.2.1"),
                failures().stream().map(SearchTest::name).toList());
        assertEquals(java.util.Map.of("timed_out", 20L), failures().getFirst().kinds());
    }

    @Test
    void whatHoldsForTheSameTransfersIsToldToo() {
        day(1000);
        for (int i = 0; i < 10; i++) {
            transfer("h9", "192.0.2.9", "n" + i, 8000L * i, "connection");
        }
        Finding finding = failures().getFirst();
        assertEquals("SOURCE_HOST h9", name(finding));
        assertEquals(List.of("address 192.0.2.9"), finding.same());
    }

    @Test
    void anOutageOfEverythingIsAStretchOfTime() {
        day(2000);
        for (int i = 0; i < 30; i++) {
            transfer("h" + i % 2, "192.0.2." + i % 4, "n" + i % 10, 40_000 + 10L * i, "connection");
        }
        Finding finding = failures().getFirst();
        assertEquals("ALL all", name(finding));
        assertEquals(290_000, finding.window().orElseThrow().millis());
        assertTrue(
                diagnosis
                        .text()
                        .contains("1. all transfers, within 290 s: 1970-01-01T11:06:40Z to"));
    }

    @Test
    void aBusyHourIsNoBurst() {
        day(500);
        for (int i = 0; i < 2000; i++) {
            String failure = i % 53 == 7 ? "connection" : "";
            attempt("h0", "192.0.2." + i % 2, "n" + i % 7, 12 * HOUR + i * 500L, failure);
        }
        for (int i = 0; i < 10; i++) {
            transfer("h" + i % 2, "192.0.2." + i % 4, "n" + i, 8640L * i, "connection");
        }
        assertEquals(List.of(), failures());
    }

    @Test
    void fewBadOnesProveNothing() {
        day(200);
        transfer("h0", "192.0.2.0", "n3", 100, "connection");
        transfer("h0", "192.0.2.0", "n3", 110, "connection");
        assertEquals(List.of(), failures());
        assertTrue(diagnosis.text().contains("Nothing stands out"));
    }

    @Test
    void tryingAgainInTheSameWayCountsOnce() {
        day(100);
        item++;
        Attempt failed = attempt("h0", "192.0.2.0", 5000, "connection");
        diagnosis.take(result(List.of(failed, failed, failed, failed), "n1", "connection"));
        assertEquals(new Finding.Rate(1, 101), diagnosis.outcome(Ending.FAILED).all());
    }

    @Test
    void anotherSourceThatDidIsAnotherObservation() {
        item++;
        Attempt failed = attempt("h0", "192.0.2.0", 5000, "checksum_mismatch");
        Attempt well = attempt("h1", "192.0.2.2", 6000, "");
        diagnosis.take(result(List.of(failed, well), "n1", ""));
        assertEquals(new Finding.Rate(1, 2), diagnosis.outcome(Ending.WRONG_BYTES).all());
        assertEquals(new Finding.Rate(0, 1), diagnosis.outcome(Ending.FAILED).all());
    }

    @Test
    void withoutTimesPlacesAreFoundAllTheSame() {
        day(1000);
        for (int i = 0; i < 20; i++) {
            attempt("h0", "192.0.2.0", "n10", Observations.UNKNOWN_TIME, "connection");
        }
        assertEquals("NODE n10", name(failures().getFirst()));
        assertTrue(failures().getFirst().window().isEmpty());
    }

    @Test
    void whatEverybodyHasIsNotToldAsShared() {
        day(1000);
        for (int i = 0; i < 20; i++) {
            transfer("h" + i % 2, "192.0.2." + i % 4, "n10", 4000L * i, "connection");
        }
        Finding node = failures().getFirst();
        assertEquals("NODE n10", name(node));
        assertEquals(List.of(), node.all());
        assertEquals(List.of(), node.same());
    }
}
