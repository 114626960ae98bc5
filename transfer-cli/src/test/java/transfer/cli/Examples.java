package transfer.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.checksum.Checksum;
import transfer.credentials.Site;
import transfer.engine.Attempt;
import transfer.engine.Evidence;
import transfer.engine.ListPosition;
import transfer.engine.TransferOutcome;
import transfer.engine.TransferTerms;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Provenance;
import transfer.protocol.TransferUrl;

/** Items, attempts and outcomes for tests of what is made of them. */
final class Examples {
    static final String HELLO_SHA256 =
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    static final Instant STARTED = Instant.parse("2026-11-22T06:28:05.600Z");

    /** A reason of which everything is known. */
    static final Attempt.Reason BUSY =
            new Attempt.Reason(
                    FailureKind.UNAVAILABLE,
                    "busy",
                    Optional.of(Phase.REQUEST),
                    OptionalInt.of(503),
                    Optional.of("ECONNRESET"),
                    Optional.of(Duration.ofSeconds(7)));

    private Examples() {}

    static Place place(String site, String url) {
        try {
            return new Place(TransferUrl.parse(url), new Site(site));
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static TransferTerms terms(String lfn, boolean generate, boolean verify) {
        return new TransferTerms(lfn, "output", generate, verify, true, Optional.empty());
    }

    static WorkItem.Transfer transfer(int number, String source, String target) {
        return transfer(number, source, target, TransferTerms.PLAIN);
    }

    static WorkItem.Transfer transfer(
            int number, String source, String target, TransferTerms terms) {
        return new WorkItem.Transfer(
                new ListPosition(number, 10 + number),
                List.of(place("my-site", source)),
                place("local", target),
                terms);
    }

    /** An attempt that moved 6 bytes in 1.25 s, the first after 250 ms. */
    static Attempt success(int number, WorkItem.Transfer item) {
        return new Attempt(
                number,
                item.sources().getFirst(),
                item.target(),
                Provenance.of("192.0.2.7:443"),
                STARTED,
                Duration.ofMillis(1250),
                Optional.of(Duration.ofMillis(250)),
                6,
                Optional.empty(),
                Optional.empty());
    }

    static Attempt failure(int number, WorkItem.Transfer item, FailureKind kind) {
        return new Attempt(
                number,
                item.sources().getFirst(),
                item.target(),
                Provenance.UNKNOWN,
                STARTED,
                Duration.ofMillis(40),
                Optional.empty(),
                0,
                Optional.of(new Attempt.Reason(kind, "it broke")),
                Optional.empty());
    }

    /** An attempt that was refused by somebody on the way. */
    static Attempt refused(int number, WorkItem.Transfer item) {
        return new Attempt(
                number,
                item.sources().getFirst(),
                item.target(),
                new Provenance(
                        Optional.of("192.0.2.9:3128"),
                        Optional.of("pool.example.org:443"),
                        Optional.of("squid:3128"),
                        Optional.of("1.1 squid"),
                        OptionalLong.of(321),
                        Optional.of("HIT"),
                        Optional.of("nginx")),
                STARTED,
                Duration.ofMillis(40),
                Optional.empty(),
                0,
                Optional.of(BUSY),
                Optional.empty());
    }

    /** An attempt that brought wrong bytes, as a later one showed. */
    static Attempt damaged(int number, WorkItem.Transfer item) {
        return new Attempt(
                number,
                item.sources().getFirst(),
                item.target(),
                Provenance.UNKNOWN,
                STARTED,
                Duration.ofMillis(40),
                Optional.empty(),
                6,
                Optional.of(new Attempt.Reason(FailureKind.CHECKSUM_MISMATCH, "differs")),
                Optional.of(
                        new Attempt.Difference(
                                Attempt.Difference.Shape.SWAPPED_WORDS, 1024, 65_539, 96)));
    }

    static TransferOutcome.Done done(WorkItem.Transfer item, Attempt... attempts) {
        return new TransferOutcome.Done(
                item,
                List.of(attempts),
                new Verdict.Verified(Evidence.SOURCE_DIGEST),
                6,
                Optional.of(Checksum.sha256(HELLO_SHA256)),
                "");
    }
}
