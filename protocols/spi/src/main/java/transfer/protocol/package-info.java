/**
 * The contract between the engine and the protocols.
 *
 * <p>The engine owns the copy loop: reading, hashing, staging, verifying, publishing, trying again.
 * A protocol family offers, by the interfaces that its {@link transfer.protocol.Endpoint}
 * implements, the smallest set of these abilities and nothing else: {@link
 * transfer.protocol.Inspector} (what is there), {@link transfer.protocol.Source} (read from an
 * offset, under a condition), {@link transfer.protocol.Sink} (write, commit or abort), {@link
 * transfer.protocol.ResumableSink} (go on with an unfinished file), {@link
 * transfer.protocol.Digester} (digest of what is stored), {@link transfer.protocol.DirectCopy}
 * (copy without our disk), {@link transfer.protocol.Directories}, {@link transfer.protocol.Remover}
 * and {@link transfer.protocol.BatchRemover} (many at once).
 *
 * <p>Every operation is plain blocking code and ends early with {@link
 * java.lang.InterruptedException} (or {@link java.nio.channels.ClosedByInterruptException}, which
 * the engine treats alike) when its thread is interrupted. Every failure crosses this contract as a
 * {@link transfer.protocol.TransferException}, classified where it is thrown.
 */
package transfer.protocol;
