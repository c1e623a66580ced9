package org.eventnexus.cdi;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.eventnexus.Domains;
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

/**
 * A domain's bus as it is injected: finds it when it is first used, and once more when a bean that has it was passivated.
 * Thread-safe.
 *
 * <p>It stands where a client proxy would. That of a bean that an extension has made looks its instance up by the bean's
 * id and calls it by reflection, which costs several times as much as the publication itself.
 */
final class InjectedBus implements EventBus, Serializable {
    private static final long serialVersionUID = 1L;

    /** A client proxy, which can be serialized. */
    @SuppressWarnings("serial")
    private final Domains domains;

    private final String name;
    /** Found by whoever needs it first; others may find it once more, and find the same. */
    private transient EventBus bus;

    InjectedBus(Domains domains, String name) {
        this.domains = domains;
        this.name = name;
    }

    private EventBus bus() {
        EventBus found = bus;
        return found != null ? found : find();
    }

    private EventBus find() {
        EventBus found = domains.get(name).bus();
        bus = found;
        return found;
    }

    @Override
    public String domain() {
        return name;
    }

    @Override
    public Publication publish(String type, Object payload) {
        return bus().publish(type, payload);
    }

    @Override
    public Publication publish(EventDraft<?> draft) {
        return bus().publish(draft);
    }

    @Override
    public Publication publishAsync(EventDraft<?> draft) {
        return bus().publishAsync(draft);
    }

    @Override
    public List<Publication> publishAll(List<? extends EventDraft<?>> drafts) {
        return bus().publishAll(drafts);
    }

    @Override
    public List<Publication> publishAllAsync(List<? extends EventDraft<?>> drafts) {
        return bus().publishAllAsync(drafts);
    }

    @Override
    public ScheduledPublication publishAfter(Duration delay, EventDraft<?> draft) {
        return bus().publishAfter(delay, draft);
    }

    @Override
    public ScheduledPublication publishAt(Instant time, EventDraft<?> draft) {
        return bus().publishAt(time, draft);
    }

    @Override
    public <T> Subscription subscribe(EventSelector selector, Subscriber<T> subscriber) {
        return bus().subscribe(selector, subscriber);
    }

    @Override
    public <T> Subscription subscribe(
            EventSelector selector, String receiver, Handler<T> subscriber, ReceiverOptions options) {
        return bus().subscribe(selector, receiver, subscriber, options);
    }

    @Override
    public <T> Subscription subscribe(
            Collection<EventSelector> selectors, SubscriptionOptions options, Handler<T> subscriber) {
        return bus().subscribe(selectors, options, subscriber);
    }

    @Override
    public <T> Subscription subscribe(
            Collection<EventSelector> selectors, SubscriptionOptions options, Subscriber<T> subscriber) {
        return bus().subscribe(selectors, options, subscriber);
    }

    @Override
    public int unsubscribe(EventSelector selector) {
        return bus().unsubscribe(selector);
    }

    @Override
    public int unsubscribe(Subscriber<?> subscriber) {
        return bus().unsubscribe(subscriber);
    }

    @Override
    public int unsubscribe(Handler<?> subscriber) {
        return bus().unsubscribe(subscriber);
    }

    @Override
    public <T> CompletionStage<NexusEvent<T>> next(EventSelector selector, Duration timeout) {
        return bus().next(selector, timeout);
    }

    @Override
    public <T> CompletionStage<NexusEvent<T>> next(
            EventSelector selector, Predicate<? super NexusEvent<T>> condition, Duration timeout) {
        return bus().next(selector, condition, timeout);
    }

    @Override
    public <T> Flow.Publisher<NexusEvent<T>> stream(EventSelector selector, StreamOptions options) {
        return bus().stream(selector, options);
    }

    @Override
    public boolean feed(EventDraft<?> draft) {
        return bus().feed(draft);
    }

    @Override
    public StreamStats streamStats() {
        return bus().streamStats();
    }

    @Override
    public Map<String, TypeStats> typeStats() {
        return bus().typeStats();
    }

    @Override
    public Tracking track() {
        return bus().track();
    }

    @Override
    public void clearStats() {
        bus().clearStats();
    }

    @Override
    public Inspection inspect() {
        return bus().inspect();
    }

    @Override
    public List<Subscription> clear(EventSelector selector) {
        return bus().clear(selector);
    }

    @Override
    public List<Subscription> clearWildcards() {
        return bus().clearWildcards();
    }

    @Override
    public List<Subscription> clear() {
        return bus().clear();
    }

    @Override
    public String toString() {
        return "bus of " + name;
    }
}
