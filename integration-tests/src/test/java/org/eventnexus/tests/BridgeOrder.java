package org.eventnexus.tests;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.EventType;

/** What {@link BridgeIT} fires and publishes, and who saw it: a class of a library, which both WARs share. */
@EventType("bridge.ordered")
public record BridgeOrder(String sku) {
    /** Public, as other modules' loaders make other packages of theirs. */
    public static final List<String> SEEN = new CopyOnWriteArrayList<>();

    /** Notes who saw it. */
    public void seen(String by) {
        SEEN.add(by + ' ' + sku);
    }
}
