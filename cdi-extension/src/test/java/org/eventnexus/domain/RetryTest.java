package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscription;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A receiver that fails is called again, after a while that holds no thread. */
@Tag("R8")
@Tag("AU-07")
class RetryTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final HandEngine hand = new HandEngine();
    /** When each attempt was made, in milliseconds of virtual time, and what the other receivers did. */
    private final List<String> seen = new ArrayList<>();

    private final long start = hand.time.currentTimeMillis();

    private Nexus start(RetryPolicy policy, int inFlight) {
        return hand.start(DomainConfig.of("d").withRetry(policy).withInFlight(inFlight));
    }

    private Handler<Object> failingTimes(int failures) {
        int[] calls = {0};
        return (event, context) -> {
            seen.add(event.type() + "@" + (hand.time.currentTimeMillis() - start));
            if (++calls[0] <= failures) {
                throw new IllegalStateException("attempt " + calls[0]);
            }
            return "after " + calls[0];
        };
    }

    private void advance(Duration by) {
        for (long left = by.toMillis(); left > 0; left--) {
            hand.time.advance(MILLI);
            hand.run();
        }
    }

    @Test
    @Tag("R7")
    void theLastAttemptIsTheResult() {
        Nexus nexus = start(RetryPolicy.of(3), 1);
        nexus.handle("a", failingTimes(2));
        nexus.bus().subscribe("a", event -> seen.add("subscriber"));
        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        assertThat(seen).containsExactly("a@0");
        assertThat(hand.executor.waiting()).as("no thread is held").isZero();

        advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("a@0", "a@100", "a@300", "subscriber");
        assertThat(publication.poll().orElseThrow().results()).containsExactly(new Result("a", "after 3", null));
        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
        assertThat(hand.errors).as("only what is final is told").isEmpty();
        assertThat(nexus.stats().retried()).isEqualTo(2);
    }

    @Test
    @Tag("R7")
    void theLastFailureIsTheResultAndToldOnce() {
        Nexus nexus = start(RetryPolicy.of(3), 1);
        nexus.handle("a", failingTimes(3));
        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        advance(Duration.ofSeconds(1));
        assertThat(publication.poll().orElseThrow().results())
                .singleElement()
                .satisfies(result -> assertThat(result.error()).hasMessage("attempt 3"));
        assertThat(hand.errors).containsExactly("a: attempt 3");
        assertThat(nexus.stats().failed()).isEqualTo(1);
    }

    @Test
    void delaysDoubleUpToTheLongest() {
        Nexus nexus = start(new RetryPolicy(6, FIRST, Duration.ofMillis(350)), 1);
        nexus.handle("a", failingTimes(6));
        nexus.bus().publish("a", null);
        hand.run();
        advance(Duration.ofSeconds(3));
        assertThat(seen).containsExactly("a@0", "a@100", "a@300", "a@650", "a@1000", "a@1350");
    }

    @Test
    void delaysAreShortenedAtRandomByATenthAtMost() {
        hand.random = 1;
        Nexus nexus = start(RetryPolicy.of(3), 1);
        nexus.handle("a", failingTimes(3));
        nexus.bus().publish("a", null);
        hand.run();
        advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("a@0", "a@90", "a@270");
    }

    @Test
    void delaysOfManyAttemptsDoNotOverflow() {
        RetryPolicy policy = new RetryPolicy(1_000, Duration.ofNanos(1), Duration.ofDays(1));
        assertThat(policy.delayAfter(1)).isEqualTo(Duration.ofNanos(1));
        assertThat(policy.delayAfter(41)).isEqualTo(Duration.ofNanos(1L << 40));
        assertThat(List.of(50, 62, 63, 64, 65, 999))
                .allSatisfy(failures -> assertThat(policy.delayAfter(failures)).isEqualTo(Duration.ofDays(1)));
        assertThat(RetryPolicy.of(2).withDelay(Duration.ofHours(1)).delayAfter(1))
                .as("bounded from the first on")
                .isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> RetryPolicy.of(1_001)).hasMessageContaining("retry-attempts is 1001");
    }

    @Test
    @Tag("R1")
    void theDomainWaitsForTheNextAttempt() {
        Nexus nexus = start(RetryPolicy.of(2), 1);
        nexus.handle("a", failingTimes(1));
        nexus.handle("b", failingTimes(0));
        nexus.bus().publish("a", null);
        nexus.bus().publish("b", null);
        hand.run();
        advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("a@0", "a@100", "b@100");
    }

    @Test
    @Tag("R1")
    void withMoreInFlightOthersOvertake() {
        Nexus nexus = start(RetryPolicy.of(2), 2);
        nexus.handle("a", failingTimes(1));
        nexus.handle("b", failingTimes(0));
        nexus.bus().publish("a", null);
        nexus.bus().publish("b", null);
        hand.run();
        advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("a@0", "b@0", "a@100");
    }

    @Test
    void aStageThatFailsIsAnAttemptAsWell() {
        Nexus nexus = start(RetryPolicy.of(2), 1);
        var stages = List.of(new CompletableFuture<Object>(), new CompletableFuture<>());
        int[] calls = {0};
        nexus.handle("a", (event, context) -> stages.get(calls[0]++));
        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        stages.get(0).completeExceptionally(new IllegalStateException("first"));
        hand.run();
        advance(FIRST);
        assertThat(calls[0]).isEqualTo(2);
        stages.get(1).complete("second");
        hand.run();
        assertThat(publication.poll().orElseThrow().results()).containsExactly(new Result("a", "second", null));
    }

    @Test
    @Tag("R4")
    void whatAnAttemptEmittedStaysEmitted() {
        Nexus nexus = start(RetryPolicy.of(2), 1);
        int[] calls = {0};
        nexus.handle("a", (event, context) -> {
            context.emit("b", ++calls[0]);
            if (calls[0] == 1) {
                throw new IllegalStateException("the first time");
            }
            return null;
        });
        nexus.bus().subscribe("b", event -> seen.add("b" + event.payload()));
        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        assertThat(seen).as("after the event, and so after its last attempt").isEmpty();
        advance(FIRST);
        assertThat(seen).containsExactly("b1", "b2");
        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
    }

    static List<Throwable> lasting() {
        return List.of(new OutOfMemoryError("x"), new LinkageError("x"), new InterruptedException("x"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatIsNoPassingFaultIsNotRetried(Throwable lasting) {
        Nexus nexus = start(RetryPolicy.of(3), 1);
        nexus.handle("a", (event, context) -> CompletableFuture.failedFuture(lasting));
        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aReceiverMayHaveAttemptsOfItsOwn() {
        Nexus nexus = start(RetryPolicy.of(2), 1);
        nexus.handle(
                EventSelector.type("a"),
                "once",
                failingTimes(9),
                ReceiverOptions.defaults().retry(RetryPolicy.NONE));
        nexus.bus()
                .subscribe(
                        EventSelector.type("a"),
                        "often",
                        failingTimes(9),
                        ReceiverOptions.defaults().retry(RetryPolicy.of(3).withDelay(MILLI)));
        nexus.bus().publish("a", null);
        hand.run();
        advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("a@0", "a@0", "a@1", "a@3");
        assertThat(hand.errors).containsExactly("once: attempt 1", "often: attempt 3");
    }

    @Test
    @Tag("R11")
    void aSchedulerThatRejectsMakesTheFailureFinal() {
        Nexus nexus = start(RetryPolicy.of(3), 1);
        nexus.handle("a", failingTimes(1));
        hand.time.stop();
        Publication first = nexus.bus().publish("a", null);
        Publication second = nexus.bus().publish("a", null);
        hand.run();
        assertThat(first.status()).isEqualTo(Status.FAILED);
        assertThat(second.status()).isEqualTo(Status.COMPLETED);
        assertThat(nexus.stats().retried()).isZero();
    }

    @Test
    @Tag("R12")
    void aStopAbandonsWhatWaitsAndItsTimer() {
        Nexus nexus = start(RetryPolicy.of(3), 1);
        nexus.handle("a", failingTimes(9));
        Publication waiting = nexus.bus().publish("a", null);
        Publication queued = nexus.bus().publish("a", null);
        hand.run();
        assertThat(hand.time.scheduled()).isPositive();
        hand.executor.rejecting(true); // the stopping thread runs the loop
        assertThat(nexus.stop(MILLI)).containsEntry("a", 2L);
        assertThat(List.of(waiting, queued)).allMatch(each -> each.status() == Status.ABANDONED);
        assertThat(seen).hasSize(1);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    void aReceiverThatIsCancelledMeanwhileHasFailed() {
        Nexus nexus = start(RetryPolicy.of(3), 2);
        Subscription receiver = nexus.bus().subscribe(EventSelector.type("a"), "gone", failingTimes(9));
        nexus.bus().subscribe(EventSelector.type("cancel"), "cancels", (event, context) -> {
            receiver.cancel();
            return null;
        });
        Publication publication = nexus.bus().publish("a", null);
        nexus.bus().publish(EventDraft.of("cancel", null));
        hand.run();
        advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("a@0");
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(hand.errors).containsExactly("gone: attempt 1");
    }
}
