/**
 * A proxy that misbehaves on purpose, in front of any server that speaks TCP or HTTP/1.1.
 *
 * <ul>
 *   <li>{@link transfer.chaos.Fault}: what can be done to a connection or to a request;
 *   <li>{@link transfer.chaos.FaultPlan}: which of them strikes when, read from lines such as
 *       {@code reset,after=1M,p=0.1}, the same for the same seed;
 *   <li>{@link transfer.chaos.FaultProxy}: the proxy, armed by hand or by a plan;
 *   <li>{@link transfer.chaos.Incident}: what it did.
 * </ul>
 *
 * <p>Tests arm it by hand; {@code transfer chaos} runs it with a plan. The rules are in {@code
 * docs/chaos.md}. Depends on no other module.
 */
package transfer.chaos;
