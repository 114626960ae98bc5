package transfer.records;

import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.engine.TransferOutcome;

/**
 * What a journal says of one item that ended.
 *
 * @param item its number in the list
 * @param done whether it was done, and not failed
 * @param state what stood at its place then
 * @param sha256 of the bytes that passed, where that is known
 * @param result its line in the results
 */
record JournalLine(
        int item, boolean done, LocalState state, Optional<Checksum> sha256, String result) {
    private static final int FIELDS = 7;

    static JournalLine of(TransferOutcome outcome, LocalState state, String result) {
        return new JournalLine(
                outcome.item().position().item(),
                outcome instanceof TransferOutcome.Done,
                state,
                outcome instanceof TransferOutcome.Done done ? done.sha256() : Optional.empty(),
                result);
    }

    /** As it stands in the journal, without its check. */
    String text() {
        return String.join(
                " ",
                Integer.toString(item),
                done ? "done" : "failed",
                Character.toString(state.form().mark()),
                Long.toString(state.size()),
                Long.toString(state.modified()),
                sha256.map(Checksum::hex).orElse("-"),
                result);
    }

    /** Reads a line whose check fits, so that somebody of ours wrote it. */
    static JournalLine parse(String text) {
        String[] fields = text.split(" ", FIELDS);
        return new JournalLine(
                Integer.parseInt(fields[0]),
                fields[1].equals("done"),
                new LocalState(
                        LocalState.Form.marked(fields[2].charAt(0)),
                        Long.parseLong(fields[3]),
                        Long.parseLong(fields[4])),
                fields[5].equals("-") ? Optional.empty() : Optional.of(Checksum.sha256(fields[5])),
                fields[6]);
    }
}
