package org.eventnexus.work;

/**
 * The newest intervals that belong together: as many as there are without a change of the load, so that a steady load is
 * known ever better and a new one at once. After the adaptive windows of Bifet and Gavaldà (2007): whenever the newest 1, 2,
 * 4, … intervals differ from those before them by more than chance explains, those before are forgotten. Chance is that of
 * arrivals at random (Poisson) and of service times that vary as much as their mean (exponential). One thread at a time.
 */
final class LoadMemory {
    /** A power of two. */
    private static final int CAPACITY = 128;
    /** So many standard deviations are no chance: once in a million looks. */
    private static final double SURE = 5;
    /** With few items a count is further from its mean than the normal distribution says. */
    private static final double FEW = 4;

    /** A sum over intervals. */
    private static final class Sum {
        private double nanos;
        private double arrived;
        private double ended;
        private double service;

        void add(Interval interval) {
            nanos += interval.nanos();
            arrived += interval.arrived();
            ended += interval.ended();
            service += interval.serviceNanos();
        }

        Sum without(Sum part) {
            var rest = new Sum();
            rest.nanos = nanos - part.nanos;
            rest.arrived = arrived - part.arrived;
            rest.ended = ended - part.ended;
            rest.service = service - part.service;
            return rest;
        }

        /** Whether this and what came after it are of the same load, as far as one can tell. */
        boolean isLike(Sum after) {
            return arrivesLike(after) && isServedLike(after);
        }

        private boolean arrivesLike(Sum after) {
            double expected = arrived / nanos * after.nanos;
            double deviation = Math.sqrt(expected * (1 + after.nanos / nanos));
            return Math.abs(after.arrived - expected) <= SURE * deviation + FEW;
        }

        private boolean isServedLike(Sum after) {
            if (ended == 0 || after.ended == 0) {
                return true;
            }
            double mean = service / ended;
            double deviation = mean * Math.sqrt(1 / ended + 1 / after.ended);
            return Math.abs(after.service / after.ended - mean) <= SURE * deviation;
        }
    }

    private final Interval[] intervals = new Interval[CAPACITY];
    private int next;
    private int size;
    private Sum all = new Sum();

    void add(Interval interval) {
        intervals[next] = interval;
        next = (next + 1) % CAPACITY;
        size = Math.min(size + 1, CAPACITY);
        all = new Sum();
        for (int age = 1; age <= size; age++) {
            all.add(recent(age));
        }
        forgetWhatIsOver();
    }

    private void forgetWhatIsOver() {
        var after = new Sum();
        for (int age = 1; age < size; age++) {
            after.add(recent(age));
            if (Integer.bitCount(age) == 1 && !all.without(after).isLike(after)) {
                size = age;
                all = after;
                return;
            }
        }
    }

    private Interval recent(int age) {
        return intervals[(next - age + CAPACITY) % CAPACITY];
    }

    void forget() {
        size = 0;
        all = new Sum();
    }

    /** Items a nanosecond. */
    double arrivalRate() {
        return all.nanos == 0 ? 0 : all.arrived / all.nanos;
    }

    /** Nanoseconds; 0 if nothing has ended. */
    double meanService() {
        return all.ended == 0 ? 0 : all.service / all.ended;
    }

    /** The part by which chance may have made the rate wrong: one standard deviation. */
    double uncertainty() {
        return all.arrived == 0 ? 1 : 1 / Math.sqrt(all.arrived);
    }
}
