package org.eventnexus.work;

import java.time.Duration;

/**
 * How many may work at once: as many as the load keeps busy by Little's law, and a margin. Wanted = arrival rate × mean
 * service time × (1 + margin), rounded up, between min and max.
 *
 * <p>A higher number holds from the next look on, at most a monitor interval after the load has grown. A lower one holds when
 * it has been wanted for {@value #PATIENCE} monitor intervals; the highest number wanted meanwhile counts. A pause in which
 * there is no work at all is no lower load, until it has lasted for the idle time: then min holds, and the load is forgotten.
 *
 * <p><b>Steady on a steady load</b>: rate and service time are means over all that has come since the load changed (see
 * {@link LoadMemory}). What chance explains, at most half a consumer more or less than there is, changes nothing as long as
 * half the margin is left.
 *
 * <p><b>What waits</b> counts as far as the margin alone does not clear it within {@value #HORIZON} monitor intervals: the
 * rest is added to the arrivals of so many intervals. So a step of the load, whose backlog the margin clears, is followed
 * without overshoot, and a hill of items at rest is not left to the margin of a small rate.
 *
 * <p><b>Before anything has ended</b> the service time is unknown: it is at least the time that those at work have been at it.
 *
 * <p>Where the law comes from: J. D. C. Little, A Proof for the Queuing Formula L = λW (1961). One thread at a time, but for
 * {@link #permits} and {@link #wanted}.
 */
public final class ScalingLaw {
    private static final int HORIZON = 10;
    private static final int PATIENCE = 5;
    private static final double HALF = 0.5;

    private final int min;
    private final int max;
    private final double margin;
    private final double horizonNanos;
    private final long idleNanos;
    private final LoadMemory load = new LoadMemory();
    private final RecentHighest highest;

    private long now;
    private long quietSince;
    private double knownService;
    private double unendedNanos;
    private volatile int permits;
    private volatile double wanted;

    /**
     * @param min at least 1; what it begins with
     * @param max at least min
     * @param margin the part that is added to what the load keeps busy, 0.15 for 15 %
     * @param interval how often the monitor looks
     * @param idle how long a pause must be before there are as few as may be
     */
    public ScalingLaw(int min, int max, double margin, Duration interval, Duration idle) {
        this.min = min;
        this.max = max;
        this.margin = margin;
        this.horizonNanos = (double) HORIZON * interval.toNanos();
        this.idleNanos = idle.toNanos();
        this.highest = new RecentHighest(PATIENCE * interval.toNanos());
        this.permits = min;
    }

    /** How many may work. */
    public int permits() {
        return permits;
    }

    /** What the load wants with the margin, neither rounded nor bounded. */
    public double wanted() {
        return wanted;
    }

    /**
     * Looks at the interval that has just ended.
     *
     * @return how many may work from now on
     */
    public int next(Interval interval) {
        now += interval.nanos();
        if (interval.isIdle()) {
            pause();
        } else {
            quietSince = now;
            load.add(interval);
            permits = highest.with(now, wanted(arrivalsToServe(interval) * service(interval)));
        }
        return permits;
    }

    private void pause() {
        if (now - quietSince >= idleNanos) {
            rest();
        }
    }

    private void rest() {
        load.forget();
        highest.forget();
        wanted = 0;
        permits = min;
    }

    private int wanted(double offered) {
        wanted = offered * (1 + margin);
        double chance = wanted * load.uncertainty();
        boolean enough = permits >= wanted - Math.min(HALF, 2 * chance) && permits > offered * (1 + margin / 2);
        boolean tooMany = permits - 1 >= wanted + Math.min(HALF, chance);
        return enough && !tooMany ? permits : (int) Math.max(min, Math.min(max, Math.ceil(wanted)));
    }

    private double arrivalsToServe(Interval interval) {
        double cleared = load.arrivalRate() * margin * horizonNanos;
        return load.arrivalRate() + Math.max(0, interval.waiting() - cleared) / horizonNanos;
    }

    private double service(Interval interval) {
        unendedNanos = interval.ended() > 0 ? 0 : unendedNanos + interval.busyNanos();
        if (load.meanService() > 0) {
            knownService = load.meanService();
        }
        return interval.busy() == 0 ? knownService : Math.max(knownService, unendedNanos / interval.busy());
    }
}
