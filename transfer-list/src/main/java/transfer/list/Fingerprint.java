package transfer.list;

import java.nio.ByteBuffer;
import java.util.Set;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.engine.WorkItem;
import transfer.protocol.ByteText;
import transfer.protocol.Place;

/** What tells an item of a list from others, short enough for every line of a results file. */
public final class Fingerprint {
    private static final int DIGITS = 16;

    private Fingerprint() {}

    /**
     * 16 hexadecimal digits over what is to be done and over the URLs of the sources, in order, and
     * of the target: the same in every run and every version that writes results. Sites, terms and
     * the place in the list do not count. No URL, and no secret in one, can be had back from it.
     */
    public static String of(WorkItem item) {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        switch (item) {
            case WorkItem.Transfer transfer -> {
                update(digest, "transfer");
                for (Place source : transfer.sources()) {
                    update(digest, source.url().text());
                }
            }
            case WorkItem.MakeDirectory _ -> update(digest, "mkdir");
            case WorkItem.Remove remove -> update(digest, remove.recursive() ? "rm -r" : "rm");
        }
        update(digest, item.target().url().text());
        return digest.values().getFirst().hex().substring(0, DIGITS);
    }

    /** With its length before it, so that where one text ends and the next begins counts too. */
    private static void update(RunningDigest digest, String text) {
        byte[] bytes = ByteText.encode(text);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(ByteBuffer.wrap(bytes));
    }
}
