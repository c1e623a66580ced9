package org.eventnexus.log;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.NexusEvent;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * The log under the interleavings of a few appends, some of which sleep between sequence and append until others have
 * passed them, and of a reader at its own place: whatever it reads is what belongs there, and in the end all that is within
 * the retention is there.
 */
@Tag("BX-04")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class MemoryLogLincheckTest {

    /** Pages of one event each, so that they are made and replaced all the time. */
    public static class Appends {
        private static final int RETENTION = 2;

        private final MemoryLog log = new MemoryLog(1, RETENTION);
        private final AtomicLong newest = new AtomicLong();
        private final ConcurrentLinkedQueue<Long> sleeping = new ConcurrentLinkedQueue<>();
        private long next = 1;

        public Appends() {
            log.numberedBy(newest::get, () -> 0);
        }

        private void append(long sequence) {
            log.append(sequence, new LoggedEvent(sequence));
            log.signal();
        }

        @Operation
        public void append() {
            append(newest.incrementAndGet());
        }

        /** A publisher that falls asleep before it appends. */
        @Operation
        public void claim() {
            sleeping.add(newest.incrementAndGet());
        }

        @Operation
        public void wake() {
            Long sequence = sleeping.poll();
            if (sequence != null) {
                append(sequence);
            }
        }

        @Operation(nonParallelGroup = "reader")
        public void read() {
            long oldest = log.oldest();
            NexusEvent<?> event = log.read(next);
            if (event != null) {
                require(event.sequence() == next, event.sequence() + " in the place of " + next);
                next++;
            } else if (next < oldest) {
                next = oldest;
            } // else somebody is between sequence and append
        }

        @Validate
        public void everythingWithinTheRetentionIsThere() {
            while (!sleeping.isEmpty()) {
                wake();
            }
            for (long sequence = log.oldest(); sequence <= newest.get(); sequence++) {
                NexusEvent<?> event = log.read(sequence);
                require(event != null && event.sequence() == sequence, sequence + " is missing");
            }
            require(log.read(log.oldest() - 1) == null, "more than the retention is there");
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalStateException(otherwise);
            }
        }
    }

    /**
     * The same with events that weigh something, of which no more than two may be kept, in pages of one event and a
     * retention that drops them as well: nothing is counted twice or never off again, and the newest ones are there.
     */
    public static class HeavyAppends {
        private static final int MAX_BYTES = 2;

        private final MemoryLog log = new MemoryLog(1, 3, MAX_BYTES);
        private final AtomicLong newest = new AtomicLong();
        private final ConcurrentLinkedQueue<Long> sleeping = new ConcurrentLinkedQueue<>();
        private long next = 1;

        public HeavyAppends() {
            log.numberedBy(newest::get, () -> 0);
        }

        @Operation
        public void append() {
            long sequence = newest.incrementAndGet();
            log.append(sequence, LoggedEvent.heavy(sequence, 1));
        }

        @Operation
        public void appendLight() {
            long sequence = newest.incrementAndGet();
            log.append(sequence, new LoggedEvent(sequence));
        }

        @Operation
        public void claim() {
            sleeping.add(newest.incrementAndGet());
        }

        @Operation
        public void wake() {
            Long sequence = sleeping.poll();
            if (sequence != null) {
                log.append(sequence, LoggedEvent.heavy(sequence, 1));
            }
        }

        @Operation(nonParallelGroup = "reader")
        public void read() {
            NexusEvent<?> event = log.read(next);
            if (event != null) {
                Appends.require(event.sequence() == next, event.sequence() + " in the place of " + next);
                next++;
            } else if (next < log.oldest()) {
                next = log.oldest();
            }
        }

        @Validate
        public void whatIsCountedIsWhatIsThere() {
            while (!sleeping.isEmpty()) {
                wake();
            }
            long kept = 0;
            for (long sequence = log.oldest(); sequence <= newest.get(); sequence++) {
                NexusEvent<?> event = log.read(sequence);
                Appends.require(event != null && event.sequence() == sequence, sequence + " is missing");
                kept += Weight.of(event);
            }
            Appends.require(log.bytes() == kept, log.bytes() + " bytes are counted, and " + kept + " there");
            Appends.require(kept <= MAX_BYTES, kept + " bytes are there");
        }
    }

    private static void check(Class<?> appends, int iterations, int invocations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(0)
                .checkObstructionFreedom(false)
                .check(appends);
    }

    @Test
    void aFewAppends() {
        check(Appends.class, 4, 100);
    }

    @Test
    void aFewHeavyAppends() {
        check(HeavyAppends.class, 4, 100);
    }

    @Test
    @Tag("full")
    void aFewAppendsForLong() {
        check(Appends.class, 20, 200);
    }

    @Test
    @Tag("full")
    void aFewHeavyAppendsForLong() {
        check(HeavyAppends.class, 20, 200);
    }
}
