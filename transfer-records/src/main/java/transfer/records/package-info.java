/**
 * What a run leaves behind for later.
 *
 * <p>{@link transfer.records.ListJournal} is written while a list runs, so that the same command
 * goes on where a killed one stopped: what is done stays done, and every result is there once.
 */
package transfer.records;
