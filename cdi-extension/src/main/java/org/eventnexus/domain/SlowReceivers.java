package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.LongAdder;
import org.eventnexus.Happening;
import org.eventnexus.bus.Receiver;

/**
 * Finds out which receivers of a domain keep it from going on for too long (R2), while they still do: by a look now and
 * then, as to read the clock for each call would cost more than most calls. So it finds them a look or two late, and never
 * early.
 */
final class SlowReceivers {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");

    private final Domain domain;
    private final long limit;
    private final LongAdder slow = new LongAdder();

    // The watch's: the call that it found when it looked last.
    private Call call;
    private Delivery<?> event;
    private Receiver receiver;
    private long since;
    private boolean told;

    /** Whether the loop has been asked for a look at its stages, and has not had it. */
    private volatile boolean asked;

    SlowReceivers(Domain domain) {
        this.domain = domain;
        this.limit = domain.config().slowReceiver().toNanos();
    }

    long limit() {
        return limit;
    }

    /** Any thread: slow calls and stages so far. */
    long count() {
        return slow.sum();
    }

    /** The watch: whether the domain has something to do, and the watch so too. */
    boolean look() {
        if (!domain.isBusy()) {
            event = null;
            return false;
        }
        lookAtCall();
        if (!asked && domain.loop().isBlocked()) {
            asked = true;
            domain.loop().post(this::lookAtStages);
        }
        return true;
    }

    private void lookAtCall() {
        Call seen = domain.dispatcher().call();
        Delivery<?> called = seen.event();
        Receiver by = seen.receiver();
        if (called == null || by == null) {
            event = null;
        } else if (seen != call || called != event || by != receiver) {
            call = seen;
            event = called;
            receiver = by;
            since = domain.clock().nanoTime();
            told = false;
        } else if (!told && domain.clock().nanoTime() - since >= limit) {
            told = true;
            tell(called, by);
        }
    }

    /** The loop, which can do no more at the moment: whether that is because of stages. */
    private void lookAtStages() {
        asked = false;
        long now = domain.clock().nanoTime();
        for (Suspension stage : domain.loop().drain().suspensions()) {
            if (stage.isFoundSlow(now, limit)) {
                tell(stage.delivery, stage.route[stage.at]);
            }
        }
    }

    private void tell(Delivery<?> event, Receiver receiver) {
        slow.increment();
        domain.tell(() -> new Happening.ReceiverSlow(domain.name(), receiver.name(), Happening.Event.of(event)));
        if (receiver.foundSlow()) {
            LOG.log(
                    Level.WARNING,
                    "ENX-0017 the receiver '" + receiver.name() + "' keeps the domain '" + domain.name()
                            + "' waiting with event " + event.id() + " of type " + event.type() + " for more than "
                            + domain.config().slowReceiver() + "; give the work to other threads, return a stage and"
                            + " raise eventnexus.domain." + domain.name()
                            + ".in-flight, or raise .slow-receiver; told once for this receiver");
        }
    }
}
