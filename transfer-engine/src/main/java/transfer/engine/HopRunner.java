package transfer.engine;

import java.util.OptionalInt;
import transfer.protocol.DirectCopy;
import transfer.protocol.Directories;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Does one attempt of one hop. */
final class HopRunner {
    private final RunContext run;
    private final WorkItem.Transfer item;
    private final TransferTerms terms;
    private final Waiting waiting;

    HopRunner(RunContext run, WorkItem.Transfer item, Waiting waiting) {
        this.run = run;
        this.item = item;
        this.terms = item.terms();
        this.waiting = waiting;
    }

    /** Waits for room on a disk without keeping others from working. */
    @FunctionalInterface
    interface Waiting {
        void await(Claim claim) throws TransferException, InterruptedException;
    }

    /** Keeps a fetch from one attempt to the next. */
    @FunctionalInterface
    interface Fetchings {
        Fetching into(TransferUrl to, OptionalInt mode);
    }

    /**
     * @param mode permission bits for the new file; empty to take the source's
     */
    Moved run(Hop hop, Candidate from, OptionalInt mode, Meter meter, Fetchings fetchings)
            throws TransferException, InterruptedException, NoRoomYet {
        try (Endpoint source = run.protocols().open(hop.from())) {
            if (hop instanceof Hop.Fetch fetch && SharingCopy.serves(run, fetch)) {
                return new SharingCopy(run, from, fetch.to().url())
                        .attempt((Source) source, mode, meter);
            }
            if (hop instanceof Hop.Fetch fetch) {
                return fetch(fetch, from, source, meter, fetchings.into(fetch.to().url(), mode));
            }
            if (hop instanceof Hop.Store store) {
                try (Endpoint sink = run.protocols().open(store.to())) {
                    return new Storing(run, item, from)
                            .attempt((Source) source, (Sink) sink, mode, meter);
                }
            }
            Hop.Direct direct = (Hop.Direct) hop;
            if (direct.isLocal()) {
                try (Endpoint copier = run.protocols().open(direct.by())) {
                    return new Copying(run, from, direct.to(), terms, waiting)
                            .attempt(source, (DirectCopy) copier, meter);
                }
            }
            try (Endpoint sink = run.protocols().open(direct.to())) {
                Endpoint copier = direct.by().equals(direct.to()) ? sink : source;
                return new ServerCopy(run, from, direct.to(), terms)
                        .attempt(source, (DirectCopy) copier, sink, meter);
            }
        }
    }

    /** Where source and destination are one file already, nothing is done but to prove it. */
    Moved leave(Candidate from, Place to) throws TransferException, InterruptedException {
        try (Endpoint source = run.protocols().open(from.place())) {
            return new Copying(run, from, to, terms, waiting).leave(source);
        }
    }

    private Moved fetch(
            Hop.Fetch hop, Candidate from, Endpoint endpoint, Meter meter, Fetching fetching)
            throws TransferException, InterruptedException, NoRoomYet {
        Source source = (Source) endpoint;
        TransferUrl to = hop.to().url();
        Moved moved;
        try {
            moved = fetching.attempt(from, source, meter);
        } catch (TransferException e) {
            // asked only now, because nearly everything is a file and the question costs a round
            // trip
            if (e.kind() == FailureKind.BAD_REQUEST
                    && !fetching.isBetweenOwn()
                    && endpoint instanceof Directories directories
                    && isDirectory(source, from)) {
                return new TreeCopy(run, source, directories, waiting)
                        .copy(from.place(), hop.to(), meter);
            }
            throw e;
        }
        Damage.maybe(run.options().errorRate(), to);
        if (run.options().errorRate() > 0 && terms.verifyStored()) {
            Damage.check(to, moved);
        }
        return moved;
    }

    private static boolean isDirectory(Source source, Candidate from)
            throws TransferException, InterruptedException {
        FileStat stat = source.stat(from.place().url());
        if (stat.kind() == FileStat.Kind.DIRECTORY && from.expected().isPresent()) {
            TransferUrl url = from.place().url();
            throw new TransferException(
                    FailureKind.BAD_REQUEST,
                    url,
                    url + " is a directory, and a checksum is expected of a file");
        }
        return stat.kind() == FileStat.Kind.DIRECTORY;
    }
}
