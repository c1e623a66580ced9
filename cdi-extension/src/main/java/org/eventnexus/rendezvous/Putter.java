package org.eventnexus.rendezvous;

import java.util.concurrent.TimeoutException;

/** Gives a value. */
final class Putter<T> extends Party<T, Boolean> {
    private final boolean raising;

    Putter(Meeting<T> meeting, T value, boolean raising) {
        super(meeting);
        this.offer = new Half<>(this, value);
        this.raising = raising;
    }

    @Override
    void given() {
        decide(true);
    }

    @Override
    void got(T value) {
        throw new AssertionError("it has no wish");
    }

    @Override
    void expire() {
        if (raising) {
            fail(new TimeoutException("nobody has taken the value in time"));
        } else {
            decide(false);
        }
    }
}
