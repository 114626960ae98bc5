package transfer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
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

    /** Answers about one place in print. */
    @FunctionalInterface
    interface Answer<T> {
        /** The lines to print. Asked on any thread. */
        String of(Endpoint endpoint, TransferUrl url, T about)
                throws TransferException, InterruptedException;
    }

    /** Something to be done for a place. */
    @FunctionalInterface
    interface Step {
        void at(Lookup lookup, Place place) throws TransferException, InterruptedException;
    }

    /** What came of one question. */
    sealed interface Reply {}

    /** The lines to print. */
    record Told(String text) implements Reply {}

    /** There is no answer. */
    record Refused(TransferException why) implements Reply {}

    /** Prints the answers in order; the code is that of the worst failure. */
    ExitCode ask(Answer<String> answer) throws ProgramException {
        Map<String, Place> places = new LinkedHashMap<>();
        List<String> all = options.matchedPositionalValue(0, List.of());
        for (String url : all) {
            places.put(url, Session.place(url));
        }
        return ask(
                all,
                places::get,
                answer,
                (url, reply) -> {
                    switch (reply) {
                        case Told(String text) -> session.print(text);
                        case Refused(TransferException why) -> failed(places.get(url).url(), why);
                    }
                });
    }

    /**
     * Asks about several things at once.
     *
     * @param taker is given the replies in order, on the calling thread
     * @return the code of the worst failure that was told
     */
    <T> ExitCode ask(
            List<T> things, Function<T, Place> where, Answer<T> answer, BiConsumer<T, Reply> taker)
            throws ProgramException {
        try (Lookup lookup = lookup()) {
            lookup.check(things.stream().map(where).toList());
            InOrder.onAllCores().each(things, thing -> reply(lookup, thing, where, answer), taker);
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }
        return worst;
    }

    private static <T> Reply reply(
            Lookup lookup, T thing, Function<T, Place> where, Answer<T> answer) {
        try {
            return new Told(
                    lookup.ask(
                            where.apply(thing),
                            (endpoint, url) -> answer.of(endpoint, url, thing)));
        } catch (TransferException e) {
            return new Refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Told(""); // whoever interrupted us does not take it
        }
    }

    private Lookup lookup() throws ProgramException {
        return new Lookup(
                session,
                EngineFlags.network(options, session.surroundings(), session.log()),
                EngineFlags.retry(options));
    }

    /** Does it for one place after the other; the code is that of the worst failure. */
    ExitCode each(Step step) throws ProgramException {
        List<Place> places = new ArrayList<>();
        for (String url : options.matchedPositionalValue(0, List.<String>of())) {
            places.add(Session.place(url));
        }
        try (Lookup lookup = lookup()) {
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
        failed(sentence(url, failure), failure.kind().isPassing());
    }

    /** The same in other words. */
    void failed(String sentence, boolean passing) {
        session.log().error(sentence);
        worst =
                worst == ExitCode.FAILED_FOR_GOOD || !passing
                        ? ExitCode.FAILED_FOR_GOOD
                        : ExitCode.FAILED_FOR_NOW;
    }

    /** Some say which URL they are about, some do not. */
    private static String sentence(TransferUrl url, TransferException failure) {
        String message = failure.getMessage();
        String name = url.isLocal() ? url.path() : url.toString();
        return Log.oneLine(message.contains(name) ? message : name + ": " + message);
    }

    /** The failure of an endpoint that has not got an ability. */
    static TransferException unable(TransferUrl url, String what) {
        return new TransferException(
                FailureKind.UNSUPPORTED, url, url + ": " + url.scheme() + " " + what);
    }
}
