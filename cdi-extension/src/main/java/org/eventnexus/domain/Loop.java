package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A domain's loop: takes events from the mailbox, one at a time, on whatever thread the executor gives it.
 *
 * <p>It has no thread (R11). Turning non-empty submits one drain, which handles a bounded number of events and yields.
 * A submit costs one to forty microseconds, so that a drain whose events go quickly handles more of them.
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
    /** Events between two looks at the clock. */
    private static final int BATCH = 64;
    /** Batches of one drain at most, if they take no longer than a slice; a slow receiver's loop yields after the first. */
    private static final int MAX_BATCHES = 4;

    private static final long SLICE_NANOS = 20_000;
    private static final int IDLE_SPINS = 100;
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Loop.class, "phase", Phase.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Fixed.
    private final Domain domain;
    private final RingMailbox mailbox;
    private final Dispatcher dispatcher;
    private final Executor executor;
    private final Scheduler scheduler;
    private final DomainEngine engine;
    private final int inFlight;

    // Any thread.
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private volatile Phase phase = Phase.WAITING;
    private volatile Thread thread;
    private volatile boolean rejected;
    private volatile boolean over;
    /** Whether the executor has run a submitted loop on the submitting thread; only meant for that thread. */
    private boolean calledBack;

    // Owned by the loop.
    private final ArrayDeque<Delivery<?>> secondaries = new ArrayDeque<>();
    private boolean open;
    private boolean abandoning;
    private Runnable whenDrained;
    private final Set<Suspension> suspensions = new LinkedHashSet<>(4);
    private final Backpressure backpressure;

    Loop(Domain domain, RingMailbox mailbox, Dispatcher dispatcher, DomainEngine engine) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.dispatcher = dispatcher;
        this.executor = engine.executor();
        this.scheduler = engine.scheduler();
        this.engine = engine;
        this.inFlight = domain.config().inFlight();
        this.backpressure = new Backpressure(this);
    }

    String name() {
        return domain.name();
    }

    boolean isCurrentThread() {
        return thread == Thread.currentThread();
    }

    Backpressure backpressure() {
        return backpressure;
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
                        name(),
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
            if (drain()) {
                return false;
            }
            domain.admission().roomMade();
        } catch (RuntimeException | Error broken) { // the loop must go on
            LOG.log(Level.ERROR, "ENX-0007 in the loop of the domain '" + name() + "'", broken);
        }
        thread = null;
        phase = Phase.SCHEDULED;
        return true;
    }

    /** Whether the loop rests; if not, it has had its share. */
    private boolean drain() {
        dispatcher.begin();
        long started = engine.clock().nanoTime();
        int batches = MAX_BATCHES;
        int left = BATCH;
        int spins = IDLE_SPINS;
        for (; ; ) {
            if (!inbox.isEmpty()) {
                readInbox();
            }
            Delivery<?> next = next();
            if (next != null) {
                spins = IDLE_SPINS;
                handle(next);
                if (--left == 0) {
                    if (--batches == 0 || engine.clock().nanoTime() - started >= SLICE_NANOS) {
                        return false;
                    }
                    domain.admission().roomMade();
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
        return secondary != null ? secondary : mailbox.poll();
    }

    private void handle(Delivery<?> delivery) {
        if (abandoning) {
            dispatcher.abandon(delivery);
        } else {
            dispatcher.dispatch(delivery);
            backpressure.pauseIfAsked();
        }
    }

    private void readInbox() {
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error broken) {
                LOG.log(Level.ERROR, "ENX-0007 in the loop of the domain '" + name() + "'", broken);
            }
        }
    }

    /** Whether the loop is left; if not, there is something to do after all. */
    private boolean rest() {
        mailbox.publishHead();
        domain.admission().roomMade();
        if (whenDrained != null && isDrained()) {
            Runnable drained = whenDrained;
            whenDrained = null;
            drained.run();
        }
        boolean blocked = !mayTake();
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

    private boolean isDrained() {
        return suspensions.isEmpty() && secondaries.isEmpty() && mailbox.isEmpty() && inbox.isEmpty();
    }

    /** Secondary events of one whose receivers are done. */
    void addSecondaries(Iterable<Delivery<?>> emitted) {
        emitted.forEach(secondaries::addLast);
    }

    /** An event's dispatch waits for a stage. */
    void suspended(Suspension suspension) {
        suspensions.add(suspension);
    }

    /** The stage has ended: the dispatch goes on. */
    void resume(Suspension suspension, Object value, Throwable error) {
        if (suspensions.remove(suspension)) { // else it was abandoned meanwhile
            dispatcher.resume(suspension, value, error);
            backpressure.pauseIfAsked();
        }
    }

    /** Lets events be taken. */
    void open() {
        open = true;
    }

    /** Calls back, on the loop, when nothing is left. The mailbox is closed. */
    void whenDrained(Runnable callback) {
        whenDrained = callback;
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
            held.add(current);
            VarHandle.loadLoadFence();
            return dispatcher.current() == current ? held : List.of();
        } catch (RuntimeException changed) {
            return List.of();
        }
    }
}
