/**
 * Lists of work as files: tells the three formats apart by their content (JSON, four-line blocks
 * with {@code # src} comments, plain pairs), reads them into {@link transfer.engine.WorkItem}s and
 * names every defect with its line, item and field before anything moves.
 *
 * <p>{@link transfer.list.TransferList} is the way in. {@link transfer.list.FailedItems} tells from
 * the results of an earlier run what is left of a list, {@link transfer.list.MetaFiles} which
 * digests the files beside a job know. All three read their input as a stream and hold only what
 * comes out.
 */
package transfer.list;
