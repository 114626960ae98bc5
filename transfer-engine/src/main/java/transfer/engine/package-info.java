/**
 * The engine as a library: a list of work in, an outcome for every item out.
 *
 * <p>{@link transfer.engine.TransferEngine} checks a list, then runs it: directories first, then
 * transfers, removals last, a thread per item in flight. It owns the copy loop, so that no family
 * and no command decides what counts as a verified file.
 */
package transfer.engine;
