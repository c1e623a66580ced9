package org.eventnexus;

import java.time.Instant;

/**
 * An event on which a receiver has failed for good, or that nobody took, as kept by its domain; a look at it, which does
 * not change. The event is a copy: it has the original's id, source, position and payload, and keeps alive neither its
 * results nor the events that it came from.
 *
 * @param id of the letter, not of the event; unique across restarts, as a position is
 * @param event what the receiver was given
 * @param receiver the simple name of the one that failed; empty if nobody took the event
 * @param error the newest failure
 * @param attempts how often the event was given to the receiver, in all
 * @param at when it failed last
 */
public record DeadLetter(String id, NexusEvent<?> event, String receiver, Throwable error, int attempts, Instant at) {}
