package org.eventnexus;

import java.util.Map;

/**
 * The figures of a domain for a stretch of time, from {@link Monitored#track} to {@link #close}; others may track the same
 * domain at the same time. It costs the domain nothing. Thread-safe.
 *
 * <pre>{@code
 * try (Tracking sale = orders.track()) {
 *   sell();
 *   log(sale.counts().get("order.placed"));
 * }
 * }</pre>
 */
public interface Tracking extends AutoCloseable {

    /**
     * What was counted since the beginning, up to now or, once this is closed, up to the close; by type, without the types
     * of which nothing was. An event that began before counts where it ends. A copy.
     */
    Map<String, TypeStats> counts();

    /** Ends the stretch; {@link #counts} stays as it is now. A second call is without effect. */
    @Override
    void close();
}
