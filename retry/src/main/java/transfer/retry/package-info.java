/** When to try again, how long to wait, and the one loop that waits. Knows nothing of transfers. */
package transfer.retry;
