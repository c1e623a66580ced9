package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.PublishPhase;
import org.eventnexus.domain.Passage.Stopped;

/** How several events are published together: what {@link Publishing} does for each. Thread-safe. */
final class Batches {
    private final Domain domain;
    private final Publishing publishing;

    Batches(Domain domain, Publishing publishing) {
        this.domain = domain;
        this.publishing = publishing;
    }

    /** @param waits whether the calling thread may be held */
    List<Publication> publish(List<? extends EventDraft<?>> drafts, boolean waits) {
        List<EventDraft<?>> all = List.copyOf(drafts);
        requireFit(all.size());
        if (all.stream().noneMatch(publishing::concerns)) {
            return List.copyOf(enter(all, waits));
        }
        List<Publication> publications =
                phase(all) == PublishPhase.AT_ONCE ? pass(all, waits) : afterTransaction(all, waits);
        List<Publication> supervised = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            supervised.add(publishing.supervised(publications.get(i), all.get(i).options()));
        }
        for (int i = 0; i < all.size(); i++) {
            Publishing.thrown(publications.get(i), all.get(i));
        }
        return List.copyOf(supervised);
    }

    private void requireFit(int count) {
        int capacity = domain.config().capacity();
        if (count > capacity) {
            throw new IllegalArgumentException(
                    "ENX-0019 a batch of " + count + " events can never be in the queue of the"
                            + " domain '" + domain.name() + "' as a whole, as its capacity is " + capacity
                            + "; publish smaller ones, or raise eventnexus.domain." + domain.name() + ".capacity");
        }
    }

    private PublishPhase phase(List<EventDraft<?>> drafts) {
        PublishPhase first = drafts.get(0).options().phase();
        for (EventDraft<?> draft : drafts) {
            PublishPhase other = draft.options().phase();
            if (other != first) {
                throw new IllegalArgumentException("ENX-0020 the events of a batch for the domain '" + domain.name()
                        + "' are admitted together, but one is to be published " + first + " and another " + other
                        + "; give all of them the same phase, or publish two batches");
            }
        }
        return first;
    }

    // ---- middlewares

    private List<Publication> pass(List<EventDraft<?>> drafts, boolean waits) {
        if (!publishing.isEngaged()) {
            return enter(drafts, waits);
        }
        boolean secondary = domain.entrance().isSecondary();
        boolean comesToAsync = false;
        List<Passage> ways = new ArrayList<>(drafts.size());
        for (EventDraft<?> draft : drafts) {
            Passage way = publishing.way(draft);
            comesToAsync |= way.comesToAsync();
            if (secondary) {
                publishing.passed(way);
            }
            if (way.isRefused()) {
                return refused(drafts, way, ways.size());
            }
            ways.add(way);
        }
        Airlock through = secondary ? null : publishing.airlock(comesToAsync);
        if (through == null) {
            return enterPassed(ways, waits);
        }
        var held = new HeldBatch(domain, through, this, ways);
        return through.enter(held, waits) ? List.copyOf(held.publications()) : withoutWaiting(drafts, ways, waits);
    }

    /** As for a single event, nothing is held any more. */
    private List<Publication> withoutWaiting(List<EventDraft<?>> drafts, List<Passage> ways, boolean waits) {
        for (int i = 0; i < ways.size(); i++) {
            if (publishing.passed(ways.get(i)).isRefused()) {
                return refused(drafts, ways.get(i), i);
            }
        }
        return enterPassed(ways, waits);
    }

    /** A middleware has refused one event, and so all of them. */
    List<Publication> refused(List<EventDraft<?>> drafts, Passage way, int at) {
        String by = way.stopped().by();
        String why = "ENX-0021 another event of its batch was refused: "
                + way.stopped().reason();
        List<Publication> publications = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            publications.add(
                    i == at
                            ? publishing.stopped(way)
                            : NotAdmitted.of(domain, drafts.get(i), new Stopped(by, null, why, null)));
        }
        return publications;
    }

    // ---- admission

    private List<Publication> enter(List<EventDraft<?>> drafts, boolean waits) {
        var batch = new Batch();
        List<Delivery<?>> events = new ArrayList<>(drafts.size());
        for (EventDraft<?> draft : drafts) {
            events.add(batch.event(domain, draft));
        }
        return domain.entrance().publish(batch, events, waits);
    }

    private List<Publication> enterPassed(List<Passage> ways, boolean waits) {
        var batch = new Batch();
        List<Delivery<?>> events = new ArrayList<>(ways.size());
        for (Passage way : ways) {
            if (way.stopped() == null) {
                events.add(batch.event(domain, way.draft()));
            }
        }
        return withAnswered(ways, domain.entrance().publish(batch, events, waits));
    }

    /** They have come out of the airlock: what their publications are from now on, of which nobody is told yet. */
    List<Publication> admitHeld(List<Passage> ways, List<Deferred> publications) {
        var batch = new Batch();
        List<Delivery<?>> events = new ArrayList<>(ways.size());
        for (int i = 0; i < ways.size(); i++) {
            if (ways.get(i).stopped() == null) {
                DeferredEvent held = publications.get(i).event();
                events.add(held.become(ways.get(i).draft(), passed -> batch.event(domain, passed), true));
            }
        }
        return withAnswered(ways, domain.entrance().publishHeld(batch, events));
    }

    /** The publications of those that were let pass, and, each at its place, of those that were answered. */
    private List<Publication> withAnswered(List<Passage> ways, List<Publication> passed) {
        Iterator<Publication> next = passed.iterator();
        List<Publication> publications = new ArrayList<>(ways.size());
        for (Passage way : ways) {
            publications.add(way.stopped() == null ? next.next() : publishing.stopped(way));
        }
        return publications;
    }

    static void become(List<Deferred> deferred, List<Publication> publications) {
        for (int i = 0; i < deferred.size(); i++) {
            deferred.get(i).published(publications.get(i));
        }
    }

    // ---- transactions

    private List<Publication> afterTransaction(List<EventDraft<?>> drafts, boolean waits) {
        List<EventDraft<?>> copies = new ArrayList<>(drafts.size());
        List<Deferred> publications = new ArrayList<>(drafts.size());
        for (EventDraft<?> draft : drafts) {
            EventDraft<?> copy = Publishing.named(draft);
            copies.add(copy);
            publications.add(new Deferred(domain, copy));
        }
        try {
            boolean held = domain.transactions()
                    .whenEnded(drafts.size(), committed -> become(publications, ended(copies, committed)));
            return held ? List.copyOf(publications) : pass(drafts, waits);
        } catch (RejectedExecutionException tooMany) {
            return refused(copies, tooMany.getMessage());
        }
    }

    private List<Publication> ended(List<EventDraft<?>> drafts, boolean committed) {
        return Publishing.isUnwanted(drafts.get(0), committed)
                ? refused(drafts, Publishing.unwanted(committed))
                : pass(drafts, false);
    }

    private List<Publication> refused(List<EventDraft<?>> drafts, String why) {
        List<Publication> publications = new ArrayList<>(drafts.size());
        drafts.forEach(draft -> publications.add(publishing.refused(draft, why)));
        return publications;
    }
}
