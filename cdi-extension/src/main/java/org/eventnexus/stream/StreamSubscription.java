package org.eventnexus.stream;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;
import org.eventnexus.StreamOptions;
import org.eventnexus.StreamOverflow;
import org.eventnexus.StreamOverflowException;

/**
 * A subscriber's stream: a buffer, and a task that calls the subscriber as far as it has asked for events. The rules are those
 * of Reactive Streams.
 */
final class StreamSubscription<T> extends Follower implements Flow.Subscription {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    private static final int PART = 256;

    private final StreamOptions options;

    // Guarded by this.
    /** Null when it is over or cancelled, so that nothing keeps it. */
    private Flow.Subscriber<? super NexusEvent<T>> subscriber;

    private final ArrayDeque<NexusEvent<?>> buffer = new ArrayDeque<>(1);
    /** What was fed before it was there does not count as lagging. */
    private int extra;

    private long demand;
    private long delivered;
    private boolean ending;
    private Throwable failure;
    private StreamTimes times;

    /** Whether its subscriber is told nothing any more. */
    private volatile boolean over;
    /** Null when it is given live events; written before the task begins, then by the task. */
    private volatile Replay replay;

    // Of the task.
    private boolean told;

    StreamSubscription(
            EventSelector selector,
            StreamOptions options,
            Flow.Subscriber<? super NexusEvent<T>> subscriber,
            Distributor distributor) {
        super(
                selector,
                distributor,
                options.executor().orElse(distributor.domain().executor()));
        this.options = options;
        this.subscriber = subscriber;
    }

    StreamOptions options() {
        return options;
    }

    /** It begins in the log. */
    void replay(Replay value) {
        replay = value;
    }

    boolean isReplaying() {
        return replay != null;
    }

    // ---- what comes in

    /** An event that was fed before anybody followed. */
    synchronized void offerKept(NexusEvent<?> event) {
        buffer.add(event);
        extra++;
    }

    @Override
    synchronized boolean offer(NexusEvent<?> event) {
        if (subscriber == null || failure != null) {
            return false;
        }
        if (times != null) {
            times.eventCame();
        }
        if (buffer.size() < limit() || makeRoom()) {
            buffer.add(event);
        }
        return failure == null;
    }

    /** What it has asked for does not count as lagging, as long as it does not come to more than a tail. */
    private long limit() {
        return (long) options.buffer() + extra + Math.min(demand, distributor.length());
    }

    private boolean makeRoom() {
        switch (options.overflow()) {
            case DROP_OLDEST -> {
                buffer.poll();
                extra = Math.max(0, extra - 1);
                distributor.dropped(1);
            }
            case DROP_NEWEST -> distributor.dropped(1);
            case ERROR -> {
                distributor.dropped(buffer.size() + 1L);
                fail(new StreamOverflowException("ENX-0079 a stream of '" + selector + "' from the domain '"
                        + domain.domain() + "' has its buffer of " + options.buffer()
                        + " events full, as its subscriber lags"));
            }
        }
        return options.overflow() == StreamOverflow.DROP_OLDEST;
    }

    @Override
    synchronized boolean lose(long count) {
        if (subscriber == null || failure != null) {
            return false;
        }
        distributor.dropped(count);
        if (options.overflow() == StreamOverflow.ERROR) {
            fail(new StreamOverflowException("ENX-0079 a stream of '" + selector + "' from the domain '"
                    + domain.domain() + "' has not come to read " + count + " events before they were forgotten"));
        }
        return failure == null;
    }

    /** Whether there is room for more of the log. */
    synchronized boolean wantsReplay() {
        return subscriber != null && failure == null && buffer.size() < options.buffer();
    }

    // ---- what its subscriber says

    @Override
    public void request(long count) {
        synchronized (this) {
            if (subscriber == null) {
                return;
            }
            if (count <= 0) {
                fail(new IllegalArgumentException(
                        "ENX-0083 a stream's subscriber requests " + count + " events, not more than zero (rule 3.9)"));
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
        }
        task.wake();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (subscriber == null) {
                return;
            }
            subscriber = null;
            buffer.clear();
        }
        left();
        over = true;
    }

    private void left() {
        distributor.leave(this);
        StreamTimes running;
        synchronized (this) {
            running = times;
            times = null;
        }
        if (running != null) {
            running.close();
        }
    }

    // ---- what its subscriber is told, by the task

    @Override
    boolean work() {
        if (!tellSubscription()) {
            return false;
        }
        Replay reading = replay;
        boolean more = reading != null && reading.advance(this);
        for (int i = 0; i < PART; i++) {
            NexusEvent<?> next = next();
            if (next == null) {
                distributor.moved();
                return !finish() && (more || i > 0 && replay != null);
            }
            tell(next);
        }
        return true;
    }

    /** Whether the subscriber has its subscription. */
    private boolean tellSubscription() {
        if (told) {
            return true;
        }
        Flow.Subscriber<? super NexusEvent<T>> known = subscriber();
        if (known == null) {
            return false;
        }
        told = true;
        try {
            known.onSubscribe(this);
        } catch (RuntimeException | Error thrown) {
            threw(thrown);
        }
        return true;
    }

    private synchronized Flow.Subscriber<? super NexusEvent<T>> subscriber() {
        return subscriber;
    }

    /** The event that the subscriber is to be told of now; null for none. */
    private synchronized NexusEvent<?> next() {
        if (subscriber == null || failure != null || demand == 0 || buffer.isEmpty()) {
            return null;
        }
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        extra = Math.max(0, extra - 1);
        delivered++;
        return buffer.poll();
    }

    @SuppressWarnings("unchecked") // as with a subscriber of a bus: the caller says what the payload is
    private void tell(NexusEvent<?> event) {
        Flow.Subscriber<? super NexusEvent<T>> known = subscriber();
        if (known != null) {
            try {
                known.onNext((NexusEvent<T>) event);
            } catch (RuntimeException | Error thrown) {
                threw(thrown);
            }
        }
    }

    /** Tells the end, if it has come; whether it has. */
    private boolean finish() {
        Flow.Subscriber<? super NexusEvent<T>> known;
        Throwable error;
        synchronized (this) {
            known = subscriber;
            error = failure;
            if (known == null || error == null && !(ending && buffer.isEmpty() && replay == null)) {
                return known == null;
            }
            subscriber = null;
            buffer.clear();
        }
        left();
        try {
            if (error == null) {
                known.onComplete();
            } else {
                known.onError(error);
            }
        } catch (RuntimeException | Error thrown) {
            threw(thrown);
        }
        over = true;
        distributor.moved();
        return true;
    }

    /** Rule 2.13: who throws has cancelled. */
    private void threw(Throwable thrown) {
        LOG.log(
                Level.WARNING,
                "ENX-0082 a subscriber threw, and its stream of '" + selector + "' from the domain '" + domain.domain()
                        + "' is cancelled",
                thrown);
        cancel();
    }

    // ---- its times and its end

    @Override
    void begin() {
        if (options.timeout().isPresent() || options.itemTimeout().isPresent()) {
            var begun = new StreamTimes(this, options);
            synchronized (this) {
                if (subscriber == null) {
                    return;
                }
                times = begun;
            }
            begun.begin();
        }
    }

    /** A time is over. */
    void expire(String what, Duration time) {
        synchronized (this) {
            fail(new TimeoutException("ENX-0077 the stream of '" + selector + "' from the domain '" + domain.domain()
                    + "' " + what + ' ' + time));
        }
        task.wake();
    }

    synchronized boolean isBufferEmpty() {
        return buffer.isEmpty();
    }

    /** Under the monitor. */
    private void fail(Throwable error) {
        if (failure == null) {
            failure = error;
        }
    }

    @Override
    synchronized void end(Throwable error) {
        if (error == null) {
            ending = true;
        } else {
            fail(error);
        }
    }

    @Override
    synchronized void hurry(Throwable error) {
        if (!buffer.isEmpty() || isReplaying()) {
            fail(error);
        }
    }

    @Override
    boolean isOver() {
        return over;
    }

    @Override
    synchronized long progress() {
        return delivered;
    }
}
