package org.eventnexus.rendezvous;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens at once has happened in one order: puts, gets and exchanges, their timers, cancellations, resets, and what
 * anybody sees of anybody's stage.
 */
@Tag("RV-01")
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Lincheck 3.4 cannot read the class files of the newest JDKs")
class RendezvousLincheckTest {

    /** A thread looks after its last stage, and everybody after that of the party that was first. */
    @Param(name = "thread", gen = ThreadIdGen.class)
    public abstract static class Parties {
        private static final int FIRST = -1;

        final Rendezvous<Integer> rendezvous = new Rendezvous<>(null, () -> 0, 3);
        private final ConcurrentHashMap<Integer, CompletableFuture<?>> stages = new ConcurrentHashMap<>();

        Parties(Function<Rendezvous<Integer>, CompletionStage<?>> first) {
            keep(FIRST, first.apply(rendezvous));
        }

        /** Without a look at it, which would be a step of its own. */
        private void keep(int thread, CompletionStage<?> stage) {
            stages.put(thread, stage.toCompletableFuture());
        }

        private static String told(CompletableFuture<?> stage) {
            try {
                return stage.isDone() ? String.valueOf(stage.getNow(null)) : "waits";
            } catch (CompletionException | CancellationException failed) {
                Throwable reason = failed.getCause() == null ? failed : failed.getCause();
                return reason.getClass().getSimpleName();
            }
        }

        @Operation
        public void put(@Param(name = "thread") int thread) {
            keep(thread, rendezvous.put(thread));
        }

        @Operation
        public void get(@Param(name = "thread") int thread) {
            keep(thread, rendezvous.get());
        }

        @Operation
        public void exchange(@Param(name = "thread") int thread) {
            keep(thread, rendezvous.exchange(thread));
        }

        @Operation
        public void exchangeAsap(@Param(name = "thread") int thread) {
            keep(thread, rendezvous.exchange(thread, true));
        }

        @Operation
        public Integer getNow() {
            return rendezvous.getNow(null);
        }

        @Operation
        public boolean putNow() {
            return rendezvous.put(9, Duration.ZERO).toCompletableFuture().join();
        }

        @Operation
        public String see(@Param(name = "thread") int thread) {
            CompletableFuture<?> stage = stages.get(thread);
            return stage == null ? "nobody" : told(stage);
        }

        @Operation
        public String cancel(@Param(name = "thread") int thread) {
            CompletableFuture<?> stage = stages.get(thread);
            return stage == null ? "nobody" : "" + stage.cancel(true);
        }

        @Operation
        public String seeFirst() {
            return see(FIRST);
        }

        @Operation
        public String cancelFirst() {
            return cancel(FIRST);
        }

        /** As its timer does. */
        @Operation
        public boolean expireFirst() {
            return expire((Party<?, ?>) stages.get(FIRST));
        }

        private static <T> boolean expire(Party<T, ?> party) {
            return party.meeting.leave(party, party::expire);
        }

        @Operation
        public void reset() {
            rendezvous.reset();
        }

        @Operation
        public String state() {
            return rendezvous.state().toString();
        }
    }

    /** Somebody waits for a value. */
    public static class WithGetter extends Parties {
        public WithGetter() {
            super(Rendezvous::get);
        }
    }

    /** Somebody waits to give one. */
    public static class WithPutter extends Parties {
        public WithPutter() {
            super(rendezvous -> rendezvous.put(7));
        }
    }

    /** Somebody waits to give one and to take one then. */
    public static class WithExchange extends Parties {
        public WithExchange() {
            super(rendezvous -> rendezvous.exchange(7));
        }
    }

    /** Somebody waits to give and to take. */
    public static class WithExchangeAsap extends Parties {
        public WithExchangeAsap() {
            super(rendezvous -> rendezvous.exchange(7, true));
        }
    }

    /** Few calls, so that few scenarios have all of them: who sees that somebody has been met sees that one's stage complete. */
    public static class Sight {
        private final Rendezvous<Integer> rendezvous = new Rendezvous<>(null, () -> 0, 3);
        private final CompletableFuture<Integer> first = rendezvous.get().toCompletableFuture();

        @Operation
        public boolean put() {
            return rendezvous.put(1, Duration.ZERO).toCompletableFuture().join();
        }

        @Operation
        public boolean cancel() {
            return first.cancel(true);
        }

        @Operation
        public boolean isDone() {
            return first.isDone();
        }
    }

    private static void check(Class<?> parties, int threads, int actors, int iterations, int invocations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(threads)
                .actorsPerThread(actors)
                .actorsBefore(0)
                .actorsAfter(2)
                .checkObstructionFreedom(false)
                // Behind a lock, or the test's own, and so of no interest step by step.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                                "java.util.LinkedHashSet",
                                "java.util.HashMap",
                                "java.util.ArrayDeque",
                                "java.util.concurrent.ConcurrentHashMap")
                        .allMethods()
                        .ignore())
                .check(parties);
    }

    @Test
    void whatHasHappenedIsSeen() {
        check(Sight.class, 2, 3, 3, 100);
    }

    @ParameterizedTest
    @ValueSource(classes = {WithGetter.class, WithPutter.class, WithExchange.class, WithExchangeAsap.class})
    void allHappensInOneOrder(Class<?> parties) {
        check(parties, 2, 3, 3, 50);
    }

    @ParameterizedTest
    @ValueSource(classes = {WithGetter.class, WithPutter.class, WithExchange.class, WithExchangeAsap.class})
    @Tag("full")
    void allHappensInOneOrderForLong(Class<?> parties) {
        check(parties, 3, 3, 10, 100);
    }
}
