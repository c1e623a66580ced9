package org.eventnexus.gateway.access;

import java.util.HashMap;
import java.util.Map;

/** What callers may have of something at the same time: all together, and each. Thread-safe. */
public final class Quota {
    private final long max;
    private final long maxPerCaller;

    // guarded by this
    /** Only of those who have something. */
    private final Map<String, Long> callers = new HashMap<>();

    private long taken;

    public Quota(long max, long maxPerCaller) {
        this.max = max;
        this.maxPerCaller = maxPerCaller;
    }

    private synchronized boolean take(String caller, long amount) {
        long had = callers.getOrDefault(caller, 0L);
        if (taken + amount > max || had + amount > maxPerCaller) {
            return false;
        }
        taken += amount;
        callers.put(caller, had + amount);
        return true;
    }

    private synchronized void giveBack(String caller, long amount) {
        taken -= amount;
        callers.computeIfPresent(caller, (name, had) -> had == amount ? null : had - amount);
    }

    /** Nothing yet, and more of it bit by bit, for one request of a caller. */
    public Share share(String caller) {
        return new Share(caller);
    }

    /** What one request has. Thread-safe. */
    public final class Share {
        private final String caller;

        // guarded by this
        private long amount;
        private boolean over;

        private Share(String caller) {
            this.caller = caller;
        }

        /** Whether there was as much left. */
        public synchronized boolean take(long more) {
            if (over || !Quota.this.take(caller, more)) {
                return false;
            }
            amount += more;
            return true;
        }

        /** Gives back what it has, and takes nothing any more. */
        public synchronized void giveBack() {
            over = true;
            if (amount > 0) {
                Quota.this.giveBack(caller, amount);
                amount = 0;
            }
        }
    }

    synchronized long taken() {
        return taken;
    }

    synchronized int callers() {
        return callers.size();
    }
}
