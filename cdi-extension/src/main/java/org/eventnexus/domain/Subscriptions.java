package org.eventnexus.domain;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.Registrar;
import org.eventnexus.bus.SelectorIndex;

/** How a domain's subscriptions begin, and how they and its other receivers end. Thread-safe. */
final class Subscriptions implements Registrar {
    private static final Duration CANCEL_WAIT = Duration.ofSeconds(10);

    private final Domain domain;
    private final SelectorIndex index;
    private final Lanes lanes;

    Subscriptions(Domain domain, SelectorIndex index, Lanes lanes) {
        this.domain = domain;
        this.index = index;
        this.lanes = lanes;
    }

    // ---- their beginning

    Subscription add(Receiver receiver) {
        index.addSubscriber(receiver);
        return receiver;
    }

    Subscription add(Collection<EventSelector> selectors, SubscriptionOptions options, Handler<?> subscriber) {
        if (options.isAsync()) {
            return addLane(selectors, options, cast(subscriber), subscriber);
        }
        return add(Receiver.subscriber(
                selectors, name(selectors, options), subscriber, options.receiver(), options.times(), this));
    }

    Subscription add(Collection<EventSelector> selectors, SubscriptionOptions options, Subscriber<?> subscriber) {
        if (options.isAsync()) {
            Subscriber<Object> called = cast(subscriber);
            return addLane(
                    selectors,
                    options,
                    (event, context) -> {
                        called.receive(event);
                        return null;
                    },
                    subscriber);
        }
        return add(Receiver.subscriber(
                selectors,
                name(selectors, options),
                subscriber,
                subscriber,
                options.receiver(),
                options.times(),
                this));
    }

    @SuppressWarnings("unchecked")
    private static Handler<Object> cast(Handler<?> handler) {
        return (Handler<Object>) Objects.requireNonNull(handler, "subscriber");
    }

    @SuppressWarnings("unchecked")
    private static Subscriber<Object> cast(Subscriber<?> subscriber) {
        return (Subscriber<Object>) Objects.requireNonNull(subscriber, "subscriber");
    }

    private Subscription addLane(
            Collection<EventSelector> selectors, SubscriptionOptions options, Handler<Object> called, Object target) {
        Lane lane = lanes.make(options, called);
        var receiver = Receiver.subscriber(
                selectors, name(selectors, options), lane, target, options.receiver(), options.times(), this);
        lane.receiver(receiver);
        lanes.add(lane);
        return add(receiver);
    }

    private static String name(Collection<EventSelector> selectors, SubscriptionOptions options) {
        return options.name()
                .orElseGet(() -> selectors.stream().map(EventSelector::toString).collect(Collectors.joining(", ")));
    }

    // ---- their end

    /** A receiver is inactive from now on: waits until nobody is in it any more. */
    @Override
    public void cancelled(Receiver receiver) {
        await(end(receiver));
    }

    @Override
    public void ended(Receiver receiver) {
        index.remove(receiver);
        if (receiver.subscriber() instanceof Lane lane) {
            lane.retire();
        }
    }

    @Override
    public <R> CompletionStage<R> until(Receiver receiver, CompletionStage<R> stage, Duration tillPermanent) {
        return new Until<R>(this, receiver).begin(stage, domain.scheduler(), tillPermanent);
    }

    /** Cancels the subscribers that are meant and may be. */
    List<Subscription> clear(Predicate<Receiver> meant) {
        return cancel(index.all().stream()
                .filter(Receiver::isSubscriber)
                .filter(meant)
                .toList());
    }

    /** Cancels those of some subscribers that may be, and waits for all of them. */
    List<Subscription> cancel(List<Receiver> subscribers) {
        List<Receiver> cancelled = subscribers.stream()
                .filter(Receiver::isActive)
                .filter(subscriber -> !subscriber.options().isPermanent())
                .toList();
        cancelled.forEach(Receiver::deactivate);
        await(CompletableFuture.allOf(cancelled.stream().map(this::end).toArray(CompletableFuture[]::new)));
        return List.copyOf(cancelled);
    }

    /** Forgets a receiver that is inactive; completes when nobody is in it any more. */
    CompletableFuture<?> end(Receiver receiver) {
        index.remove(receiver);
        CompletableFuture<?> loop = domain.lifecycle().passed();
        CompletableFuture<Void> quiet;
        if (receiver.subscriber() instanceof Lane lane) {
            quiet = lane.close();
        } else if (receiver.isCollector()) {
            quiet = ((CollectorSeat) receiver.collector()).end(loop);
        } else {
            return loop;
        }
        return CompletableFuture.anyOf(
                CompletableFuture.allOf(loop, quiet), domain.lifecycle().ended());
    }

    private void await(CompletableFuture<?> quiet) {
        if (quiet.isDone() || domain.isCalledByReceiver()) {
            return;
        }
        try {
            quiet.get(CANCEL_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            // as the subscription's contract says
        }
    }
}
