package org.eventnexus.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.SelectorIndex;

/**
 * The loop's memory of which receivers a type of event has, until the index changes, and of where its events are counted.
 * Owned by the loop.
 */
final class Routes {
    /** Types come from outside as well: what is remembered is bounded. */
    private static final int MAX_REMEMBERED = 4096;

    private record TypeAndClass(Object type, Class<?> payload) {}

    private record Route(Receiver[] receivers, TypeCount count) {}

    private final SelectorIndex index;
    private final TypeCounts counts;
    private final Map<Object, Route> remembered = new HashMap<>();
    private int version = -1;
    private boolean byPayload;
    private Object lastType;
    private Receiver[] lastRoute;
    private TypeCount lastCount;

    Routes(SelectorIndex index, TypeCounts counts) {
        this.index = index;
        this.counts = counts;
    }

    Receiver[] of(Delivery<?> delivery) {
        if (version != index.version()) {
            forget();
        }
        if (delivery.type == lastType && !byPayload) {
            return lastRoute;
        }
        Route found = look(delivery);
        lastRoute = found.receivers;
        lastCount = found.count;
        lastType = delivery.type;
        return lastRoute;
    }

    /** Where an event is counted; the one that was asked for last is found without a look-up. */
    TypeCount countOf(Delivery<?> delivery) {
        return delivery.type == lastType ? lastCount : counts.of(delivery.type);
    }

    private Route look(Delivery<?> delivery) {
        Object payload = delivery.payload;
        Object key = byPayload && payload != null ? new TypeAndClass(delivery.type, payload.getClass()) : delivery.type;
        Route route = remembered.get(key);
        if (route == null) {
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            route = new Route(index.find(delivery.type, payload), counts.of(delivery.type));
            remembered.put(key, route);
        }
        return route;
    }

    private void forget() {
        int newest = index.version(); // first: what changes from here on is seen by the next call
        boolean wasByPayload = byPayload;
        byPayload = index.dependsOnPayload();
        Optional<List<Object>> types = byPayload || wasByPayload ? Optional.empty() : index.changedSince(version);
        types.ifPresentOrElse(changed -> changed.forEach(remembered::remove), remembered::clear);
        version = newest;
        lastType = null;
        lastRoute = null;
        lastCount = null;
    }
}
