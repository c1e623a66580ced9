package org.eventnexus.domain;

import java.util.HashMap;
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
    /** All types are told apart, as a stop reports them; there are no more of these than there were events in the domain. */
    private final Map<Object, Long> abandoned = new ConcurrentHashMap<>();

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

    /** Any thread: a stop has ended events of a type, or has found another end there. */
    void abandoned(Object type, int by) {
        of(type);
        abandoned.merge(type, (long) by, (one, other) -> one + other == 0 ? null : one + other);
    }

    /** Events that were abandoned, by the types' names. */
    Map<String, Long> abandoned() {
        Map<String, Long> byName = new HashMap<>();
        abandoned.forEach((type, count) -> byName.merge(type.toString(), count, Long::sum));
        return Map.copyOf(byName);
    }

    /** Events of all types that have ended so; but for those that were dropped, whom publishers count. */
    long ended(Status status) {
        if (status == Status.ABANDONED) {
            return abandoned.values().stream().mapToLong(Long::longValue).sum();
        }
        long sum = others.get(status);
        for (TypeCount count : counts.values()) {
            sum += count.get(status);
        }
        return sum;
    }

    /** The figures by the types' names. */
    Map<String, TypeStats> stats() {
        Map<Object, Long> left = new HashMap<>(abandoned);
        Map<String, TypeStats> stats = new TreeMap<>();
        counts.forEach((type, count) -> {
            Long ofType = left.remove(type);
            stats.merge(type.toString(), count.stats(ofType == null ? 0 : ofType), TypeStats::plus);
        });
        long ofOthers = left.values().stream().mapToLong(Long::longValue).sum();
        stats.put(TypeStats.OTHER, others.stats(ofOthers));
        return stats;
    }
}
