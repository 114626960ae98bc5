package transfer.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Remover;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * One attempt to bring a local file to a server, proved there before it is published. Belongs to
 * one thread.
 */
final class Storing {
    private final RunContext run;
    private final WorkItem.Transfer item;
    private final Candidate from;
    private final TransferUrl to;
    private final TransferTerms terms;

    Storing(RunContext run, WorkItem.Transfer item, Candidate from) {
        this.run = run;
        this.item = item;
        this.from = from;
        this.to = item.target().url();
        this.terms = item.terms();
    }

    /**
     * @param mode permission bits for the stored file; empty to take those of the local one
     */
    Moved attempt(Source source, Sink sink, OptionalInt mode, Meter meter)
            throws TransferException, InterruptedException {
        try (Upload upload = new Upload(run, item, from, source, sink)) {
            try {
                return attempt(source, sink, upload, mode, meter);
            } catch (TransferException e) {
                upload.failed(e);
                throw e;
            } catch (InterruptedException e) {
                upload.interrupted();
                throw e;
            }
        }
    }

    private Moved attempt(Source source, Sink sink, Upload upload, OptionalInt mode, Meter meter)
            throws TransferException, InterruptedException {
        TransferUrl url = from.place().url();
        try (Reading reading = source.read(url, ReadRequest.WHOLE)) {
            FileStat stat = reading.stat();
            WriteRequest request =
                    new WriteRequest(
                            stat.size(),
                            mode.isPresent() ? mode : stat.mode(),
                            run.options().durable());
            Writing writing = upload.begin(stat, request);
            long end = send(reading, source, upload, writing, meter);
            Proof.sameSize(stat, end, url, "the file system");
            List<Checksum> computed = upload.digest().values();
            Proof.agrees(computed, from.expected().stream().toList(), url, "the expected checksum");
            FileStat stored = writing.finish(computed);
            meter.answeredBy(stored.provenance());
            Verdict verdict = prove(sink, writing, stored, computed, end);
            publish(writing::publish);
            upload.published();
            return new Moved(verdict, end, Optional.of(Proof.sha256(computed)), stat.mode(), "");
        }
    }

    /** Sends what is not there yet. */
    private long send(Reading whole, Source source, Upload upload, Writing writing, Meter meter)
            throws TransferException, InterruptedException {
        long offset = writing.offset();
        if (offset == 0) {
            return send(whole, 0, upload, writing, meter);
        }
        Identity same = whole.stat().identity().orElseThrow();
        try (Reading rest = source.read(from.place().url(), ReadRequest.from(offset, same))) {
            return send(rest, offset, upload, writing, meter);
        }
    }

    private long send(Reading reading, long offset, Upload upload, Writing writing, Meter meter)
            throws TransferException, InterruptedException {
        return run.loop()
                .run(reading, offset, upload.digest(), meter, (bytes, _) -> writing.write(bytes));
    }

    /** What gives a file its final name. */
    @FunctionalInterface
    interface Publishing {
        void publish() throws TransferException, InterruptedException;
    }

    static void publish(Publishing file) throws TransferException, InterruptedException {
        try {
            file.publish();
        } catch (TransferException e) {
            throw e.during(Phase.PUBLISH);
        }
    }

    private Verdict prove(
            Sink sink, Writing writing, FileStat stored, List<Checksum> computed, long size)
            throws TransferException, InterruptedException {
        if (run.options().verification() == Verification.OFF && !terms.verifyStored()) {
            return new Verdict.Unchecked();
        }
        if (writing.isProvedInParts()) {
            Proof.sameSize(stored, size, to, "the server");
            return new Verdict.Verified(Evidence.DESTINATION_PARTS);
        }
        TransferUrl location = writing.location();
        try {
            return compared(sink, location, stored, computed, size);
        } catch (TransferException e) {
            if (location.equals(to)) {
                takeAway(sink, to, e);
            }
            throw e;
        }
    }

    private Verdict compared(
            Sink sink, TransferUrl location, FileStat stored, List<Checksum> computed, long size)
            throws TransferException, InterruptedException {
        Proof.sameSize(stored, size, to, "the server");
        if (Proof.agrees(computed, stored.digests(), to, "the server's digest")) {
            return new Verdict.Verified(Evidence.DESTINATION_DIGEST);
        }
        Set<DigestAlgorithm> algorithms =
                computed.stream().map(Checksum::algorithm).collect(Collectors.toSet());
        if (sink instanceof Digester digester) {
            List<Checksum> told = digester.digest(location, algorithms).stream().toList();
            if (Proof.agrees(computed, told, to, "the server's digest")) {
                return new Verdict.Verified(Evidence.DESTINATION_DIGEST);
            }
            run.servers().tellsNoDigests(to.server());
        }
        if (terms.verifyStored() || run.options().verification() == Verification.REQUIRE) {
            return readBack(sink, location, algorithms, computed);
        }
        if (stored.size().isPresent()) {
            return new Verdict.Verified(Evidence.SIZE);
        }
        FileStat found = sink.stat(location);
        Proof.sameSize(found, size, to, "the server");
        return found.size().isPresent()
                ? new Verdict.Verified(Evidence.SIZE)
                : new Verdict.Unverifiable(
                        "the server tells neither length nor digest of what it stored");
    }

    private Verdict readBack(
            Sink sink,
            TransferUrl location,
            Set<DigestAlgorithm> algorithms,
            List<Checksum> computed)
            throws TransferException, InterruptedException {
        if (!(sink instanceof Source source)) {
            throw Proof.unproved(to, "the server has no digest and cannot be read from");
        }
        List<Checksum> stored = ReadBack.digests(run, source, location, algorithms);
        Proof.agrees(computed, stored, to, "the digest of what was read back");
        return new Verdict.Verified(Evidence.READ_BACK);
    }

    /**
     * A protocol without hidden names has put the wrong bytes under the final name; they must not
     * stay there.
     */
    static void takeAway(Endpoint sink, TransferUrl to, TransferException why)
            throws InterruptedException {
        boolean wrong =
                why.kind() == FailureKind.CHECKSUM_MISMATCH || why.kind() == FailureKind.TRUNCATED;
        if (wrong && sink instanceof Remover remover) {
            try {
                remover.remove(to, false);
            } catch (TransferException _) {
                // the mismatch is what the user has to hear of; it is thrown by the caller
            }
        }
    }
}
