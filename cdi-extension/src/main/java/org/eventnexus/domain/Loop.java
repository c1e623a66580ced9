package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A domain's loop: who runs it, and when. What it does with events while it runs is the {@link Drain}'s.
 *
 * <p>It has no thread (R11). Turning non-empty submits one drain, which handles a bounded number of events and yields.
 * At most one drain runs: who moves the phase from {@code SCHEDULED} to {@code RUNNING} is the loop until it moves it on.
 * What others want of the loop (the end of a stage, an acknowledgement, a change of state) they put into its inbox.
 */
final class Loop implements Runnable {
    /** What the loop is doing; decides who has to wake it. */
    private enum Phase {
        /** Nothing to do; a publisher wakes it. */
        IDLE,
        /** May not take events now; only the inbox wakes it. */
        WAITING,
        /** Submitted to the executor. */
        SCHEDULED,
        RUNNING
    }

    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final long FOR_EVER = Long.MAX_VALUE / 2;
    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Loop.class, "phase", Phase.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Fixed.
    private final String name;
    private final Mailbox mailbox;
    private final Executor executor;
    private final Scheduler scheduler;
    private final DomainEngine engine;
    private final Drain drain;

    // Any thread.
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private volatile Phase phase = Phase.WAITING;
    private volatile Thread thread;
    private volatile boolean rejected;
    private volatile boolean over;
    /** Whether the executor has run a submitted loop on the submitting thread; only meant for that thread. */
    private boolean calledBack;

    Loop(Domain domain, Mailbox mailbox, Dispatcher dispatcher, DomainEngine engine) {
        this.name = domain.name();
        this.mailbox = mailbox;
        this.executor = engine.executor();
        this.scheduler = engine.scheduler();
        this.engine = engine;
        this.drain = new Drain(domain, this, mailbox, dispatcher, engine.clock());
    }

    Drain drain() {
        return drain;
    }

    boolean isCurrentThread() {
        return thread == Thread.currentThread();
    }

    // ---- any thread

    /** A publisher: after its event is in the mailbox. */
    void wake() {
        if (phase == Phase.IDLE && PHASE.compareAndSet(this, Phase.IDLE, Phase.SCHEDULED)) {
            submit();
        }
    }

    /** Has the loop run a task between two events. */
    void post(Runnable task) {
        inbox.add(task);
        for (; ; ) {
            Phase seen = phase;
            if (seen == Phase.SCHEDULED || seen == Phase.RUNNING) {
                return; // it looks into the inbox before it rests
            }
            if (PHASE.compareAndSet(this, seen, Phase.SCHEDULED)) {
                submit();
                return;
            }
        }
    }

    /** The same without the executor: for who runs the loop himself. */
    void leave(Runnable task) {
        inbox.add(task);
    }

    /**
     * Has threads that may be held run the loop until it rests, if it waits for one: for a stop when the executor's are all
     * held. Whether there are such threads.
     */
    boolean lend() {
        Executor others = engine.blockingExecutor();
        if (others != null && phase == Phase.SCHEDULED) {
            try {
                others.execute(() -> runHere(System.nanoTime() + FOR_EVER));
            } catch (RuntimeException | Error gone) {
                return false;
            }
        }
        return others != null;
    }

    /**
     * Runs the loop on the calling thread until it rests or the time is over, unless it runs already: for a stop when the
     * executor does not. Who calls this comes back, or is the last one.
     */
    void runHere(long endNanos) {
        Phase seen = phase;
        if (seen == Phase.IDLE || seen == Phase.WAITING) {
            PHASE.compareAndSet(this, seen, Phase.SCHEDULED);
        }
        Loop outer = engine.enter(this);
        try {
            while (runBatch() && System.nanoTime() - endNanos < 0) {}
        } finally {
            engine.leave(outer);
        }
    }

    /** Whether it rests because there is nothing to do. */
    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** Whether it rests because it may take no events now. */
    boolean isBlocked() {
        return phase == Phase.WAITING;
    }

    /** Whether the executor did not take the loop when it was last asked. */
    boolean isRejected() {
        return rejected;
    }

    /** The domain has ended: what still comes is run if it can be, but nobody insists. */
    void over() {
        over = true;
    }

    /** The executor may reject, or be gone for good; then somebody tries again, and a stop runs the loop itself. */
    private void submit() {
        engine.watch().wake();
        try {
            executor.execute(this);
            if (rejected) {
                rejected = false;
            }
        } catch (RuntimeException | Error refusal) {
            if (!rejected && !over) {
                LOG.log(
                        Level.WARNING,
                        "ENX-0006 the executor rejects the loop of the domain ''{0}'': {1}",
                        name,
                        refusal);
            }
            rejected = true;
            retry();
        }
    }

    private void retry() {
        try {
            if (over) {
                throw new RejectedExecutionException();
            }
            scheduler.schedule(
                    () -> {
                        if (phase == Phase.SCHEDULED) {
                            submit();
                        }
                    },
                    RETRY);
        } catch (RuntimeException | Error gone) {
            PHASE.compareAndSet(this, Phase.SCHEDULED, Phase.IDLE); // the next publisher tries again
        }
    }

    // ---- on the loop

    @Override
    public void run() {
        if (engine.currentLoop() == this) {
            calledBack = true; // by an executor that runs tasks on the calling thread, which is in submitAgain
            return;
        }
        Loop outer = engine.enter(this);
        try {
            while (runBatch() && submitAgain()) {}
        } finally {
            engine.leave(outer);
        }
    }

    /** Whether the loop goes on right here: in a call from within, the stack would grow with each batch. */
    private boolean submitAgain() {
        calledBack = false;
        submit();
        return calledBack;
    }

    /** Handles a bounded number of events; whether there may be more. Then the loop is left as {@code SCHEDULED}. */
    private boolean runBatch() {
        if (!PHASE.compareAndSet(this, Phase.SCHEDULED, Phase.RUNNING)) {
            return false; // a second submit, or a stop was here first
        }
        thread = Thread.currentThread();
        try {
            if (drain.run()) {
                return false;
            }
        } catch (RuntimeException | Error broken) { // the loop must go on
            report(broken);
        }
        thread = null;
        phase = Phase.SCHEDULED;
        return true;
    }

    /** Whether there is something in the inbox. */
    boolean hasPosts() {
        return !inbox.isEmpty();
    }

    void runPosts() {
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error broken) {
                report(broken);
            }
        }
    }

    /**
     * The drain has nothing to do: leaves the loop, unless something has come at the last moment.
     *
     * @param blocked whether it is so because no events may be taken now
     * @return whether the loop is left; then the thread is the loop no longer
     */
    boolean rest(boolean blocked) {
        Phase resting = blocked ? Phase.WAITING : Phase.IDLE;
        thread = null;
        phase = resting;
        // A publisher claims, then reads the phase; we write the phase, then read the claims: one of us sees the other.
        boolean more = !inbox.isEmpty() || !blocked && !mailbox.isEmpty();
        if (more && PHASE.compareAndSet(this, resting, Phase.RUNNING)) {
            thread = Thread.currentThread();
            return false;
        }
        return true;
    }

    private void report(Throwable broken) {
        LOG.log(Level.ERROR, "ENX-0007 in the loop of the domain '" + name + "'", broken);
    }
}
