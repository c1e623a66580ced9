package org.eventnexus.domain;

import java.util.Arrays;
import org.eventnexus.bus.Receiver;

/**
 * A dead letter's event on its way once more: to the one receiver that failed. If that is a filter, to all behind it as
 * well, which it has kept the event from.
 */
final class Redelivery<T> extends Delivery<T> {
    final Letter letter;

    Redelivery(Envelope<T> event, Letter letter) {
        super(event);
        this.letter = letter;
    }

    @Override
    Hops hops() {
        return letter.hops;
    }

    @Override
    Receiver[] route(Routes routes) {
        if (letter.receiver == null) {
            return routes.of(this);
        }
        if (!letter.receiver.isFilter()) {
            return new Receiver[] {letter.receiver};
        }
        Receiver[] all = routes.of(this);
        return Arrays.copyOfRange(all, Math.max(0, Arrays.asList(all).indexOf(letter.receiver)), all.length);
    }

    /** It was admitted and counted when it came for the first time. */
    @Override
    boolean isCounted() {
        return false;
    }

    /** A collector is not done with it by then, and says itself when it is. */
    @Override
    void received() {
        if (letter.receiver == null || !letter.receiver.isCollector()) {
            domain.letters().redelivered(this);
        }
    }
}
