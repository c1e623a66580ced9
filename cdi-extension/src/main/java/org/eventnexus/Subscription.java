package org.eventnexus;

/** A receiver's registration. Thread-safe. */
public interface Subscription extends AutoCloseable {

    /** What it is for. */
    EventSelector selector();

    /** The receiver's simple name, as results show it. */
    String name();

    /** Whether events may still be delivered. */
    boolean isActive();

    /**
     * Ends the registration; without effect on one that has ended. After this has returned to a caller outside a loop,
     * nothing more is delivered and no delivery is going on, unless one takes longer than 10 s; a stage that the receiver
     * has returned may still be open. On a loop's own thread it does not wait.
     */
    void cancel();

    /** The same as {@link #cancel()}. */
    @Override
    default void close() {
        cancel();
    }
}
