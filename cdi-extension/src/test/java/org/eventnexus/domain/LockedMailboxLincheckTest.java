package org.eventnexus.domain;

import java.util.Map;
import org.eventnexus.DomainConfig;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.log.MemoryLog;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** As {@link RingMailboxLincheckTest}, for the mailbox with a lock, whose figures are read without it. */
@Tag("R1")
@Tag("AN-11")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class LockedMailboxLincheckTest {

    /** A full queue gives up the oldest. */
    public static class Oldest extends Operations {
        public Oldest() {
            super(QueueOrder.FIFO, Overflow.DROP_OLDEST);
        }
    }

    /** A full queue gives up one of the same key; the key is whether the payload is odd. */
    public static class Latest extends Operations {
        public Latest() {
            super(QueueOrder.FIFO, Overflow.KEEP_LATEST);
        }
    }

    /** A full queue refuses. */
    public static class Urgent extends Operations {
        public Urgent() {
            super(QueueOrder.PRIORITY, Overflow.AWAIT);
        }
    }

    /** An event takes the place of one that may have another priority. */
    public static class UrgentLatest extends Operations {
        public UrgentLatest() {
            super(QueueOrder.PRIORITY, Overflow.KEEP_LATEST);
        }
    }

    /** The newest is next, the oldest is given up. */
    public static class Newest extends Operations {
        public Newest() {
            super(QueueOrder.LIFO, Overflow.DROP_OLDEST);
        }
    }

    /** The payload is the priority. */
    @Param(name = "payload", gen = IntGen.class, conf = "1:3")
    public abstract static class Operations {
        private static final Domain DOMAIN = (Domain) new HandEngine().create(DomainConfig.of("d"));

        /** Told on the thread that offers. */
        private final ThreadLocal<Object> dropped = new ThreadLocal<>();

        private final Mailbox mailbox;

        Operations(QueueOrder order, Overflow overflow) {
            this.mailbox = new LockedMailbox(2, order, overflow, null, delivery -> dropped.set(delivery.payload));
        }

        @Operation
        public String offer(@Param(name = "payload") int payload) {
            dropped.remove();
            Mailbox.Answer answer = mailbox.offer(delivery(payload));
            return answer + " for " + dropped.get();
        }

        @Operation
        public String offerOverdraft(@Param(name = "payload") int payload) {
            dropped.remove();
            Mailbox.Answer answer = mailbox.offerOverdraft(delivery(payload));
            return answer + " for " + dropped.get();
        }

        @Operation(nonParallelGroup = "loop")
        public Object poll() {
            Delivery<?> next = mailbox.poll();
            return next == null ? null : next.payload;
        }

        @Operation
        public int size() {
            return mailbox.size();
        }

        @Operation
        public void beginClose() {
            mailbox.beginClose();
        }

        @Operation
        public void close() {
            mailbox.close();
        }

        private static Delivery<Integer> delivery(int payload) {
            var attributes = new Attributes(null, null, null, "" + payload % 2, Map.of());
            return new Delivery<>(DOMAIN, "a", payload, payload, 0, null, attributes, null);
        }
    }

    /** What others see of the numbers without the lock. Nobody takes anything here. */
    @Param(name = "payload", gen = IntGen.class, conf = "1:3")
    public static class Numbers {
        private static final int MOST = 8;

        private final MemoryLog log = new MemoryLog(1, MOST);
        private final Mailbox mailbox =
                new LockedMailbox(MOST, QueueOrder.FIFO, Overflow.DROP_OLDEST, log, delivery -> {});

        public Numbers() {
            log.numberedBy(mailbox::sequence, mailbox::settled);
        }

        @Operation
        public void offer(@Param(name = "payload") int payload) {
            mailbox.offer(Operations.delivery(payload));
        }

        /** As the loop looks whether it is drained. */
        @Operation
        public boolean numberedButNotWaiting() {
            return mailbox.sequence() > 0 && mailbox.isEmpty();
        }

        @Operation
        public boolean settledButNotLogged() {
            long settled = mailbox.settled();
            return settled > 0 && log.read(settled) == null;
        }

        @Operation
        public boolean loggedButNotNumbered() {
            for (long sequence = 1; sequence <= MOST; sequence++) {
                if (log.read(sequence) != null && mailbox.sequence() < sequence) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void check(Class<?> operations, int threads, int iterations, int invocations) {
        options(threads, iterations, invocations).check(operations);
    }

    private static ModelCheckingOptions options(int threads, int iterations, int invocations) {
        return new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(threads)
                .actorsPerThread(threads == 2 ? 3 : 2)
                .actorsBefore(2)
                .actorsAfter(2)
                .checkObstructionFreedom(false)
                // Behind a lock, and so of no interest step by step.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                                "java.util.LinkedHashSet",
                                "java.util.HashMap",
                                "java.util.TreeSet",
                                "java.util.TreeMap")
                        .allMethods()
                        .ignore());
    }

    @Test
    @Tag("R12")
    void whatIsNumberedWaitsAndWhatIsSettledIsLogged() {
        options(2, 5, 100).actorsBefore(0).check(Numbers.class);
    }

    @Test
    void theOldestIsGivenUp() {
        check(Oldest.class, 2, 5, 100);
    }

    @Test
    void theLatestOfAKeyIsKept() {
        check(Latest.class, 2, 5, 100);
    }

    @Test
    @Tag("AN-12")
    void theMostUrgentIsNext() {
        check(Urgent.class, 2, 5, 100);
    }

    @Test
    @Tag("AN-12")
    void theNewestIsNext() {
        check(Newest.class, 2, 5, 100);
    }

    @Test
    @Tag("full")
    @Tag("AN-12")
    void theMostUrgentIsNextForLong() {
        check(Urgent.class, 3, 10, 200);
    }

    @Test
    @Tag("full")
    @Tag("AN-12")
    void theLatestOfAKeyHasAPriorityOfItsOwnForLong() {
        check(UrgentLatest.class, 3, 10, 200);
    }

    @Test
    @Tag("full")
    void theOldestIsGivenUpForLong() {
        check(Oldest.class, 3, 10, 200);
    }

    @Test
    @Tag("full")
    void theLatestOfAKeyIsKeptForLong() {
        check(Latest.class, 3, 10, 200);
    }
}
