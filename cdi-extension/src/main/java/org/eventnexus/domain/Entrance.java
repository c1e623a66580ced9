package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.log.MemoryLog;
import org.eventnexus.metrics.FlightRecorder;

/**
 * The way of an event into its domain: what the log knows already is not admitted again, what comes from the domain's own
 * receivers goes to the event that they are handling, and everything else to the admission. Thread-safe.
 */
final class Entrance {
    private static final String TOO_MANY = "the event that it comes from has too many secondary events";

    private final Domain domain;
    private final Mailbox mailbox;
    /** Null if there is none. */
    private final MemoryLog log;

    private final int maxSecondaries;

    Entrance(Domain domain, Mailbox mailbox, MemoryLog log) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.log = log;
        this.maxSecondaries = domain.config().maxSecondaries();
    }

    Publication publish(Delivery<?> delivery) {
        Object recorded = FlightRecorder.publishing();
        return recorded == null ? enter(delivery) : recorded(recorded, delivery, () -> enter(delivery));
    }

    private static Publication recorded(Object recorded, Delivery<?> delivery, Supplier<Publication> entering) {
        try {
            return entering.get();
        } finally {
            FlightRecorder.published(recorded, delivery);
        }
    }

    private Publication enter(Delivery<?> delivery) {
        Publication elsewhere = duplicateOrSecondary(delivery);
        if (elsewhere != null) {
            return elsewhere;
        }
        domain.admission().admit(delivery);
        return delivery;
    }

    Publication publishAsync(AsyncDelivery<?> delivery) {
        Object recorded = FlightRecorder.publishing();
        return recorded == null ? enterAsync(delivery) : recorded(recorded, delivery, () -> enterAsync(delivery));
    }

    private Publication enterAsync(AsyncDelivery<?> delivery) {
        Publication elsewhere = duplicateOrSecondary(delivery);
        if (elsewhere != null) {
            return elsewhere;
        }
        domain.admission().admitAsync(delivery);
        return delivery;
    }

    /** The same for one from outside for which a place is kept. */
    Publication publishHeld(Delivery<?> delivery) {
        Object recorded = FlightRecorder.publishing();
        return recorded == null ? enterHeld(delivery) : recorded(recorded, delivery, () -> enterHeld(delivery));
    }

    private Publication enterHeld(Delivery<?> delivery) {
        Publication first = first(delivery);
        if (first != null) {
            return first;
        }
        domain.admission().admitHeld(delivery);
        return delivery;
    }

    /** Whether what the calling thread publishes is a secondary event. */
    boolean isSecondary() {
        return currentOnThisThread() != null;
    }

    /** What becomes of an event that does not come from outside or is there already; null if it has to be admitted. */
    private Publication duplicateOrSecondary(Delivery<?> delivery) {
        Publication first = first(delivery);
        if (first != null) {
            return first;
        }
        Delivery<?> current = currentOnThisThread();
        return current == null ? null : secondaryOrRefused(current, delivery);
    }

    /** The publication of an event that the log has already; null if there is none, and it has this one from now on. */
    Publication first(Delivery<?> delivery) {
        if (log == null || !delivery.hasGivenId()) {
            return null;
        }
        NexusEvent<?> first = log.ids().putIfAbsent(delivery, log.oldest());
        return first == null ? null : new Duplicate((Publication) first);
    }

    private Delivery<?> currentOnThisThread() {
        return domain.loop().isCurrentThread() ? domain.dispatcher().current() : null;
    }

    /** A secondary event, emitted on any thread while a receiver of the current one is not done. */
    Publication secondary(Delivery<?> current, Delivery<?> emitted) {
        Object recorded = FlightRecorder.publishing();
        return recorded == null
                ? enterSecondary(current, emitted)
                : recorded(recorded, emitted, () -> enterSecondary(current, emitted));
    }

    private Publication enterSecondary(Delivery<?> current, Delivery<?> emitted) {
        Publication first = first(emitted);
        if (first != null) {
            return first;
        }
        Publication publication = secondaryOrRefused(current, emitted);
        if (publication.status() == Status.REFUSED) {
            throw tooMany();
        }
        return publication;
    }

    private PublicationException tooMany() {
        return new PublicationException(
                Status.REFUSED,
                "ENX-0010 more than " + maxSecondaries + " secondary events of one event in the domain '"
                        + domain.name() + "'");
    }

    private Publication secondaryOrRefused(Delivery<?> current, Delivery<?> emitted) {
        Kin kin = kinOf(current);
        if (!kin.reserve(1, maxSecondaries)) {
            domain.admission().refuse(emitted, TOO_MANY);
            return emitted;
        }
        emitted.kin = kin.ofChild(current);
        kin.add(() -> mailbox.numberSecondary(emitted), emitted);
        signal(emitted);
        emitted.admitted();
        return emitted;
    }

    // ---- several

    /**
     * The same for several events, of which all that are not in the log already are admitted, or none.
     *
     * @param all made for the batch
     * @param waits whether the calling thread may be held; otherwise the batch may wait by itself
     * @return their publications, in order
     */
    List<Publication> publish(Batch batch, List<Delivery<?>> all, boolean waits) {
        Object recorded = FlightRecorder.publishing();
        List<Publication> publications = enter(batch, all, waits);
        if (recorded != null) {
            recorded(recorded, all);
        }
        return publications;
    }

    /** Each of a batch is told; the first has the duration of them all. */
    private static void recorded(Object first, List<Delivery<?>> all) {
        Object recorded = first;
        for (Delivery<?> event : all) {
            if (recorded != null) {
                FlightRecorder.published(recorded, event);
            }
            recorded = FlightRecorder.publishing();
        }
    }

    private List<Publication> enter(Batch batch, List<Delivery<?>> all, boolean waits) {
        List<Publication> publications = firstOnes(batch, all);
        Delivery<?> current = currentOnThisThread();
        if (batch.places() == 0) {
            batch.decided();
        } else if (current != null) {
            secondaryOrRefused(current, batch);
        } else if (waits) {
            domain.admission().admit(batch);
        } else {
            domain.admission().admitAsync(batch);
        }
        return publications;
    }

    /** The same for those from outside for which places are kept. */
    List<Publication> publishHeld(Batch batch, List<Delivery<?>> all) {
        List<Publication> publications = firstOnes(batch, all);
        if (batch.places() == 0) {
            batch.decided();
        } else {
            domain.admission().admitHeld(batch);
        }
        return publications;
    }

    /** Puts into the batch what is not in the log already, nor earlier in the batch. */
    private List<Publication> firstOnes(Batch batch, List<Delivery<?>> all) {
        List<Publication> publications = new ArrayList<>(all.size());
        List<Delivery<?>> fresh = new ArrayList<>(all.size());
        for (Delivery<?> event : all) {
            Publication first = first(event);
            publications.add(first == null ? event : first);
            if (first == null) {
                fresh.add(event);
            }
        }
        batch.hold(fresh);
        return publications;
    }

    private void secondaryOrRefused(Delivery<?> current, Batch batch) {
        Kin kin = kinOf(current);
        Delivery<?>[] emitted = batch.events();
        if (!kin.reserve(emitted.length, maxSecondaries)) {
            batch.refused(domain.admission(), TOO_MANY);
            return;
        }
        for (Delivery<?> event : emitted) {
            event.kin = kin.ofChild(current);
        }
        kin.add(() -> mailbox.numberSecondary(emitted), emitted);
        signal(emitted[emitted.length - 1]);
        batch.decided();
    }

    /** They are in the mailbox. */
    void admittedAll(Delivery<?>[] events) {
        domain.loop().wake();
        signal(events[events.length - 1]);
    }

    // ---- on the way

    /** On the loop: a reply to an event that is not over, be its receivers done or not. */
    void reply(Delivery<?> current, Reply<?> reply) {
        Kin kin = kinOf(current);
        if (!kin.received) {
            secondary(current, reply);
        } else if (first(reply) == null) {
            if (!kin.reserve(1, maxSecondaries)) {
                throw tooMany();
            }
            reply.kin = kin.ofChild(current);
            mailbox.numberSecondary(reply);
            kin.pending++;
            domain.loop().drain().addSecondaries(List.of(reply));
            signal(reply);
        }
    }

    /** Any thread: counts something that goes elsewhere among what an event emits. */
    void reserve(Delivery<?> current) {
        if (!kinOf(current).reserve(1, maxSecondaries)) {
            throw tooMany();
        }
    }

    static Kin kinOf(Delivery<?> delivery) {
        synchronized (delivery) {
            if (delivery.kin == null) {
                delivery.kin = Kin.ofFirst();
            }
            return delivery.kin;
        }
    }

    /** On the loop, for an event that no receiver was called for: nobody else looks for its kin, and no lock is needed. */
    static Kin kinOfUncalled(Delivery<?> delivery) {
        Kin kin = delivery.kin;
        if (kin == null) {
            kin = Kin.withoutChildren();
            delivery.setKin(kin);
        }
        return kin;
    }

    /** An event is in the mailbox. */
    void admitted(Delivery<?> delivery) {
        domain.loop().wake();
        signal(delivery);
        delivery.admitted();
    }

    /** An event is in the log, and in the tail. */
    private void signal(Delivery<?> admitted) {
        if (log != null) {
            log.signal();
        }
        domain.following().signal(admitted.sequence);
    }

    /** An event that waited by itself is in the mailbox: it may have got an id meanwhile. */
    void remember(Delivery<?> delivery) {
        if (log != null && delivery.hasGivenId()) {
            log.ids().putIfAbsent(delivery, log.oldest());
        }
    }

    /** An event was refused after all. */
    void forget(Delivery<?> delivery) {
        if (log != null && delivery.hasGivenId()) {
            log.ids().remove(delivery);
        }
    }
}
