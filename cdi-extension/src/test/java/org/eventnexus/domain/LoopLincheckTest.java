package org.eventnexus.domain;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * A domain's loop under the interleavings of who wants something of it and of the executor's threads: it is never two
 * threads at once, the one that it is knows it, and no wake-up is lost.
 */
@Tag("R1")
@Tag("R11")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class LoopLincheckTest {

    public static class Operations {
        private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger wrong = new AtomicInteger();
        private final AtomicInteger wanted = new AtomicInteger();
        private final AtomicInteger got = new AtomicInteger();
        private final Loop loop;

        public Operations() {
            Nexus nexus = DomainEngine.builder()
                    .executor(tasks::add)
                    .scheduler((task, delay) -> () -> {})
                    .build()
                    .create(DomainConfig.of("d").withCapacity(16).withRetention(0));
            loop = ((Domain) nexus).loop();
            nexus.start();
            runAll();
        }

        private void onTheLoop() {
            if (inside.getAndIncrement() > 0 || !loop.isCurrentThread()) {
                wrong.incrementAndGet();
            }
            got.incrementAndGet();
            inside.getAndDecrement();
        }

        @Operation
        public void post() {
            wanted.incrementAndGet();
            loop.post(this::onTheLoop);
        }

        /** As a publisher does after its event is in the mailbox. */
        @Operation
        public void wake() {
            loop.wake();
        }

        /** A thread of the executor. */
        @Operation
        public void run() {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }

        private void runAll() {
            while (!tasks.isEmpty()) {
                run();
            }
        }

        @Validate
        public void everythingIsDoneByOneAtATime() {
            runAll();
            if (wrong.get() > 0) {
                throw new IllegalStateException("two at once, or not by its thread");
            }
            if (got.get() != wanted.get()) {
                throw new IllegalStateException(got + " of " + wanted);
            }
        }
    }

    private static void check(int iterations, int invocations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .checkObstructionFreedom(false)
                .hangingDetectionThreshold(1_000) // it spins before it rests
                .check(Operations.class);
    }

    @Test
    void aFewThreads() {
        check(2, 60);
    }

    @Test
    @Tag("full")
    void aFewThreadsForLong() {
        check(10, 600);
    }
}
