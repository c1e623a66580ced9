package org.eventnexus;

/**
 * Gives ids to events, and makes drafts that have one. Each domain is a factory; {@link #startingAt} makes one without a
 * domain. Thread-safe.
 *
 * <pre>{@code
 * nexus.create("order.placed", order);                                 // with the next id
 * EventDraft.of("order.placed", order).id(nexus.randomId());           // with a random one
 * EventDraft.of("order.placed", order).id(order.number());             // with one of your own
 * }</pre>
 *
 * <p>An event that is published without any of them has an id as well (see {@link NexusEvent#id()}), which costs less and
 * is never looked for among duplicates. A number is for those who hand events on to a system that wants one.
 */
public interface EventFactory {

    /**
     * The next id: one more than the one before. Where a domain begins depends on the time of its start and on chance, so
     * that the ids of its earlier lives and of other nodes do not repeat.
     */
    long nextId();

    /** A random id, positive; of some billions, two are equal. */
    long randomId();

    /**
     * A draft with the next id.
     *
     * @throws IllegalArgumentException if the type is malformed
     */
    default <T> EventDraft<T> create(String type, T payload) {
        return EventDraft.of(type, payload).id(nextId());
    }

    /** A draft of a numeric type with the next id. */
    default <T> EventDraft<T> create(long type, T payload) {
        return EventDraft.of(type, payload).id(nextId());
    }

    /** A draft with the next id, of the type that the payload's class names; see {@link EventDraft#of(Object)}. */
    default <T> EventDraft<T> create(T payload) {
        return EventDraft.of(payload).id(nextId());
    }

    /** A factory whose ids begin with a given one. */
    static EventFactory startingAt(long first) {
        return new CountingFactory(first);
    }
}
