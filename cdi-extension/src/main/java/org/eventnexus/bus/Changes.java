package org.eventnexus.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eventnexus.EventSelector;

/**
 * The newest changes of an index, so that who remembers what it found need not forget all of it: subscriptions of one type
 * come and go by the thousand where programs wait for answers. Guarded by the index.
 */
final class Changes {
    /** A power of two. */
    private static final int KEPT = 64;

    private final Object[] selectors = new Object[KEPT];

    /** @param version the first after the change */
    void add(int version, List<EventSelector> changed) {
        selectors[version & KEPT - 1] = changed;
    }

    /** The types that changed, if they are known and few. */
    Optional<List<Object>> between(int since, int version) {
        if (since < 0 || version - since < 0 || version - since > KEPT) {
            return Optional.empty();
        }
        List<Object> types = new ArrayList<>();
        for (int change = since + 1; change - version <= 0; change++) {
            for (EventSelector selector : at(change)) {
                if (!(selector instanceof EventSelector.Exact exact)) {
                    return Optional.empty();
                }
                types.add(exact.type());
            }
        }
        return Optional.of(types);
    }

    @SuppressWarnings("unchecked")
    private List<EventSelector> at(int version) {
        return (List<EventSelector>) selectors[version & KEPT - 1];
    }
}
