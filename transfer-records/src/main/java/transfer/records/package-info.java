/**
 * What a run leaves behind for later.
 *
 * <p>{@link transfer.records.ListJournal} is written while a list runs, so that the same command
 * goes on where a killed one stopped: what is done stays done, and every result is there once.
 *
 * <p>{@link transfer.records.ReceiptsFile} says of every file that arrived what it was, where it
 * came from and how it was verified, in lines that are chained and may be signed; {@link
 * transfer.records.Receipts} reads them back and finds what was tampered with. The format is in
 * docs/receipts.md. {@link transfer.records.Bag} and {@link transfer.records.RoCrate} write what
 * they tell in the forms that archives take.
 */
package transfer.records;
