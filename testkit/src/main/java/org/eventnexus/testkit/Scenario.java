package org.eventnexus.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.eventnexus.DeadLetter;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.testkit.Recording.Entry;

/**
 * What a test does with its domains, and sees of them: publishes, moves the clock, and looks at what came of it. A
 * parameter of test methods and of {@code @BeforeEach} methods, or injected into a field.
 *
 * <pre>{@code
 * scenario.publish("orders", "order.placed", new Order("lamp")).andWait().completes().emits("order.reserved");
 * scenario.advance(Duration.ofMinutes(30));
 * assertEquals(1, scenario.published("reminders").size());
 * }</pre>
 *
 * <p>Everything happens on the thread that publishes or moves the clock, before the call returns; time stands still but for
 * {@link #advance}. Only what the test's own beans do on other threads, and pull sources, happens by itself: for these there
 * is {@link #await(String, BooleanSupplier)}, which waits for real.
 *
 * <p>Thread-safe, though meant for the test's thread; methods that wait or move the clock refuse to be called by receivers.
 * No method takes or returns null, but for payloads.
 */
public final class Scenario {
    private static final long POLL_MILLIS = 5;

    private final TestRuntime runtime;
    private final Duration patience;

    Scenario(TestRuntime runtime, Duration patience) {
        this.runtime = runtime;
        this.patience = patience;
    }

    /**
     * Publishes an event of a type into a domain.
     *
     * @throws IllegalArgumentException if there is no such domain, or the type is malformed
     */
    public Publishing publish(String domain, String type, Object payload) {
        return publish(domain, EventDraft.of(type, payload));
    }

    /** Publishes an event of the type that the payload's class names; see {@link EventDraft#of(Object)}. */
    public Publishing publish(String domain, Object payload) {
        return publish(domain, EventDraft.of(payload));
    }

    /**
     * Publishes what a draft says. If the domain's queue is full and makes publishers wait, the event waits by itself, until
     * there is room or the clock has been moved past the domain's {@code await-timeout}; as many as the queue's capacity may
     * wait so, and further ones are refused.
     */
    public Publishing publish(String domain, EventDraft<?> draft) {
        EventBus bus = bus(domain);
        var publishing = new Publishing(this, runtime.journal.mark(), bus.publishAsync(draft));
        if (!runtime.executor.isHolding() && !runtime.executor.isInTask()) {
            runtime.rest();
        }
        return publishing;
    }

    /**
     * Keeps the domains from handling anything while something publishes, then lets them: so events pile up in the queues,
     * as they do under load, and what a domain's order, capacity and overflow policy do can be seen.
     */
    public Scenario holding(Runnable meanwhile) {
        requireFree();
        runtime.executor.hold(meanwhile);
        return this;
    }

    /**
     * Moves the clock, and runs what becomes due on the way, each at its time: timers, retries, timeouts, delayed events.
     *
     * @param by not negative
     * @throws IllegalStateException if that comes to no rest: if something goes on for ever without time passing
     */
    public Scenario advance(Duration by) {
        advance(by, () -> false);
        return this;
    }

    /** Moves the clock until something holds, but no further than this. */
    void advance(Duration most, BooleanSupplier enough) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("the clock cannot be moved by " + most);
        }
        requireFree();
        runtime.time.advance(most, enough);
    }

    /** What time it is in the test. */
    public Instant now() {
        return runtime.time.instant();
    }

    /** The test's clock, in UTC: for beans that take one. */
    public Clock clock() {
        return new View(runtime.time, ZoneOffset.UTC);
    }

    /**
     * Waits, in real time and at most the test's patience, until something is so: for what happens on other threads.
     *
     * @param what completes "waited for …"
     * @throws AssertionError if it is not so by then
     */
    public Scenario await(String what, BooleanSupplier condition) {
        requireFree();
        runtime.time.advance(Duration.ZERO, () -> false);
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited for " + what + " in vain" + afterPatience());
            }
            pause();
            runtime.rest();
        }
        return this;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }

    /**
     * Waits, in real time and at most the test's patience, for a stage.
     *
     * @return its value, which may be null
     * @throws AssertionError if it does not complete by then, or completes exceptionally: then with that as its cause
     */
    public <T> T await(CompletionStage<T> stage) {
        requireFree();
        runtime.time.advance(Duration.ZERO, () -> false);
        var future = new CompletableFuture<T>();
        stage.whenComplete((value, error) -> {
            if (error == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(error);
            }
        });
        try {
            return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("the stage failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("the stage did not complete" + afterPatience());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }

    /** The tail of a message: how long was waited, and why that may have been in vain. */
    String afterPatience() {
        List<Duration> waits = runtime.time.waits(3);
        String due = waits.isEmpty()
                ? "nothing is due at the test's clock: does another thread, or anybody, go on?"
                : "the test's clock stands still, and what is due next is due in " + Story.list(waits)
                        + ": is it to be moved, by advance or by andWait(Duration), or does nobody go on?";
        return " for " + patience.toMillis() + " ms of real time; " + due + "\n" + story();
    }

    /** Everything that a domain has admitted since its start, in its order: whether published by the test or not. */
    public List<NexusEvent<?>> published(String domain) {
        return published(domain, event -> true);
    }

    /** The same of certain types: an exact one or a pattern; see {@link EventSelector#parse}. */
    public List<NexusEvent<?>> published(String domain, String selector) {
        return published(domain, EventSelector.parse(selector)::matches);
    }

    private List<NexusEvent<?>> published(String domain, Predicate<NexusEvent<?>> which) {
        runtime.journal.read();
        return events(runtime.journal.domain(domain).all()).stream()
                .filter(which)
                .toList();
    }

    static List<NexusEvent<?>> events(List<Entry> entries) {
        return entries.stream().<NexusEvent<?>>map(Entry::event).toList();
    }

    /** The events of all domains that nobody took, in the order of admission. */
    public List<NexusEvent<?>> unhandled() {
        return events(runtime.journal.entries(Entry::isUnhandled));
    }

    /** The dead letters of all domains, each domain's in the order of their making. */
    public List<DeadLetter> deadLetters() {
        return runtime.journal.deadLetters(letter -> true);
    }

    /** The failures of receivers, those that no publisher is told of as well. They are not logged in a test. */
    public List<Failure> failures() {
        return runtime.journal.failures();
    }

    /** A domain's owner. */
    public Nexus nexus(String domain) {
        return runtime.journal.domain(domain).nexus();
    }

    /** A domain's bus. */
    public EventBus bus(String domain) {
        return nexus(domain).bus();
    }

    /** What has happened in all domains since their start, a line for each event, in the order of admission. */
    public String story() {
        runtime.journal.read();
        return new Story(runtime.journal).of(runtime.journal.entries(entry -> true));
    }

    /** The same. */
    @Override
    public String toString() {
        return story();
    }

    // ---- for what it gives out

    Journal journal() {
        return runtime.journal;
    }

    /** Whether a publication ends within the patience. */
    boolean awaitEnd(Publication publication) {
        requireFree();
        runtime.time.advance(Duration.ZERO, publication::isDone);
        try {
            publication.await(patience);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }

    private void requireFree() {
        if (runtime.executor.isInTask() || runtime.executor.isHolding()) {
            throw new IllegalStateException(
                    "ENX-0063 the test's domains cannot go on while a receiver, or what is called"
                            + " by holding, waits for them or moves the clock; do that in the test itself");
        }
    }

    private static final class View extends Clock {
        private final VirtualTime time;
        private final ZoneId zone;

        private View(VirtualTime time, ZoneId zone) {
            this.time = time;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new View(time, other);
        }

        @Override
        public Instant instant() {
            return time.instant();
        }
    }
}
