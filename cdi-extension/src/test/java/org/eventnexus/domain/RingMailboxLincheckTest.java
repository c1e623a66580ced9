package org.eventnexus.domain;

import java.util.List;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * The mailbox under the interleavings of a few operations: it must answer as a queue that is used by one thread at a
 * time. A small number here, as each build pays for it, and a large one with {@code -Pfull}.
 *
 * <p>Overdraft and fullness are tried apart: together {@code FULL} is only a hint, since an event counts in the overdraft
 * a moment before it is there; who is told so looks again. On real threads it is tried by {@link MailboxRaceTest}.
 */
@Tag("R1")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class RingMailboxLincheckTest {

    /** A bounded queue that can be closed. */
    @Param(name = "payload", gen = IntGen.class, conf = "1:3")
    public static class Bounded {
        private final Model model = new Model(2);

        @Operation
        public String offer(@Param(name = "payload") int payload) {
            return model.offer(payload);
        }

        /** Both or none. */
        @Operation
        public String offerTwo(@Param(name = "payload") int payload) {
            return model.offerTwo(payload);
        }

        @Operation(nonParallelGroup = "loop")
        public Object poll() {
            return model.poll();
        }

        @Operation
        public void close() {
            model.mailbox.close();
        }
    }

    /** Ring and overdraft are one queue. */
    @Param(name = "payload", gen = IntGen.class, conf = "1:3")
    public static class Merged {
        private final Model model = new Model(16);

        @Operation
        public String offer(@Param(name = "payload") int payload) {
            return model.offer(payload);
        }

        @Operation
        public String offerOverdraft(@Param(name = "payload") int payload) {
            return model.offerOverdraft(payload);
        }

        @Operation(nonParallelGroup = "loop")
        public Object poll() {
            return model.poll();
        }
    }

    /** What loops and outside may do while it is congested and then closed. */
    @Param(name = "payload", gen = IntGen.class, conf = "1:3")
    public static class Closing {
        private final Model model = new Model(16);

        @Operation
        public String offer(@Param(name = "payload") int payload) {
            return model.offer(payload);
        }

        @Operation
        public String offerOverdraft(@Param(name = "payload") int payload) {
            return model.offerOverdraft(payload);
        }

        @Operation
        public void closeToOutside() {
            model.mailbox.admit(false);
        }

        @Operation
        public void openToOutside() {
            model.mailbox.admit(true);
        }

        /** Its sequence: also after the close. */
        @Operation
        public long numberSecondary() {
            Delivery<?> secondary = model.delivery(0);
            model.mailbox.numberSecondary(secondary);
            return secondary.sequence;
        }

        @Operation(nonParallelGroup = "loop")
        public Object poll() {
            return model.poll();
        }

        @Operation
        public void beginClose() {
            model.mailbox.beginClose();
        }

        @Operation
        public void close() {
            model.mailbox.close();
        }
    }

    private static final class Model {
        private static final Domain DOMAIN = (Domain) new HandEngine().create(DomainConfig.of("d"));

        private final RingMailbox mailbox;

        private Model(int capacity) {
            this.mailbox = new RingMailbox(capacity, null);
        }

        private Delivery<Integer> delivery(int payload) {
            return new Delivery<>(DOMAIN, "a", payload, 0, 0, null, null, null);
        }

        /** The answer, and the sequence, and so the order that polls must keep. */
        private String offer(int payload) {
            Delivery<?> delivery = delivery(payload);
            return mailbox.offer(delivery) + " " + delivery.sequence;
        }

        /** The second one's payload is ten times the first one's. */
        private String offerTwo(int payload) {
            Delivery<?>[] two = {delivery(payload), delivery(10 * payload)};
            return mailbox.offerAll(two, false) + " " + two[0].sequence + " " + two[1].sequence;
        }

        private String offerOverdraft(int payload) {
            Delivery<?> delivery = delivery(payload);
            return mailbox.offerOverdraft(delivery) + " " + delivery.sequence;
        }

        /** As the loop does: a claim that is not published yet is waited for. */
        private Object poll() {
            for (; ; ) {
                Delivery<?> next = mailbox.poll();
                if (next != null) {
                    mailbox.publishHead();
                    return next.payload;
                }
                if (mailbox.isEmpty()) {
                    return null;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static void check(Class<?> operations, int threads, int iterations, int invocations) {
        options(threads, iterations, invocations).check(operations);
    }

    /** Just what two threads do, in many more orders; a name of an operation, and its argument if it has one. */
    private static void check(Class<?> operations, List<String> before, List<String> one, List<String> other) {
        options(2, 0, 1_000)
                .addCustomScenario(new ExecutionScenario(
                        actors(operations, before),
                        List.of(actors(operations, one), actors(operations, other)),
                        List.of(),
                        null))
                .check(operations);
    }

    private static List<Actor> actors(Class<?> operations, List<String> calls) {
        return calls.stream()
                .map(call -> call.split(" "))
                .map(call -> new Actor(
                        Stream.of(operations.getMethods())
                                .filter(method -> method.getName().equals(call[0]))
                                .findFirst()
                                .orElseThrow(),
                        Stream.of(call).skip(1).map(Integer::valueOf).toList()))
                .toList();
    }

    private static ModelCheckingOptions options(int threads, int iterations, int invocations) {
        return new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(threads)
                .actorsPerThread(threads == 2 ? 3 : 2)
                .actorsBefore(1)
                .actorsAfter(1)
                .checkObstructionFreedom(false)
                // Behind a lock, and so of no interest step by step.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses("java.util.ArrayDeque")
                        .allMethods()
                        .ignore());
    }

    @Test
    @Tag("R4")
    @Tag("R12")
    void closedInTwoStepsWhileItIsCongested() {
        check(Closing.class, 2, 5, 100);
    }

    @Test
    @Tag("full")
    @Tag("R4")
    @Tag("R12")
    void closedInTwoStepsWhileItIsCongestedForLong() {
        check(Closing.class, 3, 10, 150);
    }

    @Test
    void boundedAndClosed() {
        check(Bounded.class, 2, 5, 100);
    }

    @Test
    @Tag("R5")
    void ringAndOverdraftInOrder() {
        check(Merged.class, 2, 5, 100);
    }

    /** The overdraft is counted before it has its sequence. */
    @Test
    @Tag("R5")
    void whoFindsALaterOneInTheRingLooksIntoTheOverdraft() {
        check(Merged.class, List.of(), List.of("offerOverdraft 1"), List.of("offer 2", "poll", "poll"));
    }

    /** The loop looks at the slot first, then whether there is an overdraft. */
    @Test
    @Tag("R5")
    void whatComesIntoTheOverdraftWhileTheLoopLooksGoesFirst() {
        check(Merged.class, List.of(), List.of("offerOverdraft 1", "offer 2"), List.of("poll", "poll"));
    }

    /** What is claimed in the ring, but not published yet, has its sequence already. */
    @Test
    @Tag("R5")
    void theOverdraftWaitsForWhatIsClaimedInTheRing() {
        check(Merged.class, List.of(), List.of("offer 1"), List.of("offerOverdraft 2", "poll", "poll"));
    }

    /** Who has found the mailbox open is waited for. */
    @Test
    @Tag("R12")
    void onceTheCloseHasReturnedTheOverdraftIsClosed() {
        check(Closing.class, List.of(), List.of("offerOverdraft 1"), List.of("close", "numberSecondary"));
    }

    /** Of two that come together, nobody comes in between, and the loop finds both. */
    @Test
    @Tag("R3")
    void severalTogether() {
        check(Bounded.class, List.of(), List.of("offerTwo 1"), List.of("offer 2", "poll", "poll"));
        check(Bounded.class, List.of("offer 1"), List.of("offerTwo 2"), List.of("poll", "offer 3", "close"));
    }

    /** A slot is emptied before it is free. */
    @Test
    void whatTakesAFreedPlaceStaysThere() {
        check(Bounded.class, List.of("offer 1", "offer 2"), List.of("poll", "poll", "poll"), List.of("offer 3"));
    }

    @Test
    @Tag("full")
    void boundedAndClosedForLong() {
        check(Bounded.class, 3, 10, 150);
    }

    @Test
    @Tag("full")
    @Tag("R5")
    void ringAndOverdraftInOrderForLong() {
        check(Merged.class, 2, 10, 250);
    }
}
