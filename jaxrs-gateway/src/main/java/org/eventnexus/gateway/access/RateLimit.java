package org.eventnexus.gateway.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each caller may ask. For each a time is kept, the one at which all that was asked would be used up at the
 * rate; it may be ahead by a burst (the generic cell rate algorithm of ATM). Of too many callers the one that has asked
 * least lately is forgotten, and so has a full burst again, as it would have after a while anyway. Thread-safe.
 */
public final class RateLimit {
    static final int MAX_CALLERS = 10_000;

    private final long interval;
    private final long ahead;
    private final LongSupplier clock;

    // guarded by this
    private final Map<String, Long> usedUp = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_CALLERS;
        }
    };

    /**
     * @param rate a second, at least 1
     * @param burst at once, at least 1
     * @param nanoClock a monotonic clock
     */
    public RateLimit(int rate, int burst, LongSupplier nanoClock) {
        this.interval = Duration.ofSeconds(1).toNanos() / rate;
        this.ahead = interval * (burst - 1);
        this.clock = nanoClock;
    }

    /** Counts a request, unless it is one too many: then how long it is until one may come. */
    public synchronized Duration refusal(String caller) {
        long now = clock.getAsLong();
        Long known = usedUp.get(caller);
        long from = known == null || known - now < 0 ? now : known;
        if (from - now > ahead) {
            return Duration.ofNanos(from - now - ahead);
        }
        usedUp.put(caller, from + interval);
        return Duration.ZERO;
    }

    synchronized int callers() {
        return usedUp.size();
    }
}
