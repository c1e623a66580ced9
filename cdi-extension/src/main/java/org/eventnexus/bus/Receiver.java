package org.eventnexus.bus;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventSelector;
import org.eventnexus.Filter;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.Inspection;
import org.eventnexus.NexusEvent;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.WeakSubscriber;

/** A registered receiver: a filter, a handler, or a subscriber with or without results. */
public final class Receiver implements Subscription {
    private enum Kind {
        FILTER,
        HANDLER,
        SUBSCRIBER,
        BOUNDARY,
        COLLECTOR
    }

    private final List<EventSelector> selectors;
    private final String name;
    private final Kind kind;
    /** Exactly one of the next two is not null. */
    private final Handler<Object> handler;

    private final Subscriber<Object> subscriber;
    /** What the user registered; the one that is called, or behind it. */
    private final Object target;

    private final ReceiverOptions options;
    private final Registrar registrar;
    /** Whether it takes all events until it is cancelled. */
    private final boolean lasting;

    private volatile boolean active = true;
    private volatile boolean cancelled;
    /** How many more events it takes, if not all. The loop's. */
    private long left;

    private boolean slow;
    /** Order of registration, given by the index. */
    long number;

    private Receiver(
            Collection<EventSelector> selectors,
            String name,
            Kind kind,
            Handler<Object> handler,
            Subscriber<Object> subscriber,
            Object target,
            ReceiverOptions options,
            long times,
            Registrar registrar) {
        this.selectors = List.copyOf(selectors);
        if (this.selectors.isEmpty()) {
            throw new IllegalArgumentException("a subscription has at least one selector");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.kind = kind;
        this.handler = handler;
        this.subscriber = subscriber;
        this.target = target;
        this.options = Objects.requireNonNull(options, "options");
        this.left = times;
        this.lasting = times == 0 && !(target instanceof WeakSubscriber);
        this.registrar = registrar;
    }

    @SuppressWarnings("unchecked")
    public static Receiver handler(
            EventSelector selector, String name, Handler<?> handler, ReceiverOptions options, Registrar registrar) {
        Objects.requireNonNull(handler, "handler");
        return new Receiver(
                selectors(selector),
                name,
                Kind.HANDLER,
                (Handler<Object>) handler,
                null,
                handler,
                options,
                0,
                registrar);
    }

    private static List<EventSelector> selectors(EventSelector selector) {
        return List.of(Objects.requireNonNull(selector, "selector"));
    }

    public static Receiver subscriber(
            EventSelector selector, String name, Handler<?> subscriber, ReceiverOptions options, Registrar registrar) {
        return subscriber(selectors(selector), name, subscriber, options, 0, registrar);
    }

    /** @param times how many events it takes; 0 for all */
    @SuppressWarnings("unchecked")
    public static Receiver subscriber(
            Collection<EventSelector> selectors,
            String name,
            Handler<?> subscriber,
            ReceiverOptions options,
            long times,
            Registrar registrar) {
        Objects.requireNonNull(subscriber, "subscriber");
        return new Receiver(
                selectors,
                name,
                Kind.SUBSCRIBER,
                (Handler<Object>) subscriber,
                null,
                subscriber,
                options,
                times,
                registrar);
    }

    public static Receiver subscriber(EventSelector selector, Subscriber<?> subscriber, Registrar registrar) {
        return subscriber(
                selectors(selector),
                selector.toString(),
                subscriber,
                subscriber,
                ReceiverOptions.defaults(),
                0,
                registrar);
    }

    /**
     * A subscriber without results.
     *
     * @param target what the user registered, if something else is called
     * @param times how many events it takes; 0 for all
     */
    @SuppressWarnings("unchecked")
    public static Receiver subscriber(
            Collection<EventSelector> selectors,
            String name,
            Subscriber<?> subscriber,
            Object target,
            ReceiverOptions options,
            long times,
            Registrar registrar) {
        Objects.requireNonNull(subscriber, "subscriber");
        return new Receiver(
                selectors,
                name,
                Kind.SUBSCRIBER,
                null,
                (Subscriber<Object>) subscriber,
                target,
                options,
                times,
                registrar);
    }

    /** @param filter whose values are verdicts */
    @SuppressWarnings("unchecked")
    public static Receiver filter(String name, Filter<?> filter, ReceiverOptions options, Registrar registrar) {
        Objects.requireNonNull(filter, "filter");
        var verdicts = new VerdictCheck((Filter<Object>) filter);
        return new Receiver(
                selectors(EventSelector.any()), name, Kind.FILTER, verdicts, null, filter, options, 0, registrar);
    }

    /** @param outlet what takes its values */
    public static Receiver boundary(
            Collection<EventSelector> selectors,
            String name,
            Outlet outlet,
            ReceiverOptions options,
            Registrar registrar) {
        return new Receiver(selectors, name, Kind.BOUNDARY, outlet, null, outlet, options, 0, registrar);
    }

    /**
     * @param collector what is given its events, instead of being called
     * @param target what the user registered
     */
    public static Receiver collector(
            Collection<EventSelector> selectors,
            String name,
            Handler<Object> collector,
            Object target,
            ReceiverOptions options,
            Registrar registrar) {
        return new Receiver(selectors, name, Kind.COLLECTOR, collector, null, target, options, 0, registrar);
    }

    /** Whether it is given events, and not called. */
    public boolean isCollector() {
        return kind == Kind.COLLECTOR;
    }

    /** What is given a collector's events. */
    public Handler<Object> collector() {
        return handler;
    }

    /** Whether its value goes to an {@link #outlet}. */
    public boolean isBoundary() {
        return kind == Kind.BOUNDARY;
    }

    /** What takes a boundary's values. */
    public Outlet outlet() {
        return (Outlet) (Handler<?>) handler;
    }

    /** Whether its value is a {@link Filter.Verdict}, never null and no result. */
    public boolean isFilter() {
        return kind == Kind.FILTER;
    }

    /** Whether it is registered a second time, for another selector. */
    boolean isSameAs(Receiver other) {
        return handler == other.handler && name.equals(other.name);
    }

    /** Whether a value of null is a result as well. */
    public boolean isHandler() {
        return kind == Kind.HANDLER;
    }

    /** Whether it is only told of events. */
    public boolean isSubscriber() {
        return kind == Kind.SUBSCRIBER;
    }

    /** Whether it must be given a context. */
    public boolean wantsContext() {
        return handler != null;
    }

    /** What it wants otherwise than its domain. */
    public ReceiverOptions options() {
        return options;
    }

    /** What is called if it has no results, else null. */
    public Subscriber<Object> subscriber() {
        return subscriber;
    }

    /** What the user registered. */
    Object target() {
        return target;
    }

    /** Whether it takes all events as long as it is active, and need not be asked. */
    public boolean isLasting() {
        return lasting;
    }

    /** On the loop: whether it takes an event; one that does not last may have ended with this. */
    public boolean takes() {
        if (isOrphaned()) {
            end();
            return false;
        }
        if (left > 0 && --left == 0) {
            end();
        }
        return true;
    }

    /** Whether whom it is for was collected: a call would reach nobody. */
    public boolean isOrphaned() {
        return target instanceof WeakSubscriber<?, ?> weak && weak.owner().isEmpty();
    }

    /** It takes no more events, of its own accord. */
    void end() {
        active = false;
        registrar.ended(this);
    }

    /** Whether it may not be called again for an event that it has taken. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Nothing is delivered to it any more; who calls this sees to the rest. */
    public void deactivate() {
        cancelled = true;
        active = false;
    }

    /** It has been found to be slow; whether that was the first time. */
    public synchronized boolean foundSlow() {
        boolean first = !slow;
        slow = true;
        return first;
    }

    /** What is seen of it from outside: one for each selector. */
    public Inspection.Registered inspect() {
        return new Inspection.Registered(
                name, selectors, Inspection.Kind.valueOf(kind.name()), options, active, target);
    }

    /** Calls it. */
    @SuppressWarnings("unchecked")
    public Object receive(NexusEvent<?> event, HandlerContext context) throws Exception {
        if (subscriber != null) {
            subscriber.receive((NexusEvent<Object>) event);
            return null;
        }
        return handler.handle((NexusEvent<Object>) event, context);
    }

    @Override
    public EventSelector selector() {
        return selectors.get(0);
    }

    @Override
    public List<EventSelector> selectors() {
        return selectors;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public void cancel() {
        deactivate();
        registrar.cancelled(this); // the second time as well: it may have to wait for the same delivery
    }

    @Override
    public <R> CompletionStage<R> until(CompletionStage<R> stage, Duration tillPermanent) {
        return registrar.until(this, Objects.requireNonNull(stage, "stage"), tillPermanent);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ' ' + name + " of " + selector();
    }
}
