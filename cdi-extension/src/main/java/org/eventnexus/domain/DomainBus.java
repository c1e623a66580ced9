package org.eventnexus.domain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Inspection;
import org.eventnexus.Publication;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.Tracking;
import org.eventnexus.TypeStats;
import org.eventnexus.bus.Receiver;

/** A domain as its users see it. */
final class DomainBus implements EventBus {
    private final Domain domain;
    /** Types that were found well-formed, by hash; read and written without order, as a miss only costs a check. */
    private final String[] checkedTypes = new String[64];

    private final TypeFigures figures;

    DomainBus(Domain domain) {
        this.domain = domain;
        this.figures = new TypeFigures(domain.types());
    }

    @Override
    public String domain() {
        return domain.name();
    }

    @Override
    public Publication publish(String type, Object payload) {
        check(type);
        return domain.entrance()
                .publish(
                        new Delivery<>(domain, type, payload, 0, domain.clock().currentTimeMillis(), null, null, null));
    }

    private void check(String type) {
        int slot = type.hashCode() & (checkedTypes.length - 1);
        if (checkedTypes[slot] != type) {
            EventDraft.requireType(type);
            checkedTypes[slot] = type;
        }
    }

    @Override
    public Publication publish(EventDraft<?> draft) {
        return domain.entrance().publish(new Delivery<>(domain, draft));
    }

    @Override
    public Publication publishAsync(EventDraft<?> draft) {
        return domain.entrance().publishAsync(new AsyncDelivery<>(domain, draft));
    }

    @Override
    public <T> Subscription subscribe(EventSelector selector, Subscriber<T> subscriber) {
        return domain.subscribe(Receiver.subscriber(selector, subscriber, domain::cancelled));
    }

    @Override
    public <T> Subscription subscribe(
            EventSelector selector, String name, Handler<T> subscriber, ReceiverOptions options) {
        return domain.subscribe(Receiver.subscriber(selector, name, subscriber, options, domain::cancelled));
    }

    @Override
    public Map<String, TypeStats> typeStats() {
        return figures.sinceClear();
    }

    @Override
    public Tracking track() {
        return figures.track();
    }

    @Override
    public void clearStats() {
        figures.clear();
    }

    @Override
    public Inspection inspect() {
        return domain.inspect();
    }

    @Override
    public List<Subscription> clear(EventSelector selector) {
        Objects.requireNonNull(selector, "selector");
        return domain.clear(subscriber -> subscriber.selector().equals(selector));
    }

    @Override
    public List<Subscription> clearWildcards() {
        return domain.clear(subscriber -> !(subscriber.selector() instanceof EventSelector.Exact));
    }

    @Override
    public List<Subscription> clear() {
        return domain.clear(subscriber -> true);
    }
}
