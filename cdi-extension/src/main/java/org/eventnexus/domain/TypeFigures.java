package org.eventnexus.domain;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.eventnexus.Tracking;
import org.eventnexus.TypeStats;

/** A domain's figures by type as others see them: since a moment, which costs the domain nothing. Thread-safe. */
final class TypeFigures {
    private final TypeCounts counts;
    /** What there was at the last clear. */
    private volatile Map<String, TypeStats> base = Map.of();

    TypeFigures(TypeCounts counts) {
        this.counts = counts;
    }

    void clear() {
        base = counts.stats();
    }

    Map<String, TypeStats> sinceClear() {
        Map<String, TypeStats> since = base; // first: what is read after it is not less
        return difference(counts.stats(), since);
    }

    Tracking track() {
        return new Stretch(counts);
    }

    private static Map<String, TypeStats> difference(Map<String, TypeStats> now, Map<String, TypeStats> before) {
        var since = new TreeMap<String, TypeStats>();
        now.forEach((type, stats) -> {
            TypeStats difference = stats.since(before.getOrDefault(type, TypeStats.NONE));
            if (!difference.equals(TypeStats.NONE)) {
                since.put(type, difference);
            }
        });
        return Collections.unmodifiableMap(since);
    }

    private static final class Stretch implements Tracking {
        private final TypeCounts counts;
        private final Map<String, TypeStats> begin;
        /** Null until closed. */
        private Map<String, TypeStats> result;

        Stretch(TypeCounts counts) {
            this.counts = counts;
            this.begin = counts.stats();
        }

        @Override
        public synchronized Map<String, TypeStats> counts() {
            return result != null ? result : difference(counts.stats(), begin);
        }

        @Override
        public synchronized void close() {
            result = counts();
        }
    }
}
