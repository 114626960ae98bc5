package transfer.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;

/**
 * Receipts while they are written: one JSON object a line for each file that arrived and each
 * removal, chained, because each line has the SHA-256 of the line before it. Runs go on with what
 * earlier ones wrote.
 *
 * <p>With a key, everything so far is signed every {@value #LINES_A_SIGNATURE} lines and at the
 * end. A lock keeps a second run out. {@link #add} is safe for use by many threads, everything else
 * belongs to one.
 */
public final class ReceiptsFile implements AutoCloseable {
    /** How many lines a killed run may leave without a signature. */
    static final int LINES_A_SIGNATURE = 1000;

    private static final int NONCE_BYTES = 32;

    private final GrowingFile file;
    private final Author author;
    private final Optional<SigningKey> key;
    private final Clock clock;
    private final List<String> notes = new ArrayList<>();
    private int number;
    private long files;
    private String previous = "";
    private int unsigned;
    private IOException failure;

    private ReceiptsFile(GrowingFile file, Author author, Optional<SigningKey> key, Clock clock) {
        this.file = file;
        this.author = author;
        this.key = key;
        this.clock = clock;
        file.note().ifPresent(notes::add);
    }

    /**
     * How receipts are written.
     *
     * @param author who writes them
     * @param key signs them
     * @param durable whether every line is forced to the disk
     */
    public record Terms(Author author, Optional<SigningKey> key, boolean durable, Clock clock) {}

    /**
     * Begins receipts, or goes on with those that are there.
     *
     * @throws RecordsException when the file holds something else, when its chain is broken, or
     *     when another run writes to it; it stays as it is
     */
    public static ReceiptsFile open(Path path, Terms terms) throws IOException, RecordsException {
        ReceiptsFile receipts =
                new ReceiptsFile(
                        GrowingFile.open(path, "the file of receipts", terms.durable()),
                        terms.author(),
                        terms.key(),
                        terms.clock());
        try {
            receipts.begin();
            return receipts;
        } catch (IOException | RecordsException | RuntimeException e) {
            receipts.close();
            throw e;
        }
    }

    private void begin() throws IOException, RecordsException {
        ReceiptChain chain = ReceiptChain.before(key.map(SigningKey::verifying));
        chain.read(file.lines());
        if (!chain.findings().isEmpty() || chain.lines() == 0 && !isTornBeginning(chain.torn())) {
            throw new RecordsException(refusal(chain));
        }
        file.cut(chain.end());
        if (key.isPresent() && chain.signedUpTo() < chain.lines()) {
            notes.add(
                    "lines "
                            + (chain.signedUpTo() + 1)
                            + " to "
                            + chain.lines()
                            + " of "
                            + file.path()
                            + " were not signed with this key yet; this run signs them too");
        }
        number = chain.lines();
        files = chain.files();
        previous = number == 0 ? nonce() : chain.head();
        if (number == 0) {
            write(
                    ReceiptKind.BEGIN,
                    json -> {
                        json.writeStringField("format", ReceiptChain.FORMAT);
                        json.writeStringField("time", clock.instant().toString());
                        ReceiptText.writeAuthor(json, author);
                    });
            file.forceName();
        } else {
            boolean finished = chain.isFinished();
            write(
                    ReceiptKind.CONTINUE,
                    json -> {
                        json.writeBooleanField("after_end", finished);
                        json.writeStringField("time", clock.instant().toString());
                        ReceiptText.writeAuthor(json, author);
                    });
        }
        if (chain.torn().length > 0) {
            byte[] torn = chain.torn();
            notes.add("the last line of " + file.path() + " was torn, and is cut off");
            write(
                    ReceiptKind.TORN,
                    json -> {
                        json.writeNumberField("bytes", torn.length);
                        json.writeStringField("sha256", Digests.sha256(torn).hex());
                    });
        }
        if (failure != null) {
            throw failure;
        }
    }

    private String refusal(ReceiptChain chain) {
        if (chain.lines() == 0 || chain.findings().size() >= chain.lines()) {
            return file.path() + " holds no receipts; it was left as it is";
        }
        Receipts.Finding first = chain.findings().getFirst();
        return "the receipts in "
                + file.path()
                + " are not as they were written, and nothing is added to them: line "
                + first.line()
                + " "
                + first.message()
                + "; name another file";
    }

    /** Nothing, or as much of a first line as a crash left. */
    private static boolean isTornBeginning(byte[] torn) {
        byte[] start = "{\"n\":1,\"previous\":\"".getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(start.length, torn.length);
        return Arrays.equals(start, 0, length, torn, 0, length);
    }

    private static String nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        return HexFormat.of().formatHex(nonce);
    }

    /**
     * Writes the receipt of what was done; nothing for what was not, and for directories. A failure
     * to write is kept for {@link #end}, and nothing more is written after it.
     *
     * @return false when there should be a receipt and is none
     */
    public boolean add(TransferOutcome outcome) {
        if (!(outcome instanceof TransferOutcome.Done done)) {
            return true;
        }
        return switch (done.item()) {
            case WorkItem.Transfer transfer -> {
                Receipt receipt = Receipt.of(transfer, done, author, clock);
                yield write(ReceiptKind.FILE, json -> ReceiptText.write(json, receipt));
            }
            case WorkItem.Remove remove ->
                    write(
                            ReceiptKind.REMOVED,
                            json -> {
                                json.writeNumberField("item", remove.position().item());
                                json.writeStringField(
                                        "target", Receipt.told(remove.target().url()));
                                json.writeBooleanField("recursive", remove.recursive());
                                json.writeStringField("time", clock.instant().toString());
                            });
            case WorkItem.MakeDirectory _ -> true;
        };
    }

    private synchronized boolean write(ReceiptKind kind, ReceiptText.Fields fields) {
        if (failure != null) {
            return false;
        }
        byte[] line = ReceiptText.line(number + 1, previous, kind, fields);
        try {
            file.write(line);
        } catch (IOException e) {
            failure = e;
            return false;
        }
        number++;
        files += kind == ReceiptKind.FILE ? 1 : 0;
        previous = Digests.sha256(line).hex();
        unsigned = kind == ReceiptKind.SIGNATURE ? 0 : unsigned + 1;
        if (unsigned >= LINES_A_SIGNATURE) {
            sign();
        }
        return true;
    }

    private void sign() {
        if (key.isEmpty() || unsigned == 0) {
            return;
        }
        byte[] signature = key.get().sign(ReceiptChain.message(number + 1, previous));
        write(
                ReceiptKind.SIGNATURE,
                json -> {
                    json.writeStringField("key", key.get().verifying().id());
                    json.writeStringField(
                            "signature", Base64.getEncoder().encodeToString(signature));
                });
    }

    /**
     * Ends the run: counts, and signs.
     *
     * @throws IOException when the receipts are not whole
     */
    public synchronized void end() throws IOException {
        write(
                ReceiptKind.END,
                json -> {
                    json.writeNumberField("files", files);
                    json.writeStringField("time", clock.instant().toString());
                });
        sign();
        if (failure != null) {
            throw failure;
        }
    }

    /** What the user should know about the file, one sentence each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Gives the file free for another run. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
