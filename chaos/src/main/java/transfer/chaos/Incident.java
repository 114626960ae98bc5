package transfer.chaos;

/**
 * A fault that struck.
 *
 * @param connection which connection, counted from 1 in the order in which they came
 * @param request which request of that connection, from 1; 0 where the proxy does not look at
 *     requests
 * @param asked method and path of the request, without its query, which may hold secrets; empty
 *     where the proxy does not look at requests
 * @param fault its name in plans
 * @param position at which byte, see {@link Fault}; negative for faults that have no place, such as
 *     those that come before an answer
 */
public record Incident(long connection, long request, String asked, String fault, long position) {}
