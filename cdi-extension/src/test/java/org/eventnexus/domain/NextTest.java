package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.StreamOverflowException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AE-06")
@Tag("AU-09")
class NextTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final EventBus bus = nexus.bus();

    private static <T> CompletableFuture<NexusEvent<T>> future(CompletionStage<NexusEvent<T>> stage) {
        return stage.toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<?> stage) {
        assertThat(stage).isCompletedExceptionally();
        return stage.handle((value, error) -> error).join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    void theFirstMatchingEventAfterTheCallIsIt(int retention) {
        Nexus own = hand.start(DomainConfig.of("own").withRetention(retention));
        own.bus().publish("order.placed", "before");
        var next = future(own.bus().<String>next("order.*", TIMEOUT));

        own.bus().publish("other", "other");
        own.bus().publish("order.placed", "first");
        own.bus().publish("order.placed", "second");
        hand.run();

        assertThat(next.join().payload()).isEqualTo("first");
        assertThat(next.join().position()).isPresent();
        assertThat(own.bus().streamStats().waiters()).isZero();
    }

    @Test
    void itIsSeenAtAdmissionHoweverLongTheLoopIsHeld() {
        var held = new CompletableFuture<Void>();
        nexus.handle("slow", (event, context) -> held);
        var next = future(bus.<String>next("a", TIMEOUT));

        bus.publish("slow", null);
        Publication waiting = bus.publish("a", "seen");
        hand.run();

        assertThat(next.join().payload()).isEqualTo("seen");
        assertThat(waiting.status()).isEqualTo(Status.PENDING);
    }

    @Test
    void itIsNotCompletedOnThePublishersThread() {
        var next = future(bus.<String>next("a", TIMEOUT));

        bus.publish("a", "x");

        assertThat(next).isNotDone(); // all that this engine's executor is given waits for run()
        hand.run();
        assertThat(next).isDone();
    }

    @Test
    void theConditionDecides() {
        var next = future(bus.<Integer>next("n", event -> event.payload() > 2, TIMEOUT));

        for (int i = 0; i < 5; i++) {
            bus.publish("n", i);
        }
        hand.run();

        assertThat(next.join().payload()).isEqualTo(3);
        assertThat(bus.streamStats().waiters()).isZero();
    }

    @Test
    void whatTheConditionThrowsFailsTheStage() {
        var next = future(bus.<Integer>next("n", event -> event.payload() / 0 > 2, TIMEOUT));

        bus.publish("n", 1);
        hand.run();

        assertThat(failure(next)).isInstanceOf(ArithmeticException.class);
        assertThat(bus.streamStats().waiters()).isZero();
    }

    @Test
    void secondaryEventsAreSeenAsWell() {
        nexus.handle("first", (event, context) -> {
            context.emit("second", "emitted");
            return null;
        });
        var next = future(bus.<String>next("second", TIMEOUT));

        bus.publish("first", null);
        hand.run();

        assertThat(next.join().payload()).isEqualTo("emitted");
    }

    @Test
    void whatTheQueueDropsIsSeenAndWhatItRefusesIsNot() {
        Nexus dropping = hand.engine.create(DomainConfig.of("dropping")
                .withCapacity(1)
                .withOverflow(Overflow.DROP_OLDEST)
                .withRetention(0));
        Nexus failing =
                hand.engine.create(DomainConfig.of("failing").withCapacity(1).withOverflow(Overflow.FAIL));
        var dropped = future(dropping.bus().<String>next("a", TIMEOUT));
        var refused = future(failing.bus().<String>next("a", TIMEOUT));

        dropping.bus().publish("a", "dropped");
        dropping.bus().publish("a", "kept");
        failing.bus().publish("b", "fits");
        failing.bus().publish("a", "refused");
        dropping.start();
        failing.start();
        hand.run();

        assertThat(dropped.join().payload()).isEqualTo("dropped");
        assertThat(refused).isNotDone();
    }

    @Test
    @Tag("R6")
    void toWaitForAnEventDoesNotCountAsTakingIt() {
        var next = future(bus.<String>next("a", TIMEOUT));

        Publication publication = bus.publish("a", "x");
        hand.run();

        assertThat(next).isDone();
        assertThat(publication.status()).isEqualTo(Status.UNHANDLED);
    }

    @Test
    void itEndsAtItsTimeoutAndNotBefore() {
        var next = future(bus.<String>next("a", TIMEOUT));

        hand.time.advance(TIMEOUT.minusNanos(1));
        hand.run();
        assertThat(next).isNotDone();
        hand.time.advance(Duration.ofNanos(1));
        hand.run();

        assertThat(failure(next))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("ENX-0077 no event 'a' within PT5S in the domain 'd'");
        assertThat(bus.streamStats().waiters()).isZero();
    }

    @Test
    void nothingIsLeftOfOneThatHasEnded() {
        hand.rest();
        int before = hand.time.scheduled();
        var cancelled = future(bus.<String>next("a", TIMEOUT));
        var completed = future(bus.<String>next("a", TIMEOUT));
        var told = future(bus.<String>next("b", TIMEOUT));
        hand.run();
        assertThat(bus.streamStats().waiters()).isEqualTo(3);

        cancelled.cancel(true);
        completed.complete(null);
        bus.publish("b", "x");
        hand.rest();

        assertThat(told).isDone();
        assertThat(bus.streamStats().waiters()).isZero();
        assertThat(hand.time.scheduled()).as("timeouts").isEqualTo(before);
    }

    @Test
    void beforeTheStartItWaitsAndItsTimeRunsFromTheStart() {
        Nexus later = hand.engine.create(DomainConfig.of("later"));
        var early = future(later.bus().<String>next("a", TIMEOUT));
        var never = future(later.bus().<String>next("b", TIMEOUT));
        hand.time.advance(TIMEOUT.multipliedBy(2));
        later.bus().publish("a", "early");
        hand.run();
        assertThat(early).as("no thread is used before the start").isNotDone();

        later.start();
        hand.run();
        assertThat(early.join().payload()).isEqualTo("early");
        assertThat(never).isNotDone();
        hand.time.advance(TIMEOUT);
        hand.run();
        assertThat(failure(never)).isInstanceOf(TimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("AU-14")
    void aStopEndsIt(boolean atOnce) {
        var next = future(bus.<String>next("a", TIMEOUT));
        hand.run();

        nexus.stop(atOnce ? Duration.ZERO : TIMEOUT);

        assertThat(failure(next))
                .isInstanceOf(LoopStoppedException.class)
                .hasMessage("ENX-0080 the domain 'd' has stopped");
        assertThat(failure(future(bus.<String>next("a", TIMEOUT)))).isInstanceOf(LoopStoppedException.class);
        assertThat(bus.streamStats().waiters()).isZero();
    }

    @Test
    @Tag("AU-14")
    void anEventThatADrainBringsStillCounts() {
        nexus.handle("first", (event, context) -> {
            context.emit("second", "emitted");
            return null;
        });
        var next = future(bus.<String>next("second", TIMEOUT));
        bus.publish("first", null);

        nexus.stop(TIMEOUT);

        assertThat(next.join().payload()).isEqualTo("emitted");
    }

    @Test
    @Tag("AU-14")
    void theStopOfADomainThatWasNeverStartedEndsIt() {
        Nexus never = hand.engine.create(DomainConfig.of("never"));
        var next = future(never.bus().<String>next("a", TIMEOUT));

        never.stop(TIMEOUT);

        assertThat(failure(next)).isInstanceOf(LoopStoppedException.class);
    }

    @Test
    void thereIsABound() {
        List<CompletableFuture<NexusEvent<Object>>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(future(bus.next("a", TIMEOUT)));
        }

        var oneMore = future(bus.next("a", TIMEOUT));

        assertThat(failure(oneMore)).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("ENX-0078 ");
        waiting.get(0).cancel(true);
        assertThat(future(bus.next("a", TIMEOUT))).isNotDone();
        bus.publish("a", 1);
        hand.run();
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(bus.streamStats().waiters()).isZero();
    }

    @Test
    void aRejectingExecutorOnlyDelaysIt() {
        var next = future(bus.<String>next("a", TIMEOUT));
        hand.run();
        hand.executor.rejecting(true);
        bus.publish("a", "x");
        hand.executor.rejecting(false);
        hand.time.advance(Duration.ofMillis(100));
        hand.run();

        assertThat(next.join().payload()).isEqualTo("x");
    }

    @Test
    void aReceiverMayReturnAStageThatWaitsForItsOwnDomain() {
        nexus.handle(
                "ask", (event, context) -> bus.<String>next("answer", TIMEOUT).thenApply(NexusEvent::payload));
        Publication asked = bus.publish("ask", null);
        hand.run();

        bus.publish("answer", "42");
        hand.run();

        assertThat(asked.result(String.class).toCompletableFuture().join()).isEqualTo("42");
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> bus.next("a", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bus.next("a", null, TIMEOUT)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> bus.next("a..b.*.c", TIMEOUT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDomainOnAnExecutorThatRunsTasksAtOnceWorksAsWell() throws Exception {
        var engine = DomainEngine.builder()
                .executor(Runnable::run)
                .scheduler(hand.time)
                .build();
        Nexus direct = engine.create(DomainConfig.of("direct"));
        direct.start();
        var next = future(direct.bus().<Integer>next("n", event -> event.payload() == 99_999, TIMEOUT));

        for (int i = 0; i < 100_000; i++) {
            direct.bus().publish("n", i);
        }

        assertThat(next.get(10, TimeUnit.SECONDS).payload()).isEqualTo(99_999);
    }

    @Test
    void aConditionThatCannotKeepUpFailsTheStage() {
        Nexus big = hand.start(DomainConfig.of("big").withCapacity(2_000));
        var next = future(big.bus().<Integer>next("n", event -> false, TIMEOUT));
        hand.run();
        for (int i = 0; i < 1_025; i++) {
            big.bus().publish("n", i);
        }
        distribute(big);
        hand.run();

        assertThat(failure(next)).isInstanceOf(StreamOverflowException.class).hasMessageStartingWith("ENX-0079 ");
    }

    /** What is fed makes the feeder distribute, a part each time, while no condition is tried. */
    private static void distribute(Nexus domain) {
        for (int i = 0; i < 20; i++) {
            domain.bus().feed(EventDraft.of("none", null));
        }
    }

    @Test
    void whenNobodyFollowsAnyMoreNothingIsKeptForIt() {
        Nexus own = hand.start(DomainConfig.of("own").withRetention(0));
        var next = future(own.bus().<Object>next("a", TIMEOUT));
        own.bus().publish("a", "first");
        hand.run();
        assertThat(next).isCompleted();

        var payload = new WeakReference<>(publishOne(own));
        hand.run();
        own.bus().publish("b", null); // what the loop still has in hand
        hand.run();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return payload.get() == null;
        });
    }

    private static Object publishOne(Nexus nexus) {
        Object payload = new Object();
        nexus.bus().publish("a", payload);
        return payload;
    }
}
