package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The system's clocks, of which the time of day is read once a millisecond for everybody while it is in use: reading it
 * for each event costs as much as the event. Not in use for a while, it ticks no more, and the next reader starts it.
 */
final class CoarseClock implements EngineClock {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final int IDLE_TICKS = 200;

    private final Scheduler scheduler;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile boolean running;
    /** 0 while nobody ticks. */
    private volatile long now;

    private volatile boolean used;
    private int idleTicks;

    CoarseClock(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** From now on the scheduler may be used. */
    void start() {
        running = true;
    }

    void stop() {
        running = false;
        now = 0;
    }

    @Override
    public long currentTimeMillis() {
        long time = now;
        if (time == 0) {
            return wake();
        }
        if (!used) {
            used = true;
        }
        return time;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    private long wake() {
        if (running && ticking.compareAndSet(false, true)) {
            idleTicks = 0;
            tick();
        }
        return System.currentTimeMillis();
    }

    private void tick() {
        if (used) {
            used = false;
            idleTicks = 0;
        } else if (++idleTicks > IDLE_TICKS) {
            rest();
            return;
        }
        if (!running) {
            rest();
            return;
        }
        now = System.currentTimeMillis();
        try {
            scheduler.schedule(this::tick, TICK);
        } catch (RuntimeException | Error noScheduler) { // nothing that a publisher should be told
            running = false;
            rest();
        }
    }

    private void rest() {
        now = 0;
        ticking.set(false);
    }
}
