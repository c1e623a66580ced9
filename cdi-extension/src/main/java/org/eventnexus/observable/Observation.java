package org.eventnexus.observable;

/** An observer's subscription. Thread-safe. */
public interface Observation extends AutoCloseable {

    /** Whether the observer is still subscribed, by this subscription or another of the same observer. */
    boolean isActive();

    /** The same as {@link #cancel(boolean)} without being strict. */
    default void cancel() {
        cancel(false);
    }

    /**
     * Removes the observer at once, as {@link Observable#unsubscribeNow(Observer, boolean)}.
     *
     * @throws java.util.NoSuchElementException if strict, and it is not subscribed any more
     * @throws IllegalStateException while {@link Observable#observers() an iteration} is open
     */
    void cancel(boolean strict);

    /** The same as {@link #cancel()}. */
    @Override
    default void close() {
        cancel();
    }
}
