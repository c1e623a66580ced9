package org.eventnexus.stream;

import java.lang.System.Logger.Level;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Does a piece of work on an executor, never twice at a time, and once more if it is woken meanwhile. An executor that
 * rejects is asked again. Thread-safe.
 */
final class SerialTask {
    private enum State {
        IDLE,
        SUBMITTED,
        RUNNING,
        /** Running, and woken since it began. */
        AGAIN
    }

    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    private static final Duration RETRY = Duration.ofMillis(100);

    private final Executor executor;
    private final Surroundings domain;
    private final BooleanSupplier work;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    /** @param work does a bounded part; whether there is more */
    SerialTask(Executor executor, Surroundings domain, BooleanSupplier work) {
        this.executor = executor;
        this.domain = domain;
        this.work = work;
    }

    /** There is something to do, written before this call. Not under a lock: the executor may run it right here. */
    void wake() {
        VarHandle.fullFence(); // pairs with the end of a run: we write, then look at the state; it the other way round
        for (; ; ) {
            State seen = state.get();
            if (seen == State.SUBMITTED || seen == State.AGAIN) {
                return;
            }
            State then = seen == State.IDLE ? State.SUBMITTED : State.AGAIN;
            if (state.compareAndSet(seen, then)) {
                if (then == State.SUBMITTED && submit()) {
                    runParts(State.SUBMITTED);
                }
                return;
            }
        }
    }

    /** A task as the executor gets it. */
    private final class Handover implements Runnable {
        /** Who is handing it in just now; else null. Only that thread finds itself here. */
        private Thread submitter = Thread.currentThread();

        private boolean calledBack;

        @Override
        public void run() {
            if (submitter == Thread.currentThread()) {
                calledBack = true; // by an executor that runs tasks on the calling thread
            } else {
                runParts(State.SUBMITTED);
            }
        }
    }

    /** Whether it is to be run right here: in a call from within, the stack would grow with each part. */
    private boolean submit() {
        var handover = new Handover();
        try {
            executor.execute(handover);
        } catch (RuntimeException | Error rejection) {
            rejected();
        }
        handover.submitter = null;
        return handover.calledBack;
    }

    private void rejected() {
        if (state.compareAndSet(State.SUBMITTED, State.IDLE)) {
            try {
                domain.schedule(this::wake, RETRY);
            } catch (RejectedExecutionException gone) {
                // whoever wakes it next tries again, and a stop runs it itself
            }
        }
    }

    /** On the calling thread, if it does not run already: for a stop when the executor does not. */
    void runHere() {
        if (!runParts(State.SUBMITTED)) {
            runParts(State.IDLE);
        }
    }

    /** Whether it was in the state to begin from. */
    private boolean runParts(State from) {
        boolean begun = state.compareAndSet(from, State.RUNNING);
        for (boolean here = begun; here; ) {
            boolean more = work();
            if (!more && state.compareAndSet(State.RUNNING, State.IDLE)) {
                return true;
            }
            state.set(State.SUBMITTED);
            here = submit() && state.compareAndSet(State.SUBMITTED, State.RUNNING);
        }
        return begun;
    }

    private boolean work() {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException | Error broken) { // it must be possible to wake it again
            LOG.log(Level.ERROR, "ENX-0007 among those who follow the domain '" + domain.domain() + "'", broken);
            return false;
        }
    }
}
