package org.eventnexus.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eventnexus.EventSelector;
import org.eventnexus.LaneStats;

/**
 * Figures of lanes by receiver and selector, each the sum of all lanes that have these. Not thread-safe.
 *
 * <p>Subscriptions come and go, with names that may come from anywhere: of those that have ended only so many are told
 * apart.
 */
final class LaneTotals {
    private static final int MAX_ENDED = 1_000;

    private final Map<Key, LaneStats> sums;

    private record Key(String receiver, String selector) {}

    LaneTotals() {
        sums = new LinkedHashMap<>();
    }

    LaneTotals(LaneTotals others) {
        sums = new LinkedHashMap<>(others.sums);
    }

    void add(LaneStats lane) {
        sums.merge(key(lane), lane, LaneTotals::sum);
    }

    /** One that is there no more. */
    void keep(LaneStats lane) {
        boolean told = sums.size() < MAX_ENDED || sums.containsKey(key(lane));
        String receiver = told ? lane.receiver() : LaneStats.OTHER;
        EventSelector selector = told ? lane.selector() : EventSelector.any();
        add(new LaneStats(
                receiver,
                selector,
                0,
                lane.depth(),
                lane.running(),
                lane.delivered(),
                lane.failed(),
                lane.dropped(),
                lane.abandoned(),
                lane.retried()));
    }

    List<LaneStats> all() {
        return List.copyOf(sums.values());
    }

    private static Key key(LaneStats lane) {
        return new Key(lane.receiver(), lane.selector().toString());
    }

    private static LaneStats sum(LaneStats one, LaneStats other) {
        return new LaneStats(
                one.receiver(),
                one.selector(),
                one.capacity() + other.capacity(),
                one.depth() + other.depth(),
                one.running() + other.running(),
                one.delivered() + other.delivered(),
                one.failed() + other.failed(),
                one.dropped() + other.dropped(),
                one.abandoned() + other.abandoned(),
                one.retried() + other.retried());
    }
}
