/**
 * How many things are done at once at one server. {@link transfer.concurrency.ServerLimit} is the
 * number for one process: given, or found by trying while the throughput grows. {@link
 * transfer.concurrency.NodeTable} is what all processes of a user on one node count together, in a
 * file that they map. Knows nothing of transfers, and never waits.
 */
package transfer.concurrency;
