/**
 * Who follows a domain without being one of its receivers: streams, and stages that wait for an event. They see what is
 * admitted, in the order of positions, whether the domain has a log or not.
 *
 * <pre>
 * mailbox ─▶ tail ─▶ Distributor ─┬▶ StreamSubscription: buffer ─▶ SerialTask ─▶ subscriber
 *  (a place for each sequence)    └▶ Waiter ─▶ SerialTask ─▶ stage
 * log ─▶ Replay ─▶ StreamSubscription, until it has come to where the distributor is
 * </pre>
 *
 * <p>The tail is there only while somebody follows. The distributor runs as a task of its own; a publisher who finds it half
 * a tail behind helps, so that nothing is overwritten before it has been distributed. Nobody's code but ours runs under its
 * lock: subscribers and conditions are called by serial tasks.
 */
package org.eventnexus.stream;
