package org.eventnexus.domain;

/**
 * The domains that an event has passed on its way here, the last one first. Of the envelope and not of the headers, which
 * whoever publishes could write.
 *
 * @param before null for none
 */
record Hops(Domain last, Hops before) {

    /** Those of an event, or of the one that it has been emitted for; null for none. */
    static Hops of(Delivery<?> delivery) {
        for (Delivery<?> each = delivery; each != null; each = each.parent()) {
            Hops own = each.hops();
            if (own != null) {
                return own;
            }
        }
        return null;
    }

    /** Those of what comes from an event: its own, and its domain. */
    static Hops after(Delivery<?> delivery) {
        return new Hops(delivery.domain, of(delivery));
    }

    boolean contains(Domain domain) {
        for (Hops each = this; each != null; each = each.before) {
            if (each.last == domain) {
                return true;
            }
        }
        return false;
    }
}
