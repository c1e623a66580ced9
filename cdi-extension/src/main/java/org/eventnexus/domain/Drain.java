package org.eventnexus.domain;

import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What a loop does with events while it runs: takes them from the mailbox, one at a time, secondary events first, and has
 * them dispatched, or abandoned at a stop.
 *
 * <p>It handles a bounded number of events at a time. A submit costs one to forty microseconds, so that a drain whose
 * events go quickly handles more of them. Owned by the loop, but for {@link #abandonFromOutside}.
 */
final class Drain {
    /** Events between two looks at the clock. */
    private static final int BATCH = 64;
    /** Batches of one drain at most, if they take no longer than a slice; a slow receiver's loop yields after the first. */
    private static final int MAX_BATCHES = 4;

    private static final long SLICE_NANOS = 20_000;
    private static final int IDLE_SPINS = 100;

    private final Loop loop;
    private final Mailbox mailbox;
    private final Admission admission;
    private final Dispatcher dispatcher;
    private final EngineClock clock;
    private final int inFlight;
    private final Backpressure backpressure;

    private final ArrayDeque<Delivery<?>> secondaries = new ArrayDeque<>();
    /** Dead letters' events, one after the other like first events, before those of the mailbox. */
    private final ArrayDeque<Redelivery<?>> redeliveries = new ArrayDeque<>(0);

    private final Set<Suspension> suspensions = new LinkedHashSet<>(4);
    /** How many these are, for others to read, a little late. */
    private final AtomicInteger suspended = new AtomicInteger();
    /** What is done elsewhere. */
    private final Parts parts = new Parts();

    private boolean open;
    private boolean abandoning;
    private LongConsumer whenEmpty;

    Drain(Domain domain, Loop loop, Mailbox mailbox, Dispatcher dispatcher, EngineClock clock) {
        this.loop = loop;
        this.mailbox = mailbox;
        this.admission = domain.admission();
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.inFlight = domain.config().inFlight();
        this.backpressure = new Backpressure(loop);
    }

    Backpressure backpressure() {
        return backpressure;
    }

    /** Handles a bounded number of events; true if the loop has been left as there was nothing to do. */
    boolean run() {
        dispatcher.begin();
        long started = clock.nanoTime();
        int batches = MAX_BATCHES;
        int left = BATCH;
        int spins = IDLE_SPINS;
        for (; ; ) {
            if (loop.hasPosts()) {
                loop.runPosts();
            }
            Delivery<?> next = next();
            if (next != null) {
                spins = IDLE_SPINS;
                handle(next);
                if (--left == 0) {
                    admission.roomMade();
                    if (--batches == 0 || clock.nanoTime() - started >= SLICE_NANOS) {
                        return false;
                    }
                    left = BATCH;
                }
            } else if (mayTake() && spins-- > 0) {
                Thread.onSpinWait();
            } else if (rest()) {
                return true;
            } else {
                spins = IDLE_SPINS;
                Thread.yield(); // a publisher is between claim and publication, or something came at the last moment
            }
        }
    }

    private boolean mayTake() {
        return open && suspensions.size() < inFlight && !backpressure.isPaused();
    }

    private Delivery<?> next() {
        if (!mayTake()) {
            return null;
        }
        Delivery<?> secondary = secondaries.poll();
        if (secondary != null) {
            return secondary;
        }
        return redeliveries.isEmpty() ? mailbox.poll() : nextRedelivery();
    }

    private Delivery<?> nextRedelivery() {
        for (Redelivery<?> next = redeliveries.poll(); next != null; next = redeliveries.poll()) {
            if (dispatcher.mayDispatch(next)) {
                return next;
            }
        }
        return mailbox.poll();
    }

    private void handle(Delivery<?> delivery) {
        if (abandoning) {
            dispatcher.abandon(delivery);
        } else {
            dispatcher.dispatch(delivery);
            backpressure.pauseIfAsked();
        }
    }

    /** Whether the loop is left; if not, there is something to do after all. */
    private boolean rest() {
        mailbox.publishHead();
        admission.roomMade();
        if (whenEmpty != null) {
            long sequence = mailbox.sequence(); // before the look: nothing up to here is left
            if (isEmpty()) {
                whenEmpty.accept(sequence);
            }
        }
        return loop.rest(!mayTake());
    }

    private boolean isEmpty() {
        return suspensions.isEmpty()
                && secondaries.isEmpty()
                && parts.isEmpty()
                && redeliveries.isEmpty()
                && mailbox.isEmpty()
                && !loop.hasPosts();
    }

    /** Secondary events of one whose receivers are done. */
    void addSecondaries(Iterable<Delivery<?>> emitted) {
        for (Delivery<?> secondary : emitted) { // mostly none: a lambda would be made for each event
            secondaries.addLast(secondary);
        }
    }

    /** What is done elsewhere, and has not ended. */
    Parts parts() {
        return parts;
    }

    /** An event to be delivered again. */
    void addRedelivery(Redelivery<?> redelivery) {
        redeliveries.addLast(redelivery);
        if (whenEmpty != null) {
            whenEmpty.accept(-1); // it has no new sequence to tell that the loop is not empty any more
        }
    }

    /** An event's dispatch waits for a stage, or for a receiver's next attempt. */
    void suspended(Suspension suspension) {
        suspensions.add(suspension);
        suspended.setOpaque(suspensions.size());
    }

    /** Any thread: how many dispatches wait for something. */
    int suspended() {
        return suspended.getOpaque();
    }

    /** What dispatches wait for. */
    Iterable<Suspension> suspensions() {
        return suspensions;
    }

    /** That has come: the dispatch goes on. */
    void resume(Suspension suspension, Object value, Throwable error) {
        if (suspensions.remove(suspension)) { // else it was abandoned meanwhile
            suspended.setOpaque(suspensions.size());
            dispatcher.resume(suspension, value, error);
            backpressure.pauseIfAsked();
        }
    }

    /** Lets events be taken. */
    void open() {
        open = true;
    }

    /** Calls back, on the loop, whenever it rests and nothing is left, with the last sequence given by then. */
    void whenEmpty(LongConsumer callback) {
        whenEmpty = callback;
    }

    /** On the loop: what waits, or is done elsewhere, and has not ended. */
    void peek(Consumer<Delivery<?>> to) {
        suspensions.forEach(suspension -> to.accept(suspension.delivery));
        secondaries.forEach(to);
        parts.forEachEvent(to);
        mailbox.peek(to);
    }

    /** From now on events are abandoned instead of handled, and nothing is waited for. */
    void abandon() {
        open = true; // also if it was never started: what waits must end
        abandoning = true;
        suspensions.forEach(suspension -> {
            suspension.close();
            dispatcher.abandon(suspension.delivery);
        });
        suspensions.clear();
        suspended.setOpaque(0);
        parts.takeAll().forEach(Part::abandon);
        backpressure.forget();
    }

    /** A stop that the loop does not come back to: ends what waits, on the stopping thread. */
    void abandonFromOutside() {
        held().forEach(dispatcher::abandonFromOutside);
        mailbox.peek(dispatcher::abandonFromOutside);
    }

    /**
     * What the loop holds while it is in a receiver that does not return; nothing if it is not, and comes by itself. A look
     * at what is the loop's alone: good if the loop was in the same receiver before and after.
     */
    private List<Delivery<?>> held() {
        Delivery<?> current = dispatcher.current();
        if (current == null) {
            return List.of();
        }
        try {
            var held = new ArrayList<Delivery<?>>(secondaries);
            suspensions.forEach(suspension -> held.add(suspension.delivery));
            parts.forEachEvent(held::add);
            held.add(current);
            VarHandle.loadLoadFence();
            return dispatcher.current() == current ? held : List.of();
        } catch (RuntimeException changed) {
            return List.of();
        }
    }
}
