package org.eventnexus.domain;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.eventnexus.Overflow;

/**
 * Who gives way to one more event in a full line, by the domain's overflow policy; so everything that comes and goes does so
 * through here. Without a lock of its own.
 */
abstract class Displacement {
    final Line line;

    private Displacement(Line line) {
        this.line = line;
    }

    static Displacement of(Overflow overflow, Line line) {
        return switch (overflow) {
            case AWAIT, FAIL, DROP_NEWEST -> new Refusing(line);
            case DROP_OLDEST -> new Oldest(line);
            case KEEP_LATEST -> new LatestOfKey(line);
        };
    }

    /** Whether nobody gives way: the line is to be left as it is when it is full. */
    boolean refuses() {
        return false;
    }

    /** An event comes, and there is room. */
    void add(Delivery<?> delivery) {
        line.add(delivery);
    }

    /** An event comes, and there is none: the one that has given way. */
    abstract Delivery<?> displace(Delivery<?> delivery);

    /** The next event goes to be handled; null if there is none. */
    final Delivery<?> take() {
        Place next = line.next();
        return next == null ? null : remove(next);
    }

    Delivery<?> remove(Place place) {
        line.remove(place);
        return place.delivery;
    }

    private static final class Refusing extends Displacement {
        private Refusing(Line line) {
            super(line);
        }

        @Override
        boolean refuses() {
            return true;
        }

        @Override
        Delivery<?> displace(Delivery<?> delivery) {
            throw new IllegalStateException();
        }
    }

    private static final class Oldest extends Displacement {
        private Oldest(Line line) {
            super(line);
        }

        @Override
        Delivery<?> displace(Delivery<?> delivery) {
            Delivery<?> displaced = remove(line.oldest());
            add(delivery);
            return displaced;
        }
    }

    /**
     * Of those with the event's key the newest gives way, and leaves it its place: in a line that is first in, first out, a
     * key that comes often waits no longer than others. If none of its key waits, that one does which has been outdated
     * for the longest time, that is followed by a newer one of its key, and only if all are the latest of their keys, the
     * oldest.
     */
    private static final class LatestOfKey extends Displacement {
        private final Map<String, Place> newest = new HashMap<>();
        private final LinkedHashSet<Place> outdated = new LinkedHashSet<>();

        private LatestOfKey(Line line) {
            super(line);
        }

        @Override
        void add(Delivery<?> delivery) {
            Place place = line.add(delivery);
            Place before = delivery.key().map(key -> newest.put(key, place)).orElse(null);
            if (before != null) {
                outdated.add(before);
            }
        }

        @Override
        Delivery<?> displace(Delivery<?> delivery) {
            Place same = delivery.key().map(newest::get).orElse(null);
            if (same != null) {
                Delivery<?> displaced = same.delivery;
                line.replace(same, delivery);
                return displaced;
            }
            Delivery<?> displaced = remove(
                    outdated.isEmpty() ? line.oldest() : outdated.iterator().next());
            add(delivery);
            return displaced;
        }

        @Override
        Delivery<?> remove(Place place) {
            outdated.remove(place);
            place.delivery.key().ifPresent(key -> newest.remove(key, place));
            return super.remove(place);
        }
    }
}
