package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;

/** Brings the workers of a lane, or of a work queue's collector, to an executor; one that rejects is asked again (R11). Thread-safe. */
final class LaneThreads {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    private static final Duration RETRY = Duration.ofMillis(100);

    private final Workplace place;
    private final Domain domain;
    private final Executor executor;

    // Guarded by this.
    private final ArrayDeque<Worker> rejected = new ArrayDeque<>(0);
    private boolean due;
    private boolean told;
    private boolean over;
    /** Whether there are rejected ones. Written with the lock. */
    private volatile boolean stranded;

    LaneThreads(Workplace place, Executor executor) {
        this.place = place;
        this.domain = place.domain();
        this.executor = executor;
    }

    /** Works on what waits there, some of it at a time. */
    private final class Worker {
        /** Whether it begins with a permit of the domain's lanes. */
        private boolean permitted;

        private Worker(boolean permitted) {
            this.permitted = permitted;
        }

        /** It never will: others may have its permit. */
        void giveUp() {
            if (permitted) {
                place.givePermitBack();
            }
        }

        void work() {
            boolean more;
            do {
                boolean first = permitted;
                permitted = false;
                more = place.work(first);
            } while (more && new Submission(this).isCalledBack());
        }
    }

    /** A worker on its way to a thread. The fields are meant for the submitting thread alone. */
    private final class Submission implements Runnable {
        private final Worker worker;
        private final Thread submitter = Thread.currentThread();
        private boolean inside;
        private boolean calledBack;

        private Submission(Worker worker) {
            this.worker = worker;
        }

        /** Whether the executor runs tasks on the calling thread: in a call from within, the stack would grow each time. */
        boolean isCalledBack() {
            inside = true;
            try {
                executor.execute(this);
            } catch (RuntimeException | Error refusal) {
                reject(worker, refusal);
            } finally {
                inside = false;
            }
            return calledBack;
        }

        @Override
        public void run() {
            if (Thread.currentThread() == submitter && inside) {
                calledBack = true;
            } else {
                worker.work();
            }
        }
    }

    /** @param permitted whether it begins with a permit of the domain's lanes */
    void submit(boolean permitted) {
        submit(new Worker(permitted));
    }

    private void submit(Worker worker) {
        if (new Submission(worker).isCalledBack()) {
            worker.work();
        }
    }

    /** Whether the executor did not take a worker when it was last asked. */
    boolean isRejected() {
        return stranded;
    }

    private void reject(Worker worker, Throwable refusal) {
        boolean first;
        boolean late;
        synchronized (this) {
            late = over;
            if (!late) {
                rejected.add(worker);
                stranded = true;
            }
            first = !told && !late;
            told |= first;
        }
        if (late) {
            worker.giveUp();
            return;
        }
        if (first) {
            LOG.log(
                    Level.WARNING,
                    "ENX-0067 the executor rejects {0} in the domain ''{1}'': {2}",
                    place.description(),
                    domain.name(),
                    refusal);
        }
        tryLater();
    }

    private void tryLater() {
        synchronized (this) {
            if (due) {
                return;
            }
            due = true;
        }
        try {
            domain.scheduler().schedule(this::tryAgain, RETRY);
        } catch (RuntimeException | Error gone) {
            synchronized (this) {
                due = false; // the next event tries again, or the stop does the work itself
            }
        }
    }

    private void tryAgain() {
        int count;
        synchronized (this) {
            due = false;
            count = rejected.size();
        }
        for (; count > 0; count--) {
            Worker worker = next();
            if (worker != null) {
                submit(worker);
            }
        }
    }

    /** Tries again if nobody else will. */
    void nudge() {
        boolean left;
        synchronized (this) {
            left = stranded && !due;
        }
        if (left) {
            tryAgain();
        }
    }

    private synchronized Worker next() {
        Worker worker = rejected.poll();
        stranded = !rejected.isEmpty();
        return worker;
    }

    /** A stop: does some of a rejected worker's work on this thread. */
    void workHere() {
        Worker worker = next();
        if (worker != null) {
            worker.work();
        }
    }

    /** Nobody is to work any more. */
    void over() {
        List<Worker> left;
        synchronized (this) {
            over = true;
            left = List.copyOf(rejected);
            rejected.clear();
            stranded = false;
        }
        left.forEach(Worker::giveUp);
    }
}
