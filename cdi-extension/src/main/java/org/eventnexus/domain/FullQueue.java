package org.eventnexus.domain;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.eventnexus.Happening;

/**
 * Tells when a domain's queue becomes full, and when there is room again: each once, and in turn. If nobody wants to know,
 * that costs a look at a queue that is full. Thread-safe.
 */
final class FullQueue {
    private enum State {
        ROOMY,
        /** Somebody is telling that it is full. */
        FILLING,
        FULL,
        /** Somebody is telling that it is not any more. */
        EMPTYING
    }

    private final Domain domain;
    private final int capacity;
    private final AtomicReference<State> state = new AtomicReference<>(State.ROOMY);

    FullQueue(Domain domain, int capacity) {
        this.domain = domain;
        this.capacity = capacity;
    }

    /** A publisher has found no place. Not under a lock. */
    void foundFull() {
        if (domain.isWatched() && state.get() == State.ROOMY && state.compareAndSet(State.ROOMY, State.FILLING)) {
            domain.tell(() -> new Happening.QueueFull(domain.name(), capacity));
            state.set(State.FULL);
            VarHandle.fullFence(); // the loop makes room, then looks at the state; we write the state, then look for
            // room
            roomMade();
        }
    }

    /** The loop has taken events. */
    void roomMade() {
        if (state.get() == State.FULL
                && domain.admission().isHalfEmpty()
                && state.compareAndSet(State.FULL, State.EMPTYING)) {
            domain.tell(() -> new Happening.QueueFreed(domain.name(), capacity));
            state.set(State.ROOMY);
        }
    }
}
