package org.eventnexus;

/**
 * Is told of events, on the domain's loop, in the domain's order, and gives no result; see {@link Handler} for one that
 * does. What it throws is reported and fails the publication, and never stops the domain nor other subscribers. With
 * {@link SubscriptionOptions} it is called elsewhere, beside the domain.
 *
 * @param <T> the payload's type
 */
@FunctionalInterface
public interface Subscriber<T> {

    /** Is told of an event, never null. */
    void receive(NexusEvent<T> event) throws Exception;

    /**
     * A subscriber that lives as long as its owner: when that is collected, which the subscription does not prevent, the
     * subscription ends by itself, at the latest when the next event comes for it or the next subscription is made or
     * ended.
     *
     * <pre>{@code bus.subscribe("order.*", Subscriber.weak(this, (self, event) -> self.show(event)));}</pre>
     *
     * @param receive must not hold the owner itself, as a lambda does that uses its fields
     */
    static <O, T> WeakSubscriber<O, T> weak(O owner, WeakSubscriber.Receive<? super O, T> receive) {
        return new WeakSubscriber<>(owner, receive);
    }
}
