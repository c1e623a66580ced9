package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.CollectorOptions;
import org.eventnexus.CollectorStats;
import org.eventnexus.DeadLetter;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkException;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deadlines, further attempts and dead letters of work queues, on a virtual clock. */
@Tag("R8")
class WorkTimesTest {
    private static final RetryPolicy TWICE = RetryPolicy.of(2).withDelay(Duration.ofSeconds(1));

    private final HandEngine hand = new HandEngine();
    private final List<Object> begun = new ArrayList<>();
    private final List<CompletableFuture<Object>> stages = new ArrayList<>();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final WorkQueue queue = nexus.workQueue("q", WorkQueueConfig.defaults());

    private final Handler<Object> staged = (event, context) -> {
        begun.add(event.payload());
        stages.add(new CompletableFuture<>());
        return stages.get(stages.size() - 1);
    };

    private static CollectorOptions one() {
        return CollectorOptions.named("w").concurrency(1);
    }

    private Publication send(Object payload) {
        Publication publication = queue.send(payload);
        hand.run();
        return publication;
    }

    private void pass(long seconds) {
        hand.time.advance(Duration.ofSeconds(seconds));
        hand.run();
    }

    private static Result only(Publication publication) {
        assertThat(publication.poll().orElseThrow().results()).hasSize(1);
        return publication.poll().orElseThrow().results().get(0);
    }

    private static void assertLate(Publication publication, int attempts) {
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(only(publication).error()).isInstanceOfSatisfying(WorkException.class, late -> {
            assertThat(late.reason()).isEqualTo(WorkException.Reason.DEADLINE);
            assertThat(late).hasMessageStartingWith("ENX-0050");
        });
        assertThat(only(publication).work().attempts()).isEqualTo(attempts);
    }

    private CollectorStats stats() {
        CollectorStats stats = queue.stats().collectors().get(0);
        assertThat(stats.taken())
                .isEqualTo(stats.done()
                        + stats.failed()
                        + stats.expired()
                        + stats.abandoned()
                        + stats.waiting()
                        + stats.busy());
        return stats;
    }

    @Test
    void whatWaitsForTooLongFailsWithoutACallAndMakesRoom() {
        queue.work(one().deadline(Duration.ofSeconds(5)), staged);
        send(1);
        pass(3);
        Publication second = send(2);
        Publication third = send(3);
        pass(2);
        assertThat(stats().expired()).as("the first, while it was worked on").isEqualTo(1);
        assertThat(second.isDone()).isFalse();
        pass(3);
        assertLate(second, 0);
        assertLate(third, 0);
        assertThat(begun).containsExactly(1);
        assertThat(stats().waiting()).isZero();
        stages.get(0).complete(null);
        hand.run();
        assertThat(stats().overdue()).isZero();
        assertThat(hand.errors).hasSize(3);
    }

    @Test
    void whatIsWorkedOnForTooLongFailsAtOnceAndHoldsItsPermitUntilItEnds() {
        queue.work(one().ordered().deadline(Duration.ofSeconds(5)), staged);
        Publication first = queue.send(EventDraft.of("q", 1).key("k"));
        hand.run();
        pass(4);
        Publication second = queue.send(EventDraft.of("q", 2).key("k"));
        hand.run();
        pass(1);
        assertLate(first, 1);
        assertThat(begun).as("one call at a time, and of a key").containsExactly(1);
        assertThat(stats()).satisfies(stats -> {
            assertThat(stats.overdue()).isEqualTo(1);
            assertThat(stats.busy()).isZero();
            assertThat(stats.load()).isEqualTo(1);
        });
        stages.get(0).complete("late");
        hand.run();
        assertThat(only(first).value()).isNull();
        assertThat(begun).containsExactly(1, 2);
        stages.get(1).complete("in time");
        hand.run();
        assertThat(only(second).value()).isEqualTo("in time");
        assertThat(stats().overdue()).isZero();
        pass(10);
        assertThat(stats().expired()).isEqualTo(1);
    }

    @Test
    void aDeadlineHoldsForAllAttemptsTogether() {
        queue.work(one().deadline(Duration.ofSeconds(5)).retry(TWICE.withDelay(Duration.ofSeconds(20))), staged);
        Publication publication = send(1);
        stages.get(0).completeExceptionally(new IllegalStateException("once"));
        hand.run();
        pass(5);
        assertLate(publication, 1);
        assertThat(only(publication).error()).hasRootCauseMessage("once");
        pass(20);
        assertThat(begun).containsExactly(1);
        assertThat(stats().waiting()).isZero();
    }

    @Test
    void whatFailsAfterItsDeadlineIsNotTriedAgain() {
        queue.work(one().deadline(Duration.ofSeconds(5)).retry(TWICE), staged);
        Publication publication = send(1);
        pass(5);
        stages.get(0).completeExceptionally(new IllegalStateException("late"));
        hand.run();
        pass(10);
        assertLate(publication, 1);
        assertThat(begun).containsExactly(1);
        assertThat(hand.errors).hasSize(1);
        assertThat(stats().overdue()).isZero();
    }

    /** The loop looks for late events, and may be held meanwhile. */
    @Test
    void whatIsLateIsNotBegunThoughTheLoopIsBusy() {
        queue.work(one().deadline(Duration.ofSeconds(5)), staged);
        Publication first = send(1);
        Publication second = send(2);
        nexus.handle("slow", (event, context) -> {
            hand.time.advance(Duration.ofSeconds(6));
            stages.get(0).complete(null);
            hand.run(); // workers, while the loop is here
            return null;
        });
        nexus.bus().publish("slow", null);
        hand.run();
        assertThat(begun).containsExactly(1);
        assertThat(first.status()).isEqualTo(Status.COMPLETED);
        assertLate(second, 0);
        assertThat(stats().expired()).isEqualTo(1);
        pass(60);
        assertThat(hand.errors).hasSize(1);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void whatAClosedCollectorIsWorkingOnKeepsItsDeadline() {
        var collector = queue.work(CollectorOptions.named("w").concurrency(2).deadline(Duration.ofSeconds(5)), staged);
        Publication first = send(1);
        pass(1);
        Publication second = send(2);
        hand.runWhile(collector::close);
        pass(4);
        assertLate(first, 1);
        assertThat(second.isDone()).isFalse();
        pass(1);
        assertLate(second, 1);
        pass(60);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void aClosedCollectorLeavesNoTimerOfItsDeadline() {
        var collector = queue.work(one().deadline(Duration.ofDays(1)), (event, context) -> null);
        send(1);
        pass(60);
        hand.runWhile(collector::close);
        pass(60);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void deadlinesOfEndedItemsLeaveNothingBehind() {
        queue.work(one().deadline(Duration.ofSeconds(5)), (event, context) -> null);
        for (int i = 0; i < 100; i++) {
            send(i);
            pass(1);
        }
        assertThat(stats().done()).isEqualTo(100);
        pass(60);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    @Tag("R7")
    void severalAttemptsAreOneResultTheLast() {
        queue.work(one().retry(TWICE), (event, context) -> {
            begun.add(event.payload());
            if (begun.size() == 1) {
                throw new IllegalStateException("once");
            }
            return "at last";
        });
        Publication publication = send(1);
        assertThat(publication.isDone()).isFalse();
        assertThat(stats().waiting()).isEqualTo(1);
        pass(1);
        assertThat(only(publication).value()).isEqualTo("at last");
        assertThat(only(publication).work()).isEqualTo(new Publication.Work(2, 1_000_000_000, 1_000_000_000));
        assertThat(stats().retried()).isEqualTo(1);
        assertThat(hand.errors).isEmpty();
    }

    @Test
    void whatIsNoPassingFaultIsNotTriedAgain() {
        queue.work(one().retry(TWICE), (event, context) -> {
            begun.add(event.payload());
            throw new AssertionError("for good");
        });
        Publication publication = send(1);
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(begun).hasSize(1);
    }

    @Test
    @Tag("BX-05")
    void aDeadLetterIsDeliveredAgainToThatCollectorAlone() {
        queue.work(one().retry(TWICE).deadLetter(true), staged);
        queue.work("other", (event, context) -> begun.add("other"));
        send(1);
        for (int attempt = 0; attempt < 2; attempt++) {
            stages.get(attempt).completeExceptionally(new IllegalStateException("broken"));
            hand.run();
            pass(1);
        }
        DeadLetter letter = nexus.deadLetters().list(null, 10).get(0);
        assertThat(letter.receiver()).isEqualTo("w");
        assertThat(letter.attempts()).isEqualTo(2);
        begun.clear();

        Publication again = nexus.deadLetters().redeliver(letter.id());
        hand.run();
        assertThat(begun).containsExactly(1);
        assertThat(nexus.deadLetters().size()).as("until it has succeeded").isEqualTo(1);
        stages.get(2).completeExceptionally(new AssertionError("still"));
        hand.run();
        assertThat(again.status()).isEqualTo(Status.FAILED);
        assertThat(only(again).error()).hasMessage("still");
        assertThat(nexus.deadLetters().list(null, 10).get(0).attempts()).isEqualTo(3);

        Publication atLast = nexus.deadLetters().redeliver(letter.id());
        hand.run();
        stages.get(3).complete("done");
        hand.run();
        assertThat(only(atLast).value()).isEqualTo("done");
        assertThat(nexus.deadLetters().size()).isZero();
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    @Tag("BX-05")
    void aLetterStaysIfItsCollectorIsClosedOrTheDomainStopsMeanwhile() {
        var collector = queue.work(one().deadLetter(true), staged);
        send(1);
        stages.get(0).completeExceptionally(new IllegalStateException("broken"));
        hand.run();
        send(2);
        String id = nexus.deadLetters().list(null, 10).get(0).id();
        Publication waiting = nexus.deadLetters().redeliver(id);
        hand.run();
        hand.runWhile(collector::close);
        assertThat(waiting.status()).isEqualTo(Status.FAILED);
        assertThat(nexus.deadLetters().find(id)).isPresent();

        queue.work(CollectorOptions.named("x").select("x").deadLetter(true), staged);
        queue.send(EventDraft.of("x", 3));
        hand.run();
        stages.get(2).completeExceptionally(new IllegalStateException("broken"));
        hand.run();
        String second = nexus.deadLetters().list(null, 10).get(1).id();
        Publication busy = nexus.deadLetters().redeliver(second);
        hand.run();
        nexus.stopNow();
        assertThat(busy.status()).isEqualTo(Status.ABANDONED);
        assertThat(nexus.deadLetters().find(second)).isPresent();
    }

    @Test
    void theQueueSaysWhatACollectorDoesNot() {
        WorkQueue strict = nexus.workQueue(
                "strict",
                WorkQueueConfig.defaults().withRetry(TWICE).withDeadLetter(true).withDeadline(Duration.ofSeconds(9)));
        strict.work(one(), (event, context) -> {
            throw new IllegalStateException("broken");
        });
        strict.send(1);
        hand.run();
        pass(1);
        assertThat(strict.stats().retried()).isEqualTo(1);
        assertThat(nexus.deadLetters().size()).isEqualTo(1);
    }
}
