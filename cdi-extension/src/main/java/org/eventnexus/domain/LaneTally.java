package org.eventnexus.domain;

import java.util.HashMap;
import java.util.Map;
import org.eventnexus.LaneStats;
import org.eventnexus.bus.Receiver;

/** What a lane counts. Guarded by the lane. */
final class LaneTally {
    long delivered;
    long failed;
    long dropped;
    long retried;
    private long abandoned;
    private boolean stopped;
    private final Map<String, Long> leftByType = new HashMap<>(0);

    /** From now on what is left is what the domain's stop has left. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** An event is not brought to its end. */
    void left(Errand errand) {
        abandoned++;
        if (stopped) {
            leftByType.merge(errand.delivery.type(), 1L, Long::sum);
        }
    }

    Map<String, Long> leftByType() {
        return Map.copyOf(leftByType);
    }

    LaneStats stats(Receiver receiver, int capacity, int depth, int running) {
        return new LaneStats(
                receiver.name(),
                receiver.selector(),
                capacity,
                depth,
                running,
                delivered,
                failed,
                dropped,
                abandoned,
                retried);
    }
}
