package org.eventnexus.bus;

import java.util.Objects;
import java.util.function.Consumer;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;

/** A registered receiver: a handler, or a subscriber with or without results. */
public final class Receiver implements Subscription {
    private final EventSelector selector;
    private final String name;
    private final boolean isHandler;
    /** Exactly one of the next two is not null. */
    private final Handler<Object> handler;

    private final Subscriber<Object> subscriber;
    private final ReceiverOptions options;
    private final Consumer<Receiver> onCancel;
    private volatile boolean active = true;
    /** Order of registration, given by the index. */
    long number;

    private Receiver(
            EventSelector selector,
            String name,
            boolean isHandler,
            Handler<Object> handler,
            Subscriber<Object> subscriber,
            ReceiverOptions options,
            Consumer<Receiver> onCancel) {
        this.selector = Objects.requireNonNull(selector, "selector");
        this.name = Objects.requireNonNull(name, "name");
        this.isHandler = isHandler;
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
        return new Receiver(selector, name, true, (Handler<Object>) handler, null, options, onCancel);
    }

    @SuppressWarnings("unchecked")
    public static Receiver subscriber(
            EventSelector selector,
            String name,
            Handler<?> subscriber,
            ReceiverOptions options,
            Consumer<Receiver> onCancel) {
        Objects.requireNonNull(subscriber, "subscriber");
        return new Receiver(selector, name, false, (Handler<Object>) subscriber, null, options, onCancel);
    }

    @SuppressWarnings("unchecked")
    public static Receiver subscriber(EventSelector selector, Subscriber<?> subscriber, Consumer<Receiver> onCancel) {
        Objects.requireNonNull(subscriber, "subscriber");
        return new Receiver(
                selector,
                selector.toString(),
                false,
                null,
                (Subscriber<Object>) subscriber,
                ReceiverOptions.defaults(),
                onCancel);
    }

    /** Whether a value of null is a result as well. */
    public boolean isHandler() {
        return isHandler;
    }

    /** Whether it must be given a context. */
    public boolean wantsContext() {
        return handler != null;
    }

    /** What it wants otherwise than its domain. */
    public ReceiverOptions options() {
        return options;
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

    @Override
    public void cancel() {
        active = false;
        onCancel.accept(this); // the second time as well: it may have to wait for the same delivery
    }

    @Override
    public String toString() {
        return (isHandler ? "handler " : "subscriber ") + name + " of " + selector;
    }
}
