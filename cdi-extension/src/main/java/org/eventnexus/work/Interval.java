package org.eventnexus.work;

/**
 * What happened to a collector's work from one look of the monitor to the next. Immutable.
 *
 * @param nanos how long it was, at least 1
 * @param arrived items that came
 * @param ended items whose work ended
 * @param serviceNanos how long these were worked on, together
 * @param busyNanos for how long permits were in use, together: two permits for a second each are two seconds
 * @param waiting items that wait at its end
 * @param busy permits in use at its end
 */
public record Interval(long nanos, long arrived, long ended, long serviceNanos, long busyNanos, int waiting, int busy) {

    public Interval {
        nanos = Math.max(1, nanos);
    }

    /** Nothing came, nothing waits, nobody works. */
    boolean isIdle() {
        return arrived == 0 && waiting == 0 && busy == 0;
    }
}
