package org.eventnexus.testkit;

import org.eventnexus.NexusEvent;

/**
 * A receiver's failure for good: of a handler, a subscriber or whatever else its domain tells its error handler of.
 *
 * @param event what it was given
 * @param receiver its simple name; empty if nobody took the event and the domain calls that an error
 * @param error what it threw, or its stage's cause, at the last attempt
 */
public record Failure(NexusEvent<?> event, String receiver, Throwable error) {}
