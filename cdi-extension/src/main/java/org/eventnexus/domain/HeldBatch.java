package org.eventnexus.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;

/** A batch in the {@link Airlock}: decided when all of its events are, or one is refused. */
final class HeldBatch extends Held {
    private final Batches batches;
    private final List<Passage> ways;
    private final List<Deferred> publications;
    private final AtomicInteger undecided;

    /** Whether it is to be admitted; written before it is {@link #isOver}. */
    private boolean admitted;
    /** What it has left as, if it was to be admitted. Whoever lets it out writes and reads this. */
    private List<Publication> left;

    HeldBatch(Domain domain, Airlock airlock, Batches batches, List<Passage> ways) {
        super(domain, airlock, shortest(ways));
        this.batches = batches;
        this.ways = ways;
        this.publications =
                ways.stream().map(way -> new Deferred(domain, way.published())).toList();
        this.undecided = new AtomicInteger(ways.size());
    }

    private static Duration shortest(List<Passage> ways) {
        return ways.stream()
                .map(way -> way.published().options().timeout())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    List<Deferred> publications() {
        return publications;
    }

    @Override
    int places() {
        return ways.size();
    }

    @Override
    void guardBy(CallGuard guard) {
        ways.forEach(way -> way.guardedBy(guard));
    }

    @Override
    void ask() {
        for (int i = 0; i < ways.size(); i++) {
            int at = i;
            goOn(ways.get(i), () -> atTheEnd(at));
        }
    }

    private void atTheEnd(int at) {
        Passage way = ways.get(at);
        if (way.isRefused()) {
            if (decide()) {
                over(batches.refused(published(), way, at));
            }
        } else if (undecided.decrementAndGet() == 0 && decide()) {
            admitted = true;
            over();
        }
    }

    private List<EventDraft<?>> published() {
        List<EventDraft<?>> published = new ArrayList<>(ways.size());
        ways.forEach(way -> published.add(way.published()));
        return published;
    }

    @Override
    void refuse(String why) {
        if (decide()) {
            over(refused(why));
        }
    }

    private List<Publication> refused(String why) {
        List<Publication> refused = new ArrayList<>(ways.size());
        ways.forEach(way -> refused.add(domain.publishing().refused(way.published(), why)));
        return refused;
    }

    /** Its publisher is told afterwards, as with a single event. */
    private void over(List<Publication> refused) {
        over();
        Batches.become(publications, refused);
    }

    @Override
    void leave() {
        if (admitted) {
            try {
                left = batches.admitHeld(ways, publications);
            } catch (RuntimeException | Error unexpected) { // others wait behind it
                left = refused("it failed: " + unexpected);
            }
        }
    }

    @Override
    void tell() {
        if (left != null) {
            Batches.become(publications, left);
        }
    }
}
