package org.eventnexus.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps followers going when there is something new, on threads of an executor and one task at a time. It visits all of
 * them in a round, a bounded number in each task, so that thousands of clients do not keep a domain from its thread.
 *
 * <p>{@link #wake} may be called by anybody, publishers included, and does no more than submit the task. No signal is
 * lost: one that comes during a round leads to another round.
 */
final class Pump implements Runnable {
    private static final Logger LOG = Logger.getLogger(Pump.class.getName());
    private static final int VISITS_A_TASK = 256;

    private enum State {
        IDLE,
        /** Submitted or running, and signalled since the last round began. */
        SIGNALLED,
        /** Submitted or running, and not signalled. */
        RUNNING
    }

    private final Executor executor;
    private final LongSupplier clock;
    private final Runnable beforeRound;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final AtomicBoolean tickDue = new AtomicBoolean();
    private final AtomicInteger population = new AtomicInteger();
    private final Queue<Follower> arrivals = new ConcurrentLinkedQueue<>();

    // owned by the task
    private final List<Follower> followers = new ArrayList<>();
    private int cursor;
    private boolean again;
    private boolean ticking;

    /** @param beforeRound looks how far followers may go */
    Pump(Executor executor, LongSupplier clock, Runnable beforeRound) {
        this.executor = executor;
        this.clock = clock;
        this.beforeRound = beforeRound;
    }

    void add(Follower follower) {
        population.incrementAndGet();
        arrivals.add(follower);
        wake();
    }

    /** There is something new. */
    void wake() {
        if (population.get() > 0 && state.get() != State.SIGNALLED && state.getAndSet(State.SIGNALLED) == State.IDLE) {
            submit();
        }
    }

    /** Time has passed. */
    void tick() {
        tickDue.set(true);
        wake();
    }

    /** Rejected, it lies idle until the next signal or tick. */
    private void submit() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException closed) {
            state.set(State.IDLE);
        }
    }

    @Override
    public void run() {
        boolean signalled = state.getAndSet(State.RUNNING) == State.SIGNALLED;
        if (cursor == 0) {
            beginRound();
        } else {
            again |= signalled;
        }
        visitSome();
        if (cursor < followers.size()) {
            submit();
        } else {
            endRound();
        }
    }

    private void beginRound() {
        again = false;
        ticking = tickDue.getAndSet(false);
        for (Follower arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            followers.add(arrival);
        }
        beforeRound.run();
    }

    private void endRound() {
        cursor = 0;
        if (again || !state.compareAndSet(State.RUNNING, State.IDLE)) {
            submit();
        }
    }

    private void visitSome() {
        for (int visits = 0; visits < VISITS_A_TASK && cursor < followers.size(); visits++) {
            Follower follower = followers.get(cursor);
            visit(follower);
            if (follower.isClosed()) {
                remove();
            } else {
                cursor++;
            }
        }
    }

    private void visit(Follower follower) {
        try {
            if (ticking) {
                follower.tick(clock.getAsLong());
            }
            again |= follower.advance();
        } catch (RuntimeException bug) {
            LOG.log(Level.WARNING, "ENX-0210 a stream ends because of an error", bug);
            follower.close();
        }
    }

    /** The last one takes its place. */
    private void remove() {
        Follower last = followers.remove(followers.size() - 1);
        if (cursor < followers.size()) {
            followers.set(cursor, last);
        }
        population.decrementAndGet();
    }
}
