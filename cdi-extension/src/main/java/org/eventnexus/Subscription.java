package org.eventnexus;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A receiver's registration. Thread-safe. */
public interface Subscription extends AutoCloseable {

    /** What it is for; the first, if that is several. */
    EventSelector selector();

    /** All that it is for. */
    default List<EventSelector> selectors() {
        return List.of(selector());
    }

    /** The receiver's simple name, as results show it. */
    String name();

    /** Whether events may still be delivered. */
    boolean isActive();

    /**
     * Ends the registration; without effect on one that has ended. After this has returned to a caller outside a loop,
     * nothing more is delivered and no delivery is going on, unless one takes longer than 10 s; a stage that the receiver
     * has returned may still be open. On a loop's own thread, and on that of a lane's receiver, it does not wait. What waits
     * in a lane is abandoned.
     */
    void cancel();

    /**
     * Ends the registration when a stage completes, however it does.
     *
     * @return completes as the stage did, when nothing more is delivered; on the domain's loop, mostly
     */
    default <R> CompletionStage<R> until(CompletionStage<R> stage) {
        return until(stage, null);
    }

    /**
     * Ends the registration when a stage completes, if it does so in time; else it stays for good, unless it is cancelled.
     *
     * @param tillPermanent after which the stage has no effect any more; null for never
     * @return completes as the stage did, when nothing more is delivered; or, if the time is over before, fails with a
     *     {@link java.util.concurrent.TimeoutException}
     * @throws IllegalArgumentException if the time is not more than zero
     * @throws java.util.concurrent.RejectedExecutionException if a time is given and the engine has no scheduler at the
     *     moment, as in a server before the domains start and after they have stopped
     */
    <R> CompletionStage<R> until(CompletionStage<R> stage, Duration tillPermanent);

    /** The same as {@link #cancel()}. */
    @Override
    default void close() {
        cancel();
    }
}
