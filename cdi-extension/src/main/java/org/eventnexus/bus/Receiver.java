package org.eventnexus.bus;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.eventnexus.EventSelector;
import org.eventnexus.Filter;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.Inspection;
import org.eventnexus.NexusEvent;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;

/** A registered receiver: a filter, a handler, or a subscriber with or without results. */
public final class Receiver implements Subscription {
    private enum Kind {
        FILTER,
        HANDLER,
        SUBSCRIBER
    }

    private final EventSelector selector;
    private final String name;
    private final Kind kind;
    /** Exactly one of the next two is not null. */
    private final Handler<Object> handler;

    private final Subscriber<Object> subscriber;
    private final ReceiverOptions options;
    private final Consumer<Receiver> onCancel;
    private volatile boolean active = true;
    private boolean slow;
    /** Order of registration, given by the index. */
    long number;

    private Receiver(
            EventSelector selector,
            String name,
            Kind kind,
            Handler<Object> handler,
            Subscriber<Object> subscriber,
            ReceiverOptions options,
            Consumer<Receiver> onCancel) {
        this.selector = Objects.requireNonNull(selector, "selector");
        this.name = Objects.requireNonNull(name, "name");
        this.kind = kind;
        this.handler = handler;
        this.subscriber = subscriber;
        this.options = Objects.requireNonNull(options, "options");
        this.onCancel = onCancel;
    }

    @SuppressWarnings("unchecked")
    public static Receiver handler(
            EventSelector selector,
            String name,
            Handler<?> handler,
            ReceiverOptions options,
            Consumer<Receiver> onCancel) {
        Objects.requireNonNull(handler, "handler");
        return new Receiver(selector, name, Kind.HANDLER, (Handler<Object>) handler, null, options, onCancel);
    }

    @SuppressWarnings("unchecked")
    public static Receiver subscriber(
            EventSelector selector,
            String name,
            Handler<?> subscriber,
            ReceiverOptions options,
            Consumer<Receiver> onCancel) {
        Objects.requireNonNull(subscriber, "subscriber");
        return new Receiver(selector, name, Kind.SUBSCRIBER, (Handler<Object>) subscriber, null, options, onCancel);
    }

    @SuppressWarnings("unchecked")
    public static Receiver subscriber(EventSelector selector, Subscriber<?> subscriber, Consumer<Receiver> onCancel) {
        Objects.requireNonNull(subscriber, "subscriber");
        return new Receiver(
                selector,
                selector.toString(),
                Kind.SUBSCRIBER,
                null,
                (Subscriber<Object>) subscriber,
                ReceiverOptions.defaults(),
                onCancel);
    }

    /** @param filter whose values are verdicts */
    @SuppressWarnings("unchecked")
    public static Receiver filter(String name, Filter<?> filter, ReceiverOptions options, Consumer<Receiver> onCancel) {
        Objects.requireNonNull(filter, "filter");
        var verdicts = new VerdictCheck((Filter<Object>) filter);
        return new Receiver(EventSelector.any(), name, Kind.FILTER, verdicts, null, options, onCancel);
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

    /** It has been found to be slow; whether that was the first time. */
    public synchronized boolean foundSlow() {
        boolean first = !slow;
        slow = true;
        return first;
    }

    /** What is seen of it from outside. */
    public Inspection.Registered inspect() {
        return new Inspection.Registered(
                name,
                selector,
                Inspection.Kind.valueOf(kind.name()),
                options,
                active,
                handler != null ? handler : subscriber);
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
        return selector;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    /** Nothing is delivered to it any more; who calls this sees to the rest. */
    public void deactivate() {
        active = false;
    }

    @Override
    public void cancel() {
        active = false;
        onCancel.accept(this); // the second time as well: it may have to wait for the same delivery
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ' ' + name + " of " + selector;
    }
}
