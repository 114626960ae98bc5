package transfer.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.list.Fingerprint;
import transfer.protocol.ByteText;

/**
 * What a journal belongs to: a list, and the options under which its items count as done.
 *
 * @param list what the user calls the list
 * @param items how many it has
 * @param fingerprint 16 hexadecimal digits that differ when any item, its number, the digest that
 *     is expected of it or the proof that it asks for does; no URL can be had back from it
 * @param options words without blanks, such as {@code verify=prefer}; an item done under others is
 *     not known to be done under these
 */
public record JournalTerms(String list, int items, String fingerprint, String options) {
    private static final String FORMAT = "transfer-journal-1";
    private static final int FIELDS = 5;
    private static final int DIGITS = 16;

    /**
     * @throws IllegalArgumentException when the options hold blanks
     */
    public JournalTerms {
        if (options.isEmpty() || options.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("options are one word each: " + options);
        }
    }

    /** The terms of these items. */
    public static JournalTerms of(String list, List<WorkItem> items, String options) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        for (WorkItem item : items) {
            String wishes =
                    item instanceof WorkItem.Transfer transfer ? wishes(transfer.terms()) : "";
            String line = item.position().item() + " " + Fingerprint.of(item) + " " + wishes + "\n";
            digest.update(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        }
        return new JournalTerms(
                list, items.size(), digest.values().getFirst().hex().substring(0, DIGITS), options);
    }

    /** What counts besides the URLs. */
    private static String wishes(TransferTerms terms) {
        return terms.expected().map(Checksum::toString).orElse("")
                + (terms.generateChecksum() ? " record" : "")
                + (terms.verifyStored() ? " proof" : "");
    }

    /** The first line of a journal, without its check. */
    String header() {
        return String.join(
                " ",
                FORMAT,
                fingerprint,
                Integer.toString(items),
                options,
                Base64.getEncoder().encodeToString(ByteText.encode(list)));
    }

    /** What the first line of a journal says; empty when it is none. */
    static Optional<JournalTerms> parse(String header) {
        String[] fields = header.split(" ", -1);
        if (fields.length != FIELDS || !fields[0].equals(FORMAT)) {
            return Optional.empty();
        }
        return Optional.of(
                new JournalTerms(
                        ByteText.decode(Base64.getDecoder().decode(fields[4])),
                        Integer.parseInt(fields[2]),
                        fields[1],
                        fields[3]));
    }

    /** Whether the text is the beginning of a journal that was torn while it was begun. */
    static boolean isBeginning(String text) {
        return text.length() < FORMAT.length()
                ? FORMAT.startsWith(text)
                : text.startsWith(FORMAT + " ") || text.equals(FORMAT);
    }

    boolean isSameList(JournalTerms other) {
        return items == other.items && fingerprint.equals(other.fingerprint);
    }

    /** The list as a message names it. */
    String words() {
        return list + " (" + items + " items, " + fingerprint + ")";
    }
}
