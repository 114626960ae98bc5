package transfer.cli;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.retry.Retry;
import transfer.retry.RetryPolicy;
import transfer.retry.Sleeper;
import transfer.retry.Verdict;

/** Asks endpoints what they know, for commands that move nothing. Safe for use by many threads. */
final class Lookup implements AutoCloseable {
    private final Credentials credentials;
    private final List<Protocol> protocols;
    private final Retry retry;
    private final Log log;

    Lookup(Session session, NetworkSettings network, RetryPolicy policy) {
        this.credentials = Credentials.standard(session.surroundings().environmentWithHome());
        this.protocols = session.surroundings().protocols().open(network);
        this.retry =
                new Retry(
                        policy,
                        Sleeper.REAL,
                        () -> ThreadLocalRandom.current().nextLong()); // for many threads
        this.log = session.log();
    }

    /** Something that an endpoint can answer. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Endpoint endpoint, TransferUrl url) throws TransferException, InterruptedException;
    }

    /**
     * Refuses places that cannot be asked, before any is.
     *
     * @throws ProgramException when no protocol serves a place, or a credentials file that one
     *     needs cannot be used
     */
    void check(List<Place> places) throws ProgramException {
        for (Place place : places) {
            if (protocol(place).isEmpty()) {
                throw ProgramException.usage(
                        "the scheme '"
                                + place.url().scheme()
                                + "' is unknown; there are "
                                + schemes());
            }
        }
        if (places.stream().allMatch(place -> place.url().isLocal())) {
            return;
        }
        try {
            credentials.check();
        } catch (CredentialException e) {
            throw ProgramException.configuration(e.getMessage(), e);
        }
    }

    /** Whether somebody here knows what the place's scheme means. */
    boolean knows(TransferUrl url) {
        return protocols.stream().anyMatch(protocol -> protocol.schemes().contains(url.scheme()));
    }

    private Optional<Protocol> protocol(Place place) {
        return protocols.stream()
                .filter(protocol -> protocol.schemes().contains(place.url().scheme()))
                .findFirst();
    }

    private String schemes() {
        TreeSet<String> all = new TreeSet<>();
        protocols.forEach(protocol -> all.addAll(protocol.schemes()));
        return String.join(", ", all);
    }

    /** The answer, asked for again as long as that makes sense. */
    <T> T ask(Place place, Question<T> question) throws TransferException, InterruptedException {
        Protocol protocol = protocol(place).orElseThrow();
        try {
            return retry.call(
                    _ -> {
                        try (Endpoint endpoint = protocol.open(place, credentials)) {
                            return question.ask(endpoint, place.url());
                        }
                    },
                    Lookup::verdict,
                    (_, pause, failure) ->
                            log.info(
                                    Log.oneLine(failure.getMessage())
                                            + "; again in "
                                            + DurationText.seconds(pause, 1)
                                            + " s"));
        } catch (TransferException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("endpoints fail in one way only", e);
        }
    }

    private static Verdict verdict(Exception failure) {
        return failure instanceof TransferException known && known.kind().isPassing()
                ? new Verdict.Passing(known.notBefore())
                : new Verdict.Permanent();
    }

    @Override
    public void close() {
        protocols.forEach(Protocol::close);
    }
}
