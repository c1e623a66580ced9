package org.eventnexus.domain;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What workers are done with comes to the loop once, whoever pushes while the loop takes. */
@Tag("R7")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class EndsLincheckTest {

    public static class Operations {
        private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
        private final Ends ends = new Ends(posted::add);
        private final AtomicInteger pushed = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger twice = new AtomicInteger();

        private final class Once extends Ends.End {
            private final AtomicInteger times = new AtomicInteger();

            @Override
            void end() {
                ended.incrementAndGet();
                if (times.incrementAndGet() > 1) {
                    twice.incrementAndGet();
                }
            }
        }

        @Operation
        public void push() {
            pushed.incrementAndGet();
            ends.push(new Once());
        }

        /** The loop, which is one thread at a time. */
        @Operation(nonParallelGroup = "loop")
        public void loop() {
            Runnable task = posted.poll();
            if (task != null) {
                task.run();
            }
        }

        @Validate
        public void eachHasEndedOnce() {
            while (!posted.isEmpty()) {
                loop();
            }
            if (twice.get() > 0 || ended.get() != pushed.get()) {
                throw new IllegalStateException(ended + " ends of " + pushed);
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
                .check(Operations.class);
    }

    @Test
    void aFewThreads() {
        check(2, 60);
    }

    @Test
    @Tag("full")
    void aFewThreadsForLong() {
        check(40, 3_000);
    }
}
