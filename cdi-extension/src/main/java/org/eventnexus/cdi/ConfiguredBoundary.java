package org.eventnexus.cdi;

import java.util.Set;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.Domains;
import org.eventnexus.EventSelector;
import org.eventnexus.Overflow;

/**
 * A boundary that settings ask for.
 *
 * @param name the one in the settings' names
 * @param place where it was set
 * @param from null if it is not set
 * @param to null if it is not set
 * @param type the forwarded events' own; null for that of the events
 */
record ConfiguredBoundary(
        String name,
        String place,
        String from,
        String to,
        Set<EventSelector> selectors,
        String type,
        boolean replies,
        int capacity,
        Overflow overflow) {

    static ConfiguredBoundary of(String name, String place) {
        return new ConfiguredBoundary(
                name,
                place,
                null,
                null,
                Set.of(EventSelector.any()),
                null,
                true,
                BoundaryConfig.DEFAULT_CAPACITY,
                Overflow.AWAIT);
    }

    ConfiguredBoundary withFrom(String value) {
        return new ConfiguredBoundary(name, place, value, to, selectors, type, replies, capacity, overflow);
    }

    ConfiguredBoundary withTo(String value) {
        return new ConfiguredBoundary(name, place, from, value, selectors, type, replies, capacity, overflow);
    }

    ConfiguredBoundary withSelectors(Set<EventSelector> value) {
        return new ConfiguredBoundary(name, place, from, to, value, type, replies, capacity, overflow);
    }

    ConfiguredBoundary withType(String value) {
        return new ConfiguredBoundary(name, place, from, to, selectors, value, replies, capacity, overflow);
    }

    ConfiguredBoundary withReplies(boolean value) {
        return new ConfiguredBoundary(name, place, from, to, selectors, type, value, capacity, overflow);
    }

    ConfiguredBoundary withCapacity(int value) {
        return new ConfiguredBoundary(name, place, from, to, selectors, type, replies, value, overflow);
    }

    ConfiguredBoundary withOverflow(Overflow value) {
        return new ConfiguredBoundary(name, place, from, to, selectors, type, replies, capacity, value);
    }

    /** Makes it. */
    void register(Domains domains) {
        BoundaryConfig config = BoundaryConfig.to(domains.get(to))
                .select(selectors.toArray(EventSelector[]::new))
                .replies(replies)
                .capacity(capacity)
                .overflow(overflow);
        domains.get(from).boundary(name, type == null ? config : config.type(type));
    }
}
