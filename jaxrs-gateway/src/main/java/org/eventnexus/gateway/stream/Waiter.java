package org.eventnexus.gateway.stream;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eventnexus.NexusEvent;
import org.eventnexus.domain.Scheduler.Cancellable;

/** Somebody who waits for the next event of some kind, and then goes. */
final class Waiter implements Follower {
    private static final int STRETCH = 1_024;

    private final DomainFeed feed;
    private final Predicate<NexusEvent<?>> wanted;
    private final Consumer<Optional<NexusEvent<?>>> answer;

    // guarded by this
    private long place;
    private Cancellable expiry;

    private volatile boolean closed;

    /** @param answer is given the event, or nothing if there was none; once, on a thread that it must not hold */
    Waiter(DomainFeed feed, long place, Predicate<NexusEvent<?>> wanted, Consumer<Optional<NexusEvent<?>>> answer) {
        this.feed = feed;
        this.place = place;
        this.wanted = wanted;
        this.answer = answer;
    }

    /** What is to be cancelled when it goes. */
    synchronized void expiry(Cancellable scheduled) {
        expiry = scheduled;
        if (closed) {
            expiry.cancel();
        }
    }

    @Override
    public synchronized boolean advance() {
        for (long end = place + STRETCH; place < end && place <= feed.head() && !closed; place++) {
            NexusEvent<?> event = feed.read(place);
            if (event == null && !feed.isGone(place)) {
                return false;
            }
            if (event != null && wanted.test(event)) {
                end(Optional.of(event));
            }
        }
        return !closed && place <= feed.head();
    }

    @Override
    public void tick(long nanoTime) {
        // its time is the scheduler's to watch
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** It has waited long enough. */
    @Override
    public synchronized void close() {
        end(Optional.empty());
    }

    private void end(Optional<NexusEvent<?>> event) {
        if (!closed) {
            closed = true;
            if (expiry != null) {
                expiry.cancel();
            }
            answer.accept(event);
        }
    }
}
