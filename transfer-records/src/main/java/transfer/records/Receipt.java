package transfer.records;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.engine.Attempt;
import transfer.engine.Evidence;
import transfer.engine.TransferOutcome;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.protocol.TransferUrl;

/**
 * What was done with one file.
 *
 * @param line where it stands in its receipts, from 1
 * @param item the number that it had in its list
 * @param lfn its logical name; may be empty
 * @param source the URL it came from, passwords and tokens blanked
 * @param address host and port that sent it, where known
 * @param destination the URL it went to, blanked like the source
 * @param form what it is there
 * @param size in bytes; 0 for directories and links
 * @param digests of its content; empty for directories, links and what was moved by its name
 * @param verdict {@code verified}, {@code unverifiable} or {@code unchecked}
 * @param reason what it was compared with, or why it could not be; may be empty
 * @param started when the first try began
 * @param ended when the last one was over
 * @param attempts how many tries it took; 0 where there is nothing to try twice
 */
public record Receipt(
        int line,
        int item,
        String lfn,
        String source,
        Optional<String> address,
        String destination,
        Form form,
        long size,
        List<Checksum> digests,
        String verdict,
        String reason,
        Instant started,
        Instant ended,
        int attempts,
        Author author) {

    /** What stands at the destination. */
    public enum Form {
        FILE,
        LINK,
        DIRECTORY
    }

    public Receipt {
        digests = List.copyOf(digests);
    }

    /** The digest by this algorithm, if there is one. */
    public Optional<Checksum> digest(DigestAlgorithm algorithm) {
        return digests.stream().filter(d -> d.algorithm() == algorithm).findFirst();
    }

    /** The receipt of a transfer that has just been done; its line is not known yet. */
    static Receipt of(
            WorkItem.Transfer item, TransferOutcome.Done done, Author author, Clock clock) {
        List<Attempt> attempts = done.attempts();
        Attempt from =
                attempts.reversed().stream()
                        .filter(Attempt::succeeded)
                        .filter(attempt -> item.sources().contains(attempt.source()))
                        .findFirst()
                        .orElse(null);
        Form form = form(item, done);
        Instant now = clock.instant();
        return new Receipt(
                0,
                item.position().item(),
                item.terms().lfn(),
                told((from == null ? item.sources().getFirst() : from.source()).url()),
                from == null ? Optional.empty() : from.provenance().address(),
                told(item.target().url()),
                form,
                form == Form.FILE ? size(item, done) : 0,
                form == Form.FILE ? digests(item, done) : List.of(),
                verdict(done.verdict()),
                reason(done.verdict()),
                attempts.isEmpty() ? now : attempts.getFirst().started(),
                attempts.isEmpty()
                        ? now
                        : attempts.getLast().started().plus(attempts.getLast().duration()),
                attempts.size(),
                author);
    }

    /** Whole, for readers in other directories, and without secrets. */
    static String told(TransferUrl url) {
        return url.isLocal() && !url.path().startsWith("/")
                ? TransferUrl.ofPath(url.toPath()).withScheme(url.scheme()).text()
                : url.toString();
    }

    private static Form form(WorkItem.Transfer item, TransferOutcome.Done done) {
        // of a link no bytes pass, but its content may have been compared
        if (done.sha256().isPresent() && done.bytes() > 0 || !item.target().url().isLocal()) {
            return Form.FILE;
        }
        Path path = item.target().url().toPath();
        if (Files.isSymbolicLink(path)) {
            return Form.LINK;
        }
        return Files.isDirectory(path) ? Form.DIRECTORY : Form.FILE;
    }

    /** A file that was moved by its name or was there has a size although no bytes passed. */
    private static long size(WorkItem.Transfer item, TransferOutcome.Done done) {
        return done.bytes() > 0 || !item.target().url().isLocal()
                ? done.bytes()
                : LocalState.of(item).size();
    }

    private static List<Checksum> digests(WorkItem.Transfer item, TransferOutcome.Done done) {
        List<Checksum> digests = new ArrayList<>(2);
        done.sha256().ifPresent(digests::add);
        Optional<Checksum> expected = item.terms().expected();
        if (expected.isPresent()
                && expected.get().algorithm() != DigestAlgorithm.SHA_256
                && done.verdict() instanceof Verdict.Verified(Evidence evidence)
                && evidence == Evidence.EXPECTED_CHECKSUM) {
            digests.add(expected.get());
        }
        return digests;
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Verified _ -> "verified";
            case Verdict.Unverifiable _ -> "unverifiable";
            case Verdict.Unchecked _ -> "unchecked";
        };
    }

    private static String reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Verified(var evidence) ->
                    evidence.name().toLowerCase(java.util.Locale.ROOT);
            case Verdict.Unverifiable(var reason) -> reason;
            case Verdict.Unchecked _ -> "";
        };
    }
}
