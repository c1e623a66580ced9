package org.eventnexus.domain;

import java.util.HashMap;
import java.util.Map;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.SelectorIndex;

/** The loop's memory of which receivers a type of event has, until the index changes. Owned by the loop. */
final class Routes {
    /** Types come from outside as well: what is remembered is bounded. */
    private static final int MAX_REMEMBERED = 4096;

    private record TypeAndClass(Object type, Class<?> payload) {}

    private final SelectorIndex index;
    private final Map<Object, Receiver[]> remembered = new HashMap<>();
    private int version = -1;
    private boolean byPayload;
    private Object lastType;
    private Receiver[] lastRoute;

    Routes(SelectorIndex index) {
        this.index = index;
    }

    Receiver[] of(Delivery<?> delivery) {
        if (version != index.version()) {
            forget();
        }
        if (delivery.type == lastType && !byPayload) {
            return lastRoute;
        }
        lastRoute = look(delivery);
        lastType = delivery.type;
        return lastRoute;
    }

    private Receiver[] look(Delivery<?> delivery) {
        Object payload = delivery.payload;
        Object key = byPayload && payload != null ? new TypeAndClass(delivery.type, payload.getClass()) : delivery.type;
        Receiver[] route = remembered.get(key);
        if (route == null) {
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            route = index.find(delivery.type, payload);
            remembered.put(key, route);
        }
        return route;
    }

    private void forget() {
        version = index.version(); // first: what changes from here on is seen by the next call
        byPayload = index.dependsOnPayload();
        remembered.clear();
        lastType = null;
        lastRoute = null;
    }
}
