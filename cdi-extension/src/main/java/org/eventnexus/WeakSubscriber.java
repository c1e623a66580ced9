package org.eventnexus;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Optional;

/**
 * A subscriber that keeps its owner from being collected as little as the owner's subscription does: when the owner is
 * collected, the subscription ends by itself. Made by {@link Subscriber#weak}. Thread-safe.
 *
 * @param <O> the owner's type
 * @param <T> the payload's type
 */
public final class WeakSubscriber<O, T> implements Subscriber<T> {

    /**
     * Is told of an event, with the owner, which lives as long as the call.
     *
     * @param <O> the owner's type
     * @param <T> the payload's type
     */
    @FunctionalInterface
    public interface Receive<O, T> {
        void receive(O owner, NexusEvent<T> event) throws Exception;
    }

    private final WeakReference<O> owner;
    private final Receive<? super O, T> receive;

    WeakSubscriber(O owner, Receive<? super O, T> receive) {
        this.owner = new WeakReference<>(Objects.requireNonNull(owner, "owner"));
        this.receive = Objects.requireNonNull(receive, "receive");
    }

    /** The owner, unless it is collected. */
    public Optional<O> owner() {
        return Optional.ofNullable(owner.get());
    }

    @Override
    public void receive(NexusEvent<T> event) throws Exception {
        O alive = owner.get();
        if (alive != null) {
            receive.receive(alive, event);
        }
    }
}
