package org.eventnexus.source;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSource;
import org.eventnexus.NexusEvent;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.RefusedByMiddlewareException;
import org.eventnexus.SourceContext.Scheduled;

/**
 * Asks a source for an event, publishes it, waits until it has been admitted, and begins anew. At any moment one party has
 * the turn: a task on the executor, the stage of the event or of its admission, or the scheduler. What it needs is passed
 * on from one to the next, and no thread is held between them.
 */
final class PullLoop extends Registration implements Runnable {
    /** Events in a row, after which others get the thread. */
    private static final int TURNS = 64;

    /** How long to wait when a queue refuses or drops events instead of making them wait, or has not had room for long. */
    private static final Duration FIRST_RETRY = Duration.ofMillis(10);

    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    // Fixed.
    private final EventSource source;
    private final AsyncPullSource asked;
    private final Restarts restarts;
    private final Relay relay;
    private final SourceRegistry registry;

    // Whose turn it is.
    private Answer<EventDraft<?>> obtaining;
    private EventDraft<?> obtained;
    private Answer<NexusEvent<?>> admitting;
    private Duration retry = FIRST_RETRY;

    // Any thread.
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Scheduled pause = () -> {};
    /** The thread that runs it; null, or the one that is just leaving it, if none does. */
    private final AtomicReference<Thread> running = new AtomicReference<>();

    /**
     * @param source as it was registered
     * @param asked the same, or what makes it asynchronous
     */
    PullLoop(
            String name,
            DomainSources domain,
            EventSource source,
            AsyncPullSource asked,
            Restarts restarts,
            Relay relay,
            SourceRegistry registry) {
        super(name, domain);
        this.source = source;
        this.asked = asked;
        this.restarts = restarts;
        this.relay = relay;
        this.registry = registry;
    }

    @Override
    void start() {
        tellStarted();
        hop();
    }

    private void hop() {
        relay.execute(this, this::threadsGone);
    }

    private void hopAfter(Duration delay) {
        pause = relay.executeAfter(delay, this, this::threadsGone);
        if (over.get()) {
            pause.cancel();
        }
    }

    @Override
    public void run() {
        Thread thread = Thread.currentThread();
        // By an executor that runs tasks on the calling thread: from in here, the stack would grow with each call.
        if (relay.surroundings().isInLoop() || running.get() == thread) {
            hopAfter(Duration.ZERO);
            return;
        }
        running.set(thread);
        try {
            takeTurns();
        } finally {
            running.compareAndSet(thread, null); // else another thread runs it by now
        }
    }

    private void takeTurns() {
        for (int turn = 0; turn < TURNS; turn++) {
            if (over.get() || !(obtained == null ? obtain() : publish())) {
                return;
            }
        }
        hop();
    }

    /** Whether the turn is still here. */
    private boolean obtain() {
        if (obtaining == null) {
            obtaining = new Answer<>(this::hop);
            try {
                asked.obtain().whenComplete(obtaining);
            } catch (Exception | Error error) {
                obtaining = null;
                return failed(error);
            }
            if (obtaining.leave()) {
                return false;
            }
        }
        Answer<EventDraft<?>> answer = obtaining;
        obtaining = null;
        obtained = answer.value();
        if (answer.error() != null) {
            return failed(answer.error());
        }
        return obtained != null || failed(new NullPointerException("the source gave null instead of an event"));
    }

    /** Whether the turn is still here. */
    private boolean publish() {
        if (admitting == null) {
            if (!inlet().hasRoom()) {
                return waitForRoom();
            }
            admitting = new Answer<>(this::hop);
            try {
                inlet().publishObtained(obtained).accepted().whenComplete(admitting);
            } catch (RuntimeException | Error error) {
                admitting = null;
                obtained = null;
                return failed(error);
            }
            if (admitting.leave()) {
                return false;
            }
        }
        // To publish again what a middleware has refused would be in vain.
        boolean admitted =
                admitting.error() == null || unwrapped(admitting.error()) instanceof RefusedByMiddlewareException;
        admitting = null;
        return admitted ? admitted() : waitForRoom();
    }

    private boolean admitted() {
        obtained = null;
        retry = FIRST_RETRY;
        restarts.succeeded();
        return true;
    }

    private boolean waitForRoom() {
        if (inlet().isOpen()) {
            hopAfter(retry);
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
        } else {
            end(null);
        }
        return false;
    }

    private boolean failed(Throwable thrown) {
        Throwable error = unwrapped(thrown);
        if (error instanceof NoMoreEventsException) {
            end(null);
        } else if (!over.get()) {
            restarts.failed(error, List.of(inlet().name()))
                    .ifPresentOrElse(delay -> tryAgain(error, delay), () -> end(error));
        }
        return false;
    }

    private void tryAgain(Throwable error, Duration delay) {
        tellFailed(error, delay);
        hopAfter(delay);
    }

    private static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private void threadsGone(Throwable rejection) {
        if (!over.get()) {
            restarts.gaveUp(rejection, List.of(inlet().name()));
            end(rejection);
        }
    }

    @Override
    public void cancel() {
        end(null);
    }

    private void end(Throwable error) {
        if (over.compareAndSet(false, true)) {
            deactivate();
            pause.cancel();
            restarts.close();
            registry.forget(source, source);
            tellEnded(error);
        }
    }
}
