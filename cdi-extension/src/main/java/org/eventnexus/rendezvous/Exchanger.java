package org.eventnexus.rendezvous;

import java.util.concurrent.TimeoutException;

/** Gives a value and takes another party's: one after the other, or in any order and without waiting to have given. */
final class Exchanger<T> extends Party<T, T> {
    private final boolean asap;
    private boolean given;

    Exchanger(Meeting<T> meeting, T value, boolean asap) {
        super(meeting);
        this.offer = new Half<>(this, value);
        this.wish = asap ? new Half<>(this, null) : null;
        this.asap = asap;
    }

    /** Whether it gives first, and takes then. */
    boolean givesFirst() {
        return !asap && !given;
    }

    @Override
    void given() {
        given = true;
        if (!asap) {
            wish = new Half<>(this, null);
            meeting.wish(wish);
        }
    }

    @Override
    void got(T value) {
        decide(value);
    }

    @Override
    void expire() {
        fail(given ? new HalfExchangedException() : new TimeoutException("nobody has exchanged values in time"));
    }
}
