package org.eventnexus.rendezvous;

/** What a party waits with: a value that it offers, or the wish for one. */
final class Half<T> {
    final Party<T, ?> party;
    /** Null for a wish. */
    final T value;

    Half(Party<T, ?> party, T value) {
        this.party = party;
        this.value = value;
    }
}
