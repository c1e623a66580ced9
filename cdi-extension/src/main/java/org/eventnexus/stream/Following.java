package org.eventnexus.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;
import org.eventnexus.StreamOptions;
import org.eventnexus.StreamStats;

/** A domain's streams, and those who wait for an event of it. Thread-safe. */
public final class Following {
    private static final int MAX_STREAMS = 1_000;
    private static final int MAX_WAITERS = 10_000;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Surroundings domain;
    private final Distributor distributor;
    private final LongAdder fed = new LongAdder();

    public Following(Surroundings domain) {
        this.domain = domain;
        this.distributor = new Distributor(domain);
    }

    /** After an event is in the mailbox; any thread that is under no lock. */
    public void signal(long sequence) {
        distributor.signal(sequence);
    }

    /** See {@link org.eventnexus.EventStreams#next(EventSelector, Predicate, Duration)}; no condition if it is null. */
    public <T> CompletionStage<NexusEvent<T>> next(
            EventSelector selector, Predicate<? super NexusEvent<T>> condition, Duration timeout) {
        Objects.requireNonNull(selector, "selector");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + ", not more than zero");
        }
        Duration bounded = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        var waiter = new Waiter<T>(selector, condition, bounded, distributor);
        return switch (distributor.enter(waiter, MAX_WAITERS)) {
            case FOLLOWS -> waiter.stage();
            case FULL -> CompletableFuture.failedFuture(tooMany(MAX_WAITERS + " stages wait for events"));
            case ENDED -> CompletableFuture.failedFuture(waiter.stopped());
        };
    }

    private IllegalStateException tooMany(String what) {
        return new IllegalStateException("ENX-0078 " + what + " of the domain '" + domain.domain()
                + "', and there can be no more; cancel those that are not needed");
    }

    /** See {@link org.eventnexus.EventStreams#stream(EventSelector, StreamOptions)}. */
    public <T> Flow.Publisher<NexusEvent<T>> stream(EventSelector selector, StreamOptions options) {
        Objects.requireNonNull(selector, "selector");
        if (options.after().isPresent() && domain.log() == null) {
            throw new IllegalArgumentException("ENX-0081 the domain '" + domain.domain()
                    + "' keeps no log that a stream could begin in; set its retention, or stream from now on");
        }
        return new EventStream<>(selector, options, this);
    }

    <T> void open(EventStream<T> stream, Flow.Subscriber<? super NexusEvent<T>> subscriber) {
        var subscription = new StreamSubscription<>(stream.selector(), stream.options(), subscriber, distributor);
        stream.options().after().ifPresent(position -> subscription.replay(new Replay(domain.log(), position)));
        switch (distributor.enter(subscription, MAX_STREAMS)) {
            case FOLLOWS -> {}
            case FULL -> refuse(subscription, tooMany(MAX_STREAMS + " streams are open"));
            case ENDED -> refuse(subscription, subscription.stopped());
        }
    }

    /** Told on the subscribing thread: the executor may be gone, or may not be there yet. */
    private static void refuse(StreamSubscription<?> subscription, RuntimeException why) {
        subscription.end(why);
        subscription.task.runHere();
    }

    /** Gives streams an event that is not one of the domain's; whether it was taken or kept. */
    public boolean feed(NexusEvent<?> event) {
        boolean taken = distributor.feed(event);
        if (taken) {
            fed.increment();
        }
        return taken;
    }

    public StreamStats stats() {
        return distributor.stats(fed.sum());
    }

    /** The domain is started: threads may be used from now on. */
    public void start() {
        distributor.start();
    }

    /** All end at once, with an error. Any thread; may be called before {@link #finish}. */
    public void stopNow() {
        distributor.end(true);
        for (Follower follower : distributor.followers()) {
            follower.end(follower.stopped());
            wake(follower);
        }
    }

    /** The domain has been drained: streams get what was admitted, and then their end. */
    public void finish() {
        distributor.end(false);
        for (Follower follower : distributor.followers()) {
            follower.end(null);
            wake(follower);
        }
    }

    private void wake(Follower follower) {
        if (distributor.isRunning()) {
            follower.task.wake();
        }
    }

    /** After {@link #finish}: waits until all have ended, then ends those that have not, with an error. */
    public void awaitEnd(long deadline) {
        new Farewell(distributor.followers(), distributor.isRunning(), distributor.changes()).await(deadline);
    }
}
