package org.eventnexus.domain;

import org.eventnexus.bus.Receiver;

/** A dead letter's event on its way once more: to the one receiver that failed. */
final class Redelivery<T> extends Delivery<T> {
    final Letter letter;

    Redelivery(Envelope<T> event, Letter letter) {
        super(event);
        this.letter = letter;
    }

    @Override
    Receiver[] route(Routes routes) {
        return letter.receiver == null ? routes.of(this) : new Receiver[] {letter.receiver};
    }

    /** It was admitted and counted when it came for the first time. */
    @Override
    boolean isCounted() {
        return false;
    }

    @Override
    void received() {
        domain.letters().redelivered(this);
    }
}
