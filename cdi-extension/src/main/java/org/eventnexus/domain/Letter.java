package org.eventnexus.domain;

import java.time.Instant;
import org.eventnexus.DeadLetter;
import org.eventnexus.Position;
import org.eventnexus.bus.Receiver;

/** A dead letter as its box keeps it, and guards it. */
final class Letter {
    /** Its place in the order of letters, from 1. */
    final long number;

    final EventCopy<?> event;
    /** Null if nobody took the event. */
    final Receiver receiver;

    /** The domains that the event has passed; null for none. */
    final Hops hops;

    private Throwable error;
    private int attempts;
    private long millis;
    /** Null unless it is being delivered again. */
    private Redelivery<?> redelivery;
    /** Nobody sees it any more, and it is gone when its redelivery is over. */
    private boolean removed;

    Letter(long number, Delivery<?> delivery, Receiver receiver) {
        this.number = number;
        this.event = new EventCopy<>(delivery);
        this.receiver = receiver;
        this.hops = Hops.of(delivery);
    }

    void failed(Throwable error, int attempts, long millis) {
        this.error = error;
        this.attempts += attempts;
        this.millis = millis;
    }

    Redelivery<?> redelivery() {
        return redelivery;
    }

    Redelivery<?> redeliver() {
        redelivery = new Redelivery<>(event, this);
        return redelivery;
    }

    void redelivered() {
        redelivery = null;
    }

    boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    String id() {
        return new Position(event.domain.epoch(), number).toString();
    }

    DeadLetter shown() {
        return new DeadLetter(
                id(), event, receiver == null ? "" : receiver.name(), error, attempts, Instant.ofEpochMilli(millis));
    }

    /** What the letter says of the event, and nothing else of the publication. */
    static final class EventCopy<T> extends Envelope<T> {
        private EventCopy(Envelope<T> of) {
            super(of);
        }
    }
}
