package org.eventnexus.rendezvous;

import java.util.concurrent.TimeoutException;

/** Takes a value. */
class Getter<T> extends Party<T, T> {

    Getter(Meeting<T> meeting) {
        super(meeting);
        this.wish = new Half<>(this, null);
    }

    @Override
    final void given() {
        throw new AssertionError("it has no offer");
    }

    @Override
    final void got(T value) {
        decide(value);
    }

    @Override
    void expire() {
        fail(new TimeoutException("no value has come in time"));
    }

    /** Has something else in the end. */
    static final class WithFallback<T> extends Getter<T> {
        private final T fallback;

        WithFallback(Meeting<T> meeting, T fallback) {
            super(meeting);
            this.fallback = fallback;
        }

        @Override
        void expire() {
            decide(fallback);
        }
    }
}
