package org.eventnexus.domain;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eventnexus.Happening;
import org.eventnexus.RetryPolicy;
import org.eventnexus.work.Surroundings;
import org.eventnexus.work.Threads;

/** What work queues need of their domain, and the workers that it has for them. */
final class WorkSurroundings implements Surroundings {
    private final Domain domain;
    private final DomainEngine engine;
    private final Executor executor;
    /** Those that have not ended. */
    private final Set<Bench> benches = ConcurrentHashMap.newKeySet();

    WorkSurroundings(Domain domain, DomainEngine engine) {
        this.domain = domain;
        this.engine = engine;
        this.executor = engine.blockingExecutor() != null ? engine.blockingExecutor() : engine.executor();
    }

    /** Where a collector's worker is called. */
    private final class Bench implements Workplace, Threads {
        private final String description;
        private final BooleanSupplier work;
        private final LaneThreads threads;

        private Bench(String description, BooleanSupplier work) {
            this.description = description;
            this.work = work;
            this.threads = new LaneThreads(this, executor);
        }

        @Override
        public Domain domain() {
            return domain;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public boolean work(boolean permitted) {
            Workplace outer = engine.enterWorkplace(this);
            try {
                return work.getAsBoolean();
            } finally {
                engine.leaveWorkplace(outer);
            }
        }

        @Override
        public void givePermitBack() {}

        @Override
        public void submit() {
            threads.submit(false);
        }

        @Override
        public void nudge() {
            if (threads.isRejected()) {
                threads.nudge();
            }
        }

        @Override
        public void over() {
            threads.over();
            benches.remove(this);
        }
    }

    @Override
    public Threads threads(String who, BooleanSupplier work) {
        var bench = new Bench(who, work);
        benches.add(bench);
        return bench;
    }

    /** Whether an executor did not take a worker when it was last asked. */
    boolean isRejected() {
        return benches.stream().anyMatch(bench -> bench.threads.isRejected());
    }

    /** A stop: does some of the work that the executor does not do, on this thread. */
    void workHere() {
        benches.forEach(bench -> bench.threads.workHere());
    }

    @Override
    public String domain() {
        return domain.name();
    }

    @Override
    public long nanoTime() {
        return domain.clock().nanoTime();
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        return domain.scheduler().schedule(task, delay)::cancel;
    }

    @Override
    public void post(Runnable task) {
        domain.loop().post(task);
    }

    @Override
    public Duration delay(RetryPolicy policy, int attempts) {
        return domain.failures().delay(policy, attempts);
    }

    @Override
    public boolean isPassing(Throwable error) {
        return Failures.isPassing(error);
    }

    @Override
    public void tell(Supplier<Happening> what) {
        domain.tell(what);
    }
}
