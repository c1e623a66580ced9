package org.eventnexus.domain;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eventnexus.Publication.Status;
import org.eventnexus.TypeStats;

/** Where the events of each type are counted. Thread-safe. */
final class TypeCounts {
    /** Types come from outside as well: those that are told apart are bounded. */
    static final int MAX_TYPES = 1000;

    private final Map<Object, TypeCount> counts = new ConcurrentHashMap<>();
    private final TypeCount others = new TypeCount();

    /** @param type a string or a long */
    TypeCount of(Object type) {
        TypeCount found = counts.get(type);
        return found != null ? found : added(type);
    }

    /** Under a lock, so that the bound holds whatever threads come. */
    private TypeCount added(Object type) {
        synchronized (others) {
            return counts.size() < MAX_TYPES
                    ? counts.computeIfAbsent(type, first -> new TypeCount())
                    : counts.getOrDefault(type, others);
        }
    }

    /** Events of all types that have ended so, of those that the loop ends. */
    long ended(Status status) {
        long sum = others.get(status);
        for (TypeCount count : counts.values()) {
            sum += count.get(status);
        }
        return sum;
    }

    /** The figures by the types' names. */
    Map<String, TypeStats> stats() {
        Map<String, TypeStats> stats = new TreeMap<>();
        counts.forEach((type, count) -> stats.merge(type.toString(), count.stats(), TypeStats::plus));
        stats.put(TypeStats.OTHER, others.stats());
        return stats;
    }
}
