package org.eventnexus.zeromq;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what a source or a sink does, and tells of what is wrong, each kind at most once in ten seconds. Thread-safe. */
final class ZeroMqFigures {
    private final LongAdder messages = new LongAdder();
    private final Complaint malformed;
    private final Complaint tooLarge;
    private final Complaint strangers;
    private final Complaint refused;
    private final Complaint faults;

    /**
     * @param place what it is about, as logs show it
     * @param clock nanoseconds, never going back
     */
    ZeroMqFigures(String place, LongSupplier clock) {
        malformed = new Complaint("ENX-0310 a message was passed over, as it cannot be read", place, clock);
        tooLarge = new Complaint("ENX-0311 a peer was cut off, as it sent a frame beyond max-frame", place, clock);
        strangers = new Complaint(
                "ENX-0312 a peer was sent away, as its CURVE key is not among the clients'", place, clock);
        refused = new Complaint("ENX-0313 an event was not sent, as there is no room for it", place, clock);
        faults = new Complaint("ENX-0314 ZeroMQ has failed on what a peer sent", place, clock);
    }

    void message() {
        messages.increment();
    }

    void malformed(String why) {
        malformed.make(why);
    }

    void tooLarge() {
        tooLarge.make(null);
    }

    void stranger() {
        strangers.make(null);
    }

    void refused() {
        refused.make(null);
    }

    void fault(Throwable error) {
        faults.make(error.toString());
    }

    ZeroMqStats stats() {
        return new ZeroMqStats(
                messages.sum(),
                malformed.count(),
                tooLarge.count(),
                strangers.count(),
                refused.count(),
                faults.count());
    }
}
