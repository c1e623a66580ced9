package org.eventnexus;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event: an immutable envelope around a payload.
 *
 * <p>The payload is passed by reference and is immutable by contract. {@code id} and {@code type} are each a string or a
 * long; the accessors that return strings write a number in decimal, {@link #numericId()} and {@link #numericType()}
 * give the number itself. {@link #time()} is for people and never orders anything: order is the domain's, and
 * {@link #sequence()} shows it.
 *
 * <p>Thread-safe. No method returns null, except {@link #payload()} where the publisher gave none.
 *
 * @param <T> the payload's type
 */
public interface NexusEvent<T> {

    /**
     * Unique together with {@link #source()}. Given by the publisher, or else {@code <start token>-<sequence>}, which is
     * unique across restarts and nodes and rendered only when asked for.
     */
    String id();

    /** The id as a number, if the publisher gave a number. */
    OptionalLong numericId();

    /** What happened, such as {@code order.placed}. */
    String type();

    /** The type as a number, if it is one. */
    OptionalLong numericType();

    /** Lower is more urgent; 0 if unset. It counts where the domain's {@link QueueOrder} is by priority. */
    int priority();

    /** Whether the publisher gave a priority. */
    default boolean hasPriority() {
        return priority() != 0;
    }

    /** Which of a work queue's collectors it is for. */
    default Address address() {
        return Address.everyone();
    }

    /** What the publisher said; null if nothing. Events that came encoded hold an {@link EncodedPayload} here. */
    T payload();

    /** The payload as a given class: itself if it is one, else decoded from an {@link EncodedPayload}.
     *
     * @return null if there is no payload
     * @throws PayloadException if the payload is of another class or cannot be decoded to this one
     */
    default <C> C payload(Class<C> type) {
        return EncodedPayload.decode(payload(), type);
    }

    /** When it happened, with a precision of about a millisecond. */
    Instant time();

    /** The name of the domain that it was published in; empty for an event that was refused before it got one. */
    String domain();

    /** The context in which it happened, a URI reference; by default {@code /eventnexus/<domain>}. */
    String source();

    /** What it is about within its source, if the publisher said so. */
    Optional<String> subject();

    /** The key that orders or partitions, if the publisher gave one. */
    Optional<String> key();

    /** Further attributes, by lower-case name; unmodifiable, empty if there are none. */
    Map<String, String> headers();

    /** The event's number in its domain since the domain's start, from 1, without holes; 0 if it was not admitted. */
    long sequence();

    /** The event's position in its domain's log, if it was admitted. */
    Optional<Position> position();
}
