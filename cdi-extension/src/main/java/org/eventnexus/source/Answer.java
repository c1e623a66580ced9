package org.eventnexus.source;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * The outcome of a stage for one who goes on at once if it is there already, and otherwise leaves and is called back. So a
 * thousand completed stages in a row are a loop and not a deep stack.
 */
final class Answer<T> implements BiConsumer<T, Throwable> {
    private enum State {
        OPEN,
        LEFT,
        COME
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final Runnable callback;
    private T value;
    private Throwable error;

    /** @param callback run on the thread that completes the stage, if nobody waits here any more */
    Answer(Runnable callback) {
        this.callback = callback;
    }

    @Override
    public void accept(T value, Throwable error) {
        if (state.get() == State.COME) {
            return; // a stage of somebody's own making that completes twice
        }
        this.value = value;
        this.error = error;
        if (state.getAndSet(State.COME) == State.LEFT) {
            callback.run();
        }
    }

    /** Whether it is not there yet; then the caller must go, as the callback may be running already. */
    boolean leave() {
        return state.compareAndSet(State.OPEN, State.LEFT);
    }

    T value() {
        return value;
    }

    Throwable error() {
        return error;
    }
}
