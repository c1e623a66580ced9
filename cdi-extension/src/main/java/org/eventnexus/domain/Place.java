package org.eventnexus.domain;

/** A place in a {@link Line}, which an event may take over from another. */
final class Place {
    Delivery<?> delivery;
    /** Greater than that of each place before. */
    final long turn;

    // The line's.
    Place older;
    Place newer;

    Place(Delivery<?> delivery, long turn) {
        this.delivery = delivery;
        this.turn = turn;
    }
}
