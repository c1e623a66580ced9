package org.eventnexus.stream;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * A serial task under the interleavings of those who wake it, of the executor's threads and of a stop: it never runs twice at
 * a time, and nothing that was there before a wake is left behind.
 */
@Tag("AU-10")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class SerialTaskLincheckTest {

    public static class Operations {
        private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final AtomicInteger given = new AtomicInteger();
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger wrong = new AtomicInteger();
        private final AtomicInteger submits = new AtomicInteger();
        private final SerialTask task = new SerialTask(this::execute, new NoDomain(tasks::add), this::work);

        /** Queues a task, runs it at once, or rejects it, in turn. */
        private void execute(Runnable submitted) {
            switch (submits.getAndIncrement() % 3) {
                case 0 -> tasks.add(submitted);
                case 1 -> submitted.run();
                default -> throw new RejectedExecutionException();
            }
        }

        private boolean work() {
            if (inside.getAndIncrement() > 0) {
                wrong.incrementAndGet();
            }
            boolean more = taken.get() < given.get() && taken.incrementAndGet() < given.get();
            inside.getAndDecrement();
            return more;
        }

        @Operation
        public void give() {
            given.incrementAndGet();
            task.wake();
        }

        /** A thread of the executor, or of the scheduler. */
        @Operation
        public void run() {
            Runnable next = tasks.poll();
            if (next != null) {
                next.run();
            }
        }

        @Operation
        public void runHere() {
            task.runHere();
        }

        @Validate
        public void everythingIsTakenByOneAtATime() {
            while (!tasks.isEmpty()) {
                run();
            }
            if (wrong.get() > 0) {
                throw new IllegalStateException("two at once");
            }
            if (taken.get() != given.get()) {
                throw new IllegalStateException(taken + " of " + given);
            }
        }
    }

    private static void check(int iterations, int invocations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .checkObstructionFreedom(false)
                .check(Operations.class);
    }

    @Test
    void aFewThreads() {
        check(5, 300);
    }

    @Test
    @Tag("full")
    void aFewThreadsForLong() {
        check(20, 1_500);
    }
}
