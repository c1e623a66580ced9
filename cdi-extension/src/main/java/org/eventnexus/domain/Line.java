package org.eventnexus.domain;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eventnexus.QueueOrder;

/**
 * The places of events that wait, chained in the order of arrival. Which of them is the next is the subclasses' to say.
 * Without a lock of its own.
 */
abstract class Line {
    private Place oldest;
    private Place newest;
    private int size;
    private long turns;

    static Line of(QueueOrder order) {
        return switch (order) {
            case FIFO -> new Fifo();
            case PRIORITY -> new ByPriority();
            case LIFO -> new Lifo();
        };
    }

    /** The place of the event that is to be taken first; null if none waits. */
    abstract Place next();

    /** That of the event that came first; null if none waits. */
    final Place oldest() {
        return oldest;
    }

    final Place newest() {
        return newest;
    }

    final int size() {
        return size;
    }

    /** An event comes. */
    Place add(Delivery<?> delivery) {
        var place = new Place(delivery, ++turns);
        link(place);
        size++;
        return place;
    }

    /** The event of a place goes, and the place with it. */
    void remove(Place place) {
        unlink(place);
        size--;
    }

    /** An event comes and takes another one's place, as far as the order lets it. */
    void replace(Place place, Delivery<?> delivery) {
        place.delivery = delivery;
    }

    final void link(Place place) {
        place.older = newest;
        place.newer = null;
        if (newest == null) {
            oldest = place;
        } else {
            newest.newer = place;
        }
        newest = place;
    }

    final void unlink(Place place) {
        if (place.older == null) {
            oldest = place.newer;
        } else {
            place.older.newer = place.newer;
        }
        if (place.newer == null) {
            newest = place.older;
        } else {
            place.newer.older = place.older;
        }
    }

    /** In the order of arrival. */
    final void forEach(Consumer<Delivery<?>> action) {
        for (Place place = oldest; place != null; place = place.newer) {
            action.accept(place.delivery);
        }
    }

    private static final class Fifo extends Line {
        @Override
        Place next() {
            return oldest();
        }
    }

    private static final class Lifo extends Line {
        @Override
        Place next() {
            return newest();
        }

        /** Who comes last is the first, whoever's place it takes. */
        @Override
        void replace(Place place, Delivery<?> delivery) {
            unlink(place);
            super.replace(place, delivery);
            link(place);
        }
    }

    private static final class ByPriority extends Line {
        private static final Comparator<Place> ORDER =
                Comparator.<Place>comparingInt(place -> place.delivery.priority).thenComparingLong(place -> place.turn);

        private final TreeSet<Place> ordered = new TreeSet<>(ORDER);

        @Override
        Place next() {
            return ordered.isEmpty() ? null : ordered.first();
        }

        @Override
        Place add(Delivery<?> delivery) {
            Place place = super.add(delivery);
            ordered.add(place);
            return place;
        }

        @Override
        void remove(Place place) {
            ordered.remove(place);
            super.remove(place);
        }

        /** The turn is the other one's, the priority its own. */
        @Override
        void replace(Place place, Delivery<?> delivery) {
            ordered.remove(place); // before it has another priority, by which it would not be found
            super.replace(place, delivery);
            ordered.add(place);
        }
    }
}
