package transfer.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ParseResult;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Asks the same of every place that a command names, and goes on when one does not answer. */
final class Questioning {
    private final Session session;
    private final ParseResult options;
    private ExitCode worst = ExitCode.DONE;

    Questioning(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    /** Answers one place in print. */
    @FunctionalInterface
    interface Answer {
        /** The lines to print. */
        String of(Endpoint endpoint, TransferUrl url, String written)
                throws TransferException, InterruptedException;
    }

    /** Something to be done for a place. */
    @FunctionalInterface
    interface Step {
        void at(Lookup lookup, Place place) throws TransferException, InterruptedException;
    }

    /** Prints the answers in order; the code is that of the worst failure. */
    ExitCode ask(Answer answer) throws ProgramException {
        Iterator<String> written = options.matchedPositionalValue(0, List.<String>of()).iterator();
        return each((lookup, place) -> {
            String name = written.next();
            session.print(lookup.ask(place, (endpoint, url) -> answer.of(endpoint, url, name)));
        });
    }

    /** Does it for one place after the other; the code is that of the worst failure. */
    ExitCode each(Step step) throws ProgramException {
        List<Place> places = new ArrayList<>();
        for (String url : options.matchedPositionalValue(0, List.<String>of())) {
            places.add(Session.place(url));
        }
        try (Lookup lookup =
                new Lookup(
                        session,
                        EngineFlags.network(options, session.surroundings(), session.log()),
                        EngineFlags.retry(options))) {
            lookup.check(places);
            for (Place place : places) {
                try {
                    step.at(lookup, place);
                } catch (TransferException e) {
                    failed(place.url(), e);
                }
            }
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }
        return worst;
    }

    /** Tells of a failure after which it goes on, and remembers it. */
    void failed(TransferUrl url, TransferException failure) {
        session.log().error(sentence(url, failure));
        worst = worse(worst, failure);
    }

    /** Some say which URL they are about, some do not. */
    private static String sentence(TransferUrl url, TransferException failure) {
        String message = failure.getMessage();
        String name = url.isLocal() ? url.path() : url.toString();
        return Log.oneLine(message.contains(name) ? message : name + ": " + message);
    }

    private static ExitCode worse(ExitCode worst, TransferException failure) {
        return worst == ExitCode.FAILED_FOR_GOOD || !failure.kind().isPassing()
                ? ExitCode.FAILED_FOR_GOOD
                : ExitCode.FAILED_FOR_NOW;
    }

    /** The failure of an endpoint that has not got an ability. */
    static TransferException unable(TransferUrl url, String what) {
        return new TransferException(
                FailureKind.UNSUPPORTED, url, url + ": " + url.scheme() + " " + what);
    }
}
