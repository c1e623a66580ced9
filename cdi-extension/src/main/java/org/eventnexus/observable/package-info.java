/**
 * Values that observers are told of, and that operators filter, change, delay and gather on the way.
 *
 * <pre>
 * notify ─▶ queue ─▶ Notifier: one notification at a time ─▶ all observers ─▶ their stages ─▶ next
 *                        └ Audience (who observes)            └ an operator's Link ─▶ notify of the derived observable
 *                                                             └ FlowObserver ─▶ a Flow.Subscriber, as it demands
 * </pre>
 */
package org.eventnexus.observable;
