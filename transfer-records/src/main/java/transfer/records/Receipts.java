package transfer.records;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/**
 * Receipts that were read back.
 *
 * @param files what should be at its destination now, in the order in which it arrived: the last
 *     receipt of each place, without what the same runs moved away or removed later
 * @param findings everything that shows that lines were changed, removed, added or moved, or that
 *     the end is missing; empty when the receipts are as they were written, as far as that can be
 *     told without a signature
 * @param lines how many there are
 * @param head the SHA-256 of the last line; whoever noted it elsewhere knows a longer or shorter
 *     chain from this one
 * @param signers names of the keys that signed, see {@link VerifyingKey#id}
 */
public record Receipts(
        List<Receipt> files, List<Finding> findings, int lines, String head, Set<String> signers) {

    public Receipts {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
        signers = Set.copyOf(signers);
    }

    /**
     * Something that is not as it should be.
     *
     * @param line from 1
     * @param message what about it, fits after "line 3"
     */
    public record Finding(int line, String message) {}

    /**
     * Reads receipts to their end.
     *
     * @param keys if there are any, everything has to be signed by one of them; else signatures are
     *     not checked
     * @throws RecordsException when this is no file of receipts at all
     * @throws IOException when it cannot be read
     */
    public static Receipts read(InputStream input, List<VerifyingKey> keys)
            throws IOException, RecordsException {
        Expected expected = new Expected();
        ReceiptChain chain = new ReceiptChain(keys, expected::take);
        chain.read(new ByteLines(input));
        if (expected.isEmpty() && chain.findings().size() >= chain.lines()) {
            throw new RecordsException("these are no receipts");
        }
        return new Receipts(
                expected.files(),
                Stream.concat(chain.findings().stream(), chain.endFindings().stream()).toList(),
                chain.lines(),
                chain.head(),
                chain.signers());
    }

    /** What should be there after everything that the receipts tell of. */
    private static final class Expected {
        private final Map<String, Receipt> byPlace = new LinkedHashMap<>();
        private final Map<String, Integer> removals = new HashMap<>();

        void take(ReceiptLine line) {
            if (line.kind().filter(kind -> kind == ReceiptKind.REMOVED).isPresent()) {
                removals.put(plain(line.text("target")), (int) line.number("n"));
                return;
            }
            Receipt receipt = line.receipt().orElseThrow();
            if (receipt.destination().startsWith("moveto:")) {
                byPlace.remove(plain(receipt.source()));
            }
            byPlace.remove(plain(receipt.destination()));
            byPlace.put(plain(receipt.destination()), receipt);
        }

        boolean isEmpty() {
            return byPlace.isEmpty() && removals.isEmpty();
        }

        List<Receipt> files() {
            List<Receipt> files = new ArrayList<>();
            byPlace.forEach((place, receipt) -> {
                if (removals.isEmpty() || !isRemoved(place, receipt.line())) {
                    files.add(receipt);
                }
            });
            return files;
        }

        private boolean isRemoved(String place, int line) {
            int length = place.length();
            while (length > 0) {
                if (removals.getOrDefault(place.substring(0, length), 0) > line) {
                    return true;
                }
                length = place.lastIndexOf('/', length - 1);
            }
            return false;
        }

        /** One text for one place, whichever of the local schemes it was written with. */
        private static String plain(String url) {
            String text = url;
            try {
                TransferUrl parsed = TransferUrl.parse(url);
                text = parsed.isLocal() ? parsed.withScheme("file").text() : url;
            } catch (MalformedUrlException _) {
                // an altered line, which is told elsewhere
            }
            return text.length() > 1 && text.endsWith("/")
                    ? text.substring(0, text.length() - 1)
                    : text;
        }
    }
}
