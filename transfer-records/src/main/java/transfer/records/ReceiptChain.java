package transfer.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

/**
 * Reads the lines of receipts one after the other and compares each with the one before: its
 * number, the digest of the line before, the counts of an end, the signatures.
 *
 * <p>Belongs to one thread.
 */
final class ReceiptChain {
    static final String FORMAT = "transfer-receipts-1";

    private final Map<String, VerifyingKey> keys = new TreeMap<>();
    private final boolean insists;
    private final Consumer<ReceiptLine> genuine;
    private final List<Receipts.Finding> findings = new ArrayList<>();
    private final Set<String> signers = new TreeSet<>();
    private int number;
    private long files;
    private String previous = "";
    private long end;
    private Optional<ReceiptKind> last = Optional.empty();
    private int signedUpTo;
    private byte[] torn = {};

    /**
     * @param keys whose signatures are checked
     * @param genuine gets the lines about files and removals
     */
    ReceiptChain(List<VerifyingKey> keys, Consumer<ReceiptLine> genuine) {
        this(keys, !keys.isEmpty(), genuine);
    }

    private ReceiptChain(List<VerifyingKey> keys, boolean insists, Consumer<ReceiptLine> genuine) {
        keys.forEach(key -> this.keys.put(key.id(), key));
        this.insists = insists;
        this.genuine = genuine;
    }

    /** For who adds to them: signatures of other keys than the one are not looked at. */
    static ReceiptChain before(Optional<VerifyingKey> key) {
        return new ReceiptChain(key.stream().toList(), false, _ -> {});
    }

    /** Reads to the end, or to a last line without an end, which is not taken in. */
    void read(ByteLines lines) throws IOException {
        while (lines.next()) {
            if (!lines.isWhole()) {
                torn = lines.line();
                return;
            }
            number++;
            Optional<ReceiptLine> line = ReceiptLine.read(lines.line());
            if (line.isPresent() && line.get().kind().isPresent()) {
                take(line.get(), line.get().kind().get());
            } else {
                found("is no line of receipts");
                last = Optional.empty();
            }
            previous = digest(lines.line());
            end = lines.end();
        }
    }

    private void take(ReceiptLine line, ReceiptKind kind) {
        if (line.number("n") != number) {
            found("has the number " + line.text("n") + "; lines were removed, added or moved");
            number = line.number("n") > 0 ? (int) line.number("n") : number;
        }
        if (number > 1 && !line.text("previous").equals(previous)) {
            found(
                    "does not follow the line before it; that one was changed, or a line was"
                            + " removed, added or moved");
        }
        if ((number == 1) != (kind == ReceiptKind.BEGIN)) {
            found(number == 1 ? "does not begin receipts" : "begins receipts once more");
        }
        switch (kind) {
            case BEGIN -> {
                if (!line.text("format").equals(FORMAT)) {
                    found("is of the format '" + line.text("format") + "', not " + FORMAT);
                }
            }
            case FILE -> {
                files++;
                if (line.receipt().isEmpty()) {
                    found("lacks something that a receipt has");
                } else {
                    genuine.accept(line);
                }
            }
            case REMOVED -> genuine.accept(line);
            case END -> {
                if (line.number("files") != files) {
                    found("counts " + line.text("files") + " files, and there are " + files);
                }
            }
            case SIGNATURE -> checkSignature(line);
            case CONTINUE, TORN -> {}
        }
        if (kind != ReceiptKind.SIGNATURE || last.filter(k -> k == ReceiptKind.END).isEmpty()) {
            last = Optional.of(kind);
        }
    }

    private void checkSignature(ReceiptLine line) {
        String id = line.text("key");
        signers.add(id);
        VerifyingKey key = keys.get(id);
        if (key == null && !insists) {
            return;
        }
        if (key == null) {
            found("is signed by the key " + id + ", which is none of those given");
        } else if (key.accepts(message(number, previous), signature(line))) {
            signedUpTo = number;
        } else {
            found("has a signature that is not that of the key " + id);
        }
    }

    private static byte[] signature(ReceiptLine line) {
        try {
            return Base64.getDecoder().decode(line.text("signature"));
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /** What is signed by the line with this number. */
    static byte[] message(int number, String previous) {
        return (FORMAT + " " + number + " " + previous).getBytes(StandardCharsets.US_ASCII);
    }

    /** The SHA-256 of a line, its end included, as hexadecimal digits. */
    static String digest(byte[] lineWithoutEnd) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        digest.update(ByteBuffer.wrap(lineWithoutEnd));
        digest.update(ByteBuffer.wrap(new byte[] {'\n'}));
        return digest.values().getFirst().hex();
    }

    private void found(String message) {
        findings.add(new Receipts.Finding(number, message));
    }

    /** What is wrong with the lines that were read. */
    List<Receipts.Finding> findings() {
        return findings;
    }

    /** What is wrong with how they end, on top of that. */
    List<Receipts.Finding> endFindings() {
        List<Receipts.Finding> found = new ArrayList<>();
        if (torn.length > 0) {
            found.add(new Receipts.Finding(number + 1, "is torn, as a crash leaves it"));
        }
        if (last.filter(kind -> kind == ReceiptKind.END).isEmpty()) {
            found.add(
                    new Receipts.Finding(
                            number,
                            "is the last, and no end of a run: lines were cut off, or the run was"
                                    + " killed and not continued"));
        }
        if (insists && signedUpTo < number) {
            found.add(
                    new Receipts.Finding(
                            number,
                            signedUpTo == 0
                                    ? "is the last, and nothing is signed by a key given"
                                    : "is the last, and only the lines before "
                                            + signedUpTo
                                            + " are signed by a key given"));
        }
        return found;
    }

    int lines() {
        return number;
    }

    /** The last line that is signed by a key given, or its signature; 0 when there is none. */
    int signedUpTo() {
        return signedUpTo;
    }

    long files() {
        return files;
    }

    /** The digest of the last line; empty when there is none. */
    String head() {
        return previous;
    }

    /** Where the last whole line ends. */
    long end() {
        return end;
    }

    /** Whether the last run came to its end. */
    boolean isFinished() {
        return last.filter(kind -> kind == ReceiptKind.END).isPresent();
    }

    /** The last line, when it has no end; empty otherwise. */
    byte[] torn() {
        return torn;
    }

    Set<String> signers() {
        return signers;
    }
}
