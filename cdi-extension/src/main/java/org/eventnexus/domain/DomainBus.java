package org.eventnexus.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Inspection;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.ScheduledPublication;
import org.eventnexus.StreamOptions;
import org.eventnexus.StreamStats;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
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
        if (domain.publishing().isEngaged() || domain.traces().current() != null) {
            return domain.publishing().publish(domain.traces().continued(EventDraft.of(type, payload)), true);
        }
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
    public Publication publish(EventDraft<?> said) {
        EventDraft<?> draft = domain.traces().continued(said);
        return domain.publishing().concerns(draft)
                ? domain.publishing().publish(draft, true)
                : domain.entrance().publish(new Delivery<>(domain, draft));
    }

    @Override
    public Publication publishAsync(EventDraft<?> said) {
        EventDraft<?> draft = domain.traces().continued(said);
        return domain.publishing().concerns(draft)
                ? domain.publishing().publish(draft, false)
                : domain.entrance().publishAsync(new AsyncDelivery<>(domain, draft));
    }

    @Override
    public List<Publication> publishAll(List<? extends EventDraft<?>> drafts) {
        return domain.publishing().batches().publish(domain.traces().continued(drafts), true);
    }

    @Override
    public List<Publication> publishAllAsync(List<? extends EventDraft<?>> drafts) {
        return domain.publishing().batches().publish(domain.traces().continued(drafts), false);
    }

    @Override
    public ScheduledPublication publishAfter(Duration delay, EventDraft<?> draft) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay is " + delay + ", not zero or more");
        }
        return domain.appointments().add(delay, domain.traces().continued(draft));
    }

    @Override
    public ScheduledPublication publishAt(Instant time, EventDraft<?> draft) {
        Duration delay = Duration.between(Instant.ofEpochMilli(domain.clock().currentTimeMillis()), time);
        return domain.appointments()
                .add(delay.isNegative() ? Duration.ZERO : delay, domain.traces().continued(draft));
    }

    @Override
    public <T> Subscription subscribe(EventSelector selector, Subscriber<T> subscriber) {
        Subscriptions subscriptions = domain.subscriptions();
        return subscriptions.add(Receiver.subscriber(selector, subscriber, subscriptions));
    }

    @Override
    public <T> Subscription subscribe(
            EventSelector selector, String name, Handler<T> subscriber, ReceiverOptions options) {
        Subscriptions subscriptions = domain.subscriptions();
        return subscriptions.add(Receiver.subscriber(selector, name, subscriber, options, subscriptions));
    }

    @Override
    public <T> Subscription subscribe(
            Collection<EventSelector> selectors, SubscriptionOptions options, Handler<T> subscriber) {
        return domain.subscriptions().add(selectors, options, subscriber);
    }

    @Override
    public <T> Subscription subscribe(
            Collection<EventSelector> selectors, SubscriptionOptions options, Subscriber<T> subscriber) {
        return domain.subscriptions().add(selectors, options, subscriber);
    }

    @Override
    public int unsubscribe(EventSelector selector) {
        return domain.subscriptions()
                .cancel(domain.index().subscribersOf(selector))
                .size();
    }

    @Override
    public int unsubscribe(Subscriber<?> subscriber) {
        return domain.subscriptions()
                .cancel(domain.index().subscribersWith(subscriber))
                .size();
    }

    @Override
    public int unsubscribe(Handler<?> subscriber) {
        return domain.subscriptions()
                .cancel(domain.index().subscribersWith(subscriber))
                .size();
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
        return domain.subscriptions().clear(subscriber -> subscriber.selectors().contains(selector));
    }

    @Override
    public List<Subscription> clearWildcards() {
        return domain.subscriptions()
                .clear(subscriber -> !subscriber.selectors().stream().allMatch(EventSelector.Exact.class::isInstance));
    }

    @Override
    public List<Subscription> clear() {
        return domain.subscriptions().clear(subscriber -> true);
    }

    @Override
    public <T> CompletionStage<NexusEvent<T>> next(EventSelector selector, Duration timeout) {
        return domain.following().next(selector, null, timeout);
    }

    @Override
    public <T> CompletionStage<NexusEvent<T>> next(
            EventSelector selector, Predicate<? super NexusEvent<T>> condition, Duration timeout) {
        return domain.following().next(selector, Objects.requireNonNull(condition, "condition"), timeout);
    }

    @Override
    public <T> Flow.Publisher<NexusEvent<T>> stream(EventSelector selector, StreamOptions options) {
        return domain.following().stream(selector, options);
    }

    @Override
    public boolean feed(EventDraft<?> draft) {
        return domain.following().feed(new FedEvent<>(domain, draft));
    }

    @Override
    public StreamStats streamStats() {
        return domain.following().stats();
    }
}
