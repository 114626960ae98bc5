package transfer.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import transfer.cache.NodeCache;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.file.FileProtocol;
import transfer.protocol.testkit.MemoryProtocol;
import transfer.protocol.testkit.MemoryStore;

/**
 * An engine between a folder and two memory stores, with a list to fill and outcomes to look at.
 */
final class EngineBench {
    final MemoryStore store = new MemoryStore();
    final MemoryStore other = new MemoryStore();
    final Path folder;
    final ConcurrentHashMap<Integer, TransferOutcome> outcomes = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> givenUp = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Integer> started = new ConcurrentLinkedQueue<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final List<WorkItem> items = new ArrayList<>();

    /** Families of a test's own. */
    final List<Protocol> more = new ArrayList<>();

    EngineOptions options;
    FreeSpace space = FreeSpace.ofSystem();

    Optional<NodeCache> cache = Optional.empty();

    /** Whether the two stores copy from and to each other. */
    boolean partners;

    RunSummary summary;

    EngineBench(Path folder) throws IOException {
        this.folder = folder;
        Path staging = Files.createDirectories(folder.resolve("staging"));
        EngineOptions standard = EngineOptions.standard(staging);
        this.options =
                new EngineOptions(
                        4,
                        4,
                        EngineOptions.STANDARD_STREAMS,
                        new transfer.retry.RetryPolicy(3, Duration.ZERO, 1, Duration.ZERO),
                        Verification.PREFER,
                        Linking.NEVER,
                        standard.stagingDirectory(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        false,
                        0);
    }

    void options(Verification verification, Linking linking, int errorRate) {
        options =
                new EngineOptions(
                        options.itemsInFlight(),
                        options.itemsPerServer(),
                        options.streamsPerFile(),
                        options.retry(),
                        verification,
                        linking,
                        options.stagingDirectory(),
                        options.itemTimeout(),
                        options.bytesPerSecond(),
                        options.durable(),
                        errorRate);
    }

    void streams(int streams) {
        options =
                new EngineOptions(
                        options.itemsInFlight(),
                        options.itemsPerServer(),
                        streams,
                        options.retry(),
                        options.verification(),
                        options.linking(),
                        options.stagingDirectory(),
                        options.itemTimeout(),
                        options.bytesPerSecond(),
                        options.durable(),
                        options.errorRate());
    }

    void durable(Verification verification) {
        options =
                new EngineOptions(
                        options.itemsInFlight(),
                        options.itemsPerServer(),
                        options.streamsPerFile(),
                        options.retry(),
                        verification,
                        options.linking(),
                        options.stagingDirectory(),
                        options.itemTimeout(),
                        options.bytesPerSecond(),
                        true,
                        options.errorRate());
    }

    void oneAtATime() {
        options =
                new EngineOptions(
                        1,
                        1,
                        options.streamsPerFile(),
                        options.retry(),
                        options.verification(),
                        options.linking(),
                        options.stagingDirectory(),
                        options.itemTimeout(),
                        options.bytesPerSecond(),
                        options.durable(),
                        options.errorRate());
    }

    void itemTimeout(Duration timeout) {
        options =
                new EngineOptions(
                        options.itemsInFlight(),
                        options.itemsPerServer(),
                        options.streamsPerFile(),
                        options.retry(),
                        options.verification(),
                        options.linking(),
                        options.stagingDirectory(),
                        Optional.of(timeout),
                        options.bytesPerSecond(),
                        options.durable(),
                        options.errorRate());
    }

    private List<Protocol> protocols() {
        List<Protocol> protocols = new ArrayList<>(more);
        protocols.add(new FileProtocol(List.of()));
        protocols.add(family("mem", store, "mem2", other));
        protocols.add(family("mem2", other, "mem", store));
        return protocols;
    }

    private MemoryProtocol family(
            String scheme, MemoryStore own, String partner, MemoryStore itsStore) {
        return partners
                ? MemoryProtocol.withPartners(scheme, own, Map.of(partner, itsStore))
                : new MemoryProtocol(scheme, own);
    }

    TransferEngine engine() {
        return new TransferEngine(protocols(), Credentials.none(), options);
    }

    private RunSummary run(Progress progress) {
        ProtocolTable table = new ProtocolTable(protocols(), Credentials.none());
        return new EngineRun(RunContext.of(table, options, progress, space).with(cache), items)
                .call();
    }

    RunSummary run() {
        outcomes.clear();
        summary =
                run(
                        new Progress() {
                            @Override
                            public void started(WorkItem item) {
                                started.add(item.position().item());
                                threads.add(Thread.currentThread());
                            }

                            @Override
                            public void noted(WorkItem item, String text) {
                                notes.add(text);
                            }

                            @Override
                            public void gaveUp(String server, String reason) {
                                givenUp.add(server);
                            }

                            @Override
                            public void finished(TransferOutcome outcome) {
                                if (outcomes.put(outcome.item().position().item(), outcome)
                                        != null) {
                                    throw new IllegalStateException(
                                            "two outcomes for " + outcome.item());
                                }
                            }
                        });
        return summary;
    }

    TransferOutcome.Done done(int item) {
        if (outcomes.get(item) instanceof TransferOutcome.Done done) {
            return done;
        }
        throw new AssertionError("item " + item + " is not done: " + outcomes.get(item));
    }

    TransferOutcome.Failed failed(int item) {
        if (outcomes.get(item) instanceof TransferOutcome.Failed failed) {
            return failed;
        }
        throw new AssertionError("item " + item + " did not fail: " + outcomes.get(item));
    }

    ListPosition position() {
        return new ListPosition(items.size() + 1, 0);
    }

    void transfer(String to, String... from) {
        transfer(UnaryOperator.identity(), to, from);
    }

    void transfer(UnaryOperator<TransferTerms> terms, String to, String... from) {
        List<Place> sources = Stream.of(from).map(this::place).toList();
        items.add(
                new WorkItem.Transfer(
                        position(), sources, place(to), terms.apply(TransferTerms.PLAIN)));
    }

    void remove(String url, boolean recursive) {
        items.add(new WorkItem.Remove(position(), place(url), recursive));
    }

    void makeDirectory(String url) {
        items.add(new WorkItem.MakeDirectory(position(), place(url)));
    }

    /** A URL, or a name in the folder; {@code name@site} has a site. */
    Place place(String text) {
        try {
            int at = text.lastIndexOf('@');
            Site site = at < 0 ? Site.UNNAMED : new Site(text.substring(at + 1));
            String url = at < 0 ? text : text.substring(0, at);
            String whole =
                    url.contains("://")
                            ? url.replace("://./", "://" + folder + "/")
                            : folder + "/" + url;
            return new Place(TransferUrl.parse(whole), site);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Every name below the folder but the staging directory's own. */
    List<String> names() throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .filter(name -> !name.equals("staging"))
                    .sorted()
                    .toList();
        }
    }

    static Checksum sha256(byte[] content) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        digest.update(ByteBuffer.wrap(content));
        return digest.values().getFirst();
    }

    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
