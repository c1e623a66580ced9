package org.eventnexus.bus;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Where receivers are registered. */
@FunctionalInterface
public interface Registrar {

    /** A receiver has been cancelled: returns when it is not called any more; as far as the calling thread may wait. */
    void cancelled(Receiver receiver);

    /** A receiver takes no more events, of its own accord: it is forgotten, and what it has taken is still brought to it. */
    default void ended(Receiver receiver) {}

    /**
     * Cancels a receiver when a stage completes.
     *
     * @param tillPermanent after which it stays for good; null for never
     */
    default <R> CompletionStage<R> until(Receiver receiver, CompletionStage<R> stage, Duration tillPermanent) {
        throw new UnsupportedOperationException();
    }
}
