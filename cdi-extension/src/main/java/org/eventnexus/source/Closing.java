package org.eventnexus.source;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The close of a domain's sources at its stop, on the threads for blocking sources, so that a source whose close does not
 * return does not hold the stop. Without such threads they are closed right away on the stopping thread, which then may be
 * held.
 */
public final class Closing {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    /** A thread that has not come by then is held by something else. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final String domain;
    private final List<One> all;

    /** The close of one source, which the first thread does that comes to it. */
    private static final class One implements Runnable {
        private final Registration registration;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);

        private One(Registration registration) {
            this.registration = registration;
        }

        @Override
        public void run() {
            if (claimed.compareAndSet(false, true)) {
                begun.countDown();
                try {
                    registration.cancel();
                } finally {
                    done.countDown();
                }
            }
        }

        private static void await(CountDownLatch latch, long endNanos) throws InterruptedException {
            latch.await(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private Closing(String domain, List<One> all) {
        this.domain = domain;
        this.all = all;
    }

    static Closing of(List<Registration> registrations, String domain, Surroundings surroundings) {
        var closing = new Closing(domain, registrations.stream().map(One::new).toList());
        boolean separate = surroundings.blockingExecutor() != surroundings.executor();
        closing.all.forEach(one -> begin(one, separate ? surroundings.blockingExecutor() : Runnable::run));
        return closing;
    }

    private static void begin(One one, Executor executor) {
        one.registration.deactivate(); // from now on nothing comes from it
        try {
            executor.execute(one);
        } catch (RuntimeException | Error rejection) {
            one.run();
        }
    }

    /**
     * Waits until all are closed. What no thread has begun by half of the time, and not for a second, as sources hold all
     * that the executor has, this one does; what is not done at the end of the time is logged and given up.
     *
     * @param endNanos by {@link System#nanoTime}
     * @param atOnce whether to wait no more
     */
    public void await(long endNanos, boolean atOnce) throws InterruptedException {
        long now = System.nanoTime();
        long help = now + Math.max(PATIENCE, (endNanos - now) / 2);
        try {
            for (One one : atOnce ? List.<One>of() : all) {
                One.await(one.begun, help);
                one.run(); // unless somebody else does
                One.await(one.done, endNanos);
            }
        } finally {
            all.stream().filter(one -> one.done.getCount() != 0).forEach(this::giveUp);
        }
    }

    private void giveUp(One one) {
        LOG.log(
                Level.WARNING,
                "ENX-0041 the source ''{0}'' of the domain ''{1}'' has not closed by the end of the stop, and is given up",
                one.registration.name(),
                domain);
        one.registration.tellEnded(null);
    }
}
