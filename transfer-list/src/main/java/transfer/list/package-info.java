/**
 * Lists of work as files: tells the three formats apart by their content (JSON, four-line blocks
 * with {@code # src} comments, plain pairs), reads them into {@link transfer.engine.WorkItem}s and
 * names every defect with its line, item and field before anything moves.
 */
package transfer.list;
