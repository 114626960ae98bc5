/**
 * What the tests of all families share.
 *
 * <ul>
 *   <li>{@link transfer.protocol.testkit.EndpointConformance}: the contract as checks, one file a
 *       group ({@code …Checks}); a family says by {@link transfer.protocol.testkit.Ability} what to
 *       expect and by a {@link transfer.protocol.testkit.Fixture} where;
 *   <li>{@link transfer.protocol.testkit.MemoryProtocol}: files in memory, the reference
 *       implementation, with faults and counters in {@link transfer.protocol.testkit.MemoryStore};
 *   <li>{@link transfer.chaos.FaultProxy}: cuts, stalls, corrupts and lies in front of any server;
 *   <li>{@link transfer.protocol.testkit.TestServer}: a server started for tests;
 *   <li>{@link transfer.protocol.testkit.SecretScan}: proof that a text shows no secret.
 * </ul>
 */
package transfer.protocol.testkit;
