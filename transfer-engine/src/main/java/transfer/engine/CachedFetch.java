package transfer.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import transfer.cache.NodeCache;
import transfer.cache.NodeCache.Kept;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Inspector;
import transfer.protocol.LocalFailures;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.retry.Sleeper;

/**
 * Brings remote files by way of the node's cache: what is there is copied, what is not is fetched
 * into it first. One process fetches while the others that want the same wait; when it is killed,
 * the next one goes on with what it had. Whatever is wrong with the cache, the file is fetched as
 * without one. Belongs to one thread.
 */
final class CachedFetch {
    private static final OptionalInt PRIVATE = OptionalInt.of(0600);

    /**
     * Times of files are told in seconds: one that changed just now may do so again and look the
     * same.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /**
     * In a URL, what says who may have a file and never which one: a password, and parameters of
     * signatures, which are others every time. A parameter that is a secret by its name only may
     * well be all that tells two files apart.
     */
    private static final Pattern ACCESS =
            Pattern.compile(
                    "(?i)^([a-z0-9+.-]+://[^/?#:@]*):[^/?#]*(?=@)"
                            + "|([?&](?:X-Amz-[^=&]*|X-Goog-[^=&]*|authz|access_token)=)[^&]*");

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration LAST_LOOK = Duration.ofMillis(100);

    private final RunContext run;
    private final NodeCache cache;
    private final TransferTask.Slots slots;
    private final Hops hops;
    private final Supplier<Optional<Identity>> fetched;
    private final Consumer<String> noted;
    private Optional<Identity> identity = Optional.empty();

    /** The hops of a task, each with its attempts. */
    @FunctionalInterface
    interface Hops {
        Moved hop(Hop hop, Candidate from, OptionalInt mode)
                throws TransferException, InterruptedException;
    }

    /**
     * What is wanted.
     *
     * @param state of the source, as far as one can know before it is read
     * @param size in bytes, where known
     */
    private record Wanted(
            NodeCache.Source source, String state, long size, Optional<Checksum> sha256) {}

    /**
     * @param fetched what marked the source when it was last fetched
     * @param noted is told what the user should know
     */
    CachedFetch(
            RunContext run,
            TransferTask.Slots slots,
            Hops hops,
            Supplier<Optional<Identity>> fetched,
            Consumer<String> noted) {
        this.run = run;
        this.cache = run.cache().orElseThrow();
        this.slots = slots;
        this.hops = hops;
        this.fetched = fetched;
        this.noted = noted;
    }

    /** Whether a hop is one for the cache. */
    static boolean serves(RunContext run, Hop hop, Candidate from) {
        return run.cache().isPresent()
                && hop instanceof Hop.Fetch
                && !from.isOurs()
                && !from.place().url().host().isEmpty() // nor what is in an archive here
                && run.options().verification() != Verification.OFF
                && run.options().errorRate() == 0;
    }

    /** What marks the state of the source that the last file came from. */
    Optional<Identity> identity() {
        return identity;
    }

    /**
     * @param mode permission bits of the new file; empty to take the source's
     */
    Moved bring(Hop hop, Candidate from, OptionalInt mode)
            throws TransferException, InterruptedException {
        identity = Optional.empty();
        Optional<Wanted> wanted = wanted(from);
        if (wanted.isEmpty()) {
            return plain(hop, from, mode);
        }
        Way way = new Way(hop, from, mode, wanted.get());
        Optional<Moved> found = way.fromCache();
        if (found.isPresent()) {
            return found.get();
        }
        Optional<NodeCache.Turn> turn = way.awaitTurn();
        if (turn.isEmpty()) {
            found = way.fromCache();
            return found.isPresent() ? found.get() : plain(hop, from, mode);
        }
        try (NodeCache.Turn held = turn.get()) {
            if (way.find().isEmpty() && way.hasRoom()) {
                found = way.fetch(held);
            }
        }
        if (found.isEmpty()) {
            found = way.fromCache();
            cache.sweep();
        }
        return found.isPresent() ? found.get() : plain(hop, from, mode);
    }

    private Moved plain(Hop hop, Candidate from, OptionalInt mode)
            throws TransferException, InterruptedException {
        Moved moved = hops.hop(hop, from, mode);
        identity = fetched.get();
        return moved;
    }

    /** One name may be several files, for users with homes of their own. */
    private NodeCache.Source source(Place place) throws CredentialException {
        String user =
                run.protocols()
                        .credentials()
                        .find(place.credentialQuery(), Credential.Password.class)
                        .map(Credential.Password::user)
                        .orElse("");
        // of which only a digest is kept
        String url = ACCESS.matcher(place.url().text()).replaceAll("$1$2");
        return NodeCache.Source.named(String.join("\n", place.site().label(), user, url));
    }

    /** Empty when nobody could say later that the source is still the same. */
    private Optional<Wanted> wanted(Candidate from) throws InterruptedException {
        TransferUrl url = from.place().url();
        NodeCache.Source source;
        try {
            source = source(from.place());
        } catch (CredentialException _) {
            return Optional.empty(); // it will show again when the file is read
        }
        Optional<Checksum> sha256 =
                from.expected().filter(sum -> sum.algorithm() == DigestAlgorithm.SHA_256);
        if (sha256.isPresent()) {
            return Optional.of(new Wanted(source, state(sha256.get()), 0, sha256));
        }
        try (Endpoint endpoint = run.protocols().open(from.place())) {
            FileStat now = ((Inspector) endpoint).stat(url);
            Instant settled = Instant.now().minus(SETTLED);
            return now.kind() == FileStat.Kind.FILE
                            && now.identity().isPresent()
                            && now.modified().map(settled::isAfter).orElse(true)
                    ? Optional.of(
                            new Wanted(
                                    source,
                                    state(now.identity().get()),
                                    now.size().orElse(0),
                                    Optional.empty()))
                    : Optional.empty();
        } catch (TransferException _) {
            return Optional.empty(); // it will show again when the file is read
        }
    }

    private static String state(Identity identity) {
        return "identity " + identity.mark();
    }

    private static String state(Checksum sha256) {
        return sha256.toString();
    }

    /** One file on its way. */
    private final class Way {
        private final Hop hop;
        private final Candidate from;
        private final OptionalInt mode;
        private final Wanted wanted;

        Way(Hop hop, Candidate from, OptionalInt mode, Wanted wanted) {
            this.hop = hop;
            this.from = from;
            this.mode = mode;
            this.wanted = wanted;
        }

        /** What is in the cache, if it is good enough for this run. */
        Optional<Kept> find() {
            Optional<Kept> kept = cache.find(wanted.source(), wanted.state());
            return wanted.sha256().isPresent()
                    ? kept.or(() -> cache.find(wanted.sha256().get()))
                    : kept.filter(this::isProofEnough);
        }

        private boolean isProofEnough(Kept kept) {
            return run.options().verification() != Verification.REQUIRE
                    || from.expected().isPresent()
                    || evidence(kept).map(Evidence::provesContent).orElse(false);
        }

        /** Both for the cache's copy and for the one that is made of it. */
        boolean hasRoom() {
            return cache.makeRoom(wanted.size(), hop.to().url().toPath());
        }

        Optional<Moved> fromCache() throws TransferException, InterruptedException {
            Optional<Kept> kept = find();
            return kept.isPresent() ? place(kept.get()) : Optional.empty();
        }

        /** Empty when the copy in the cache turned out to be of no use. */
        private Optional<Moved> place(Kept kept) throws TransferException, InterruptedException {
            Moved known =
                    new Moved(
                            verdict(kept),
                            kept.size(),
                            Optional.of(kept.sha256()),
                            kept.mode(),
                            "");
            try {
                Moved moved = place(cache.object(kept), known);
                cache.used(kept);
                if (wanted.state().startsWith("identity ")) {
                    identity =
                            Optional.of(
                                    new Identity(wanted.state().substring("identity ".length())));
                }
                return Optional.of(moved);
            } catch (TransferException e) {
                if (hop.to().url().equals(e.url()) && e.kind() != FailureKind.NO_SPACE) {
                    throw e; // what is wrong there stays wrong
                }
                boolean intact = e.kind() != FailureKind.NO_SPACE && cache.isIntact(kept);
                noted.accept(
                        "the copy in the cache is not used"
                                + (intact ? "" : ", and thrown away")
                                + ": "
                                + e.getMessage());
                if (!intact) {
                    cache.drop(kept);
                }
                return Optional.empty();
            }
        }

        /** Copies a file of the cache, and compares what was copied. */
        private Moved place(Path file, Moved known) throws TransferException, InterruptedException {
            Place here = new Place(TransferUrl.ofPath(file), hop.from().site());
            Candidate copy = Candidate.copy(here, known).expecting(from.expected());
            Moved moved =
                    hops.hop(
                            new Hop.Fetch(here, hop.to()),
                            copy,
                            mode.isPresent() ? mode : copy.mode());
            return new Moved(
                    moved.verdict(), moved.bytes(), moved.sha256(), known.mode(), moved.note());
        }

        /**
         * Waits until nobody else fetches this, or has fetched it. Others of this run may go on
         * meanwhile.
         *
         * @return empty when it is there, or is not to be had from the cache
         */
        Optional<NodeCache.Turn> awaitTurn() throws InterruptedException {
            try {
                Optional<NodeCache.Turn> turn = cache.turn(wanted.source());
                if (turn.isPresent()) {
                    return turn;
                }
                return awaitOthers();
            } catch (IOException e) {
                return unusable(e);
            }
        }

        private Optional<NodeCache.Turn> awaitOthers() throws IOException, InterruptedException {
            slots.leave();
            Optional<NodeCache.Turn> turn;
            try {
                turn = poll();
            } catch (IOException e) {
                slots.enter();
                throw e;
            }
            try {
                slots.enter();
                return turn;
            } catch (InterruptedException e) {
                turn.ifPresent(NodeCache.Turn::close);
                throw e;
            }
        }

        private Optional<NodeCache.Turn> poll() throws IOException, InterruptedException {
            Duration pause = FIRST_LOOK;
            long lastSign = System.nanoTime();
            String life = cache.life(wanted.source());
            while (find().isEmpty()) {
                Sleeper.REAL.sleep(pause);
                pause =
                        pause.multipliedBy(2).compareTo(LAST_LOOK) < 0
                                ? pause.multipliedBy(2)
                                : LAST_LOOK;
                Optional<NodeCache.Turn> turn = cache.turn(wanted.source());
                if (turn.isPresent()) {
                    return turn;
                }
                String now = cache.life(wanted.source());
                if (!now.equals(life)) {
                    life = now;
                    lastSign = System.nanoTime();
                } else if (System.nanoTime() - lastSign > cache.patience().toNanos()) {
                    noted.accept(
                            "fetched past the cache: another process has begun to fetch it and does"
                                    + " not get on");
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }

        /**
         * Fetches into the cache.
         *
         * @return the file at its destination, where the cache does not keep it
         */
        Optional<Moved> fetch(NodeCache.Turn turn) throws TransferException, InterruptedException {
            Path file = turn.incoming();
            Place incoming = new Place(TransferUrl.ofPath(file), hop.from().site());
            try {
                Moved moved = hops.hop(new Hop.Fetch(hop.from(), incoming), from, PRIVATE);
                Optional<Identity> marked = fetched.get();
                if (!(moved.verdict() instanceof Verdict.Verified(var evidence))) {
                    Optional<Moved> placed = Optional.of(place(file, moved));
                    identity = marked;
                    turn.discard();
                    return placed;
                }
                keep(turn, moved, evidence, marked);
                return Optional.empty();
            } catch (TransferException e) {
                if (isCaches(e) || e.kind() == FailureKind.BAD_REQUEST) {
                    return unusable(e); // a directory shows as one when it is fetched as usual
                }
                throw e;
            } catch (IOException e) {
                turn.discard();
                return unusable(e);
            }
        }

        private void keep(
                NodeCache.Turn turn, Moved moved, Evidence evidence, Optional<Identity> marked)
                throws IOException {
            Checksum sha256 = moved.sha256().orElseThrow();
            List<String> states = new ArrayList<>(List.of(state(sha256)));
            // another one was not looked at before the fetch, and may have changed just then
            marked.map(CachedFetch::state).filter(wanted.state()::equals).ifPresent(states::add);
            turn.keep(new Kept(sha256, moved.bytes(), moved.mode(), evidence.name()), states);
        }

        private boolean isCaches(TransferException e) {
            return e.url() != null && e.url().isLocal() && cache.holds(e.url().toPath());
        }

        private <T> Optional<T> unusable(IOException e) {
            if (!(e instanceof TransferException known)
                    || known.kind() != FailureKind.BAD_REQUEST) {
                noted.accept("fetched past the cache: " + message(e));
            }
            return Optional.empty();
        }

        private String message(IOException e) {
            return LocalFailures.of(e, hop.to().url(), "it cannot be used").getMessage();
        }
    }

    private static Optional<Evidence> evidence(Kept kept) {
        return Arrays.stream(Evidence.values())
                .filter(known -> known.name().equals(kept.proof()))
                .findFirst();
    }

    private static Verdict verdict(Kept kept) {
        return evidence(kept)
                .<Verdict>map(Verdict.Verified::new)
                .orElse(new Verdict.Unverifiable("nobody knows how it was verified"));
    }
}
