package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.CollectorStats;
import org.eventnexus.DeadLetter;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Handler;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkException;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However an item ends while its collector or its domain does: once, with a result that says so, and with nothing left. */
@Tag("EC-04")
@Tag("R7")
class WorkEndsTest {
    private static final RetryPolicy AFTER_A_MINUTE = new RetryPolicy(3, Duration.ofMinutes(1), Duration.ofMinutes(1));

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

    private static CollectorOptions one(String name) {
        return CollectorOptions.named(name).concurrency(1);
    }

    private Publication send(Object payload) {
        Publication publication = queue.send(payload);
        hand.run();
        return publication;
    }

    private void end(int stage, Object value) {
        stages.get(stage).complete(value);
        hand.run();
    }

    private static List<Result> results(Publication publication) {
        return publication.poll().orElseThrow().results();
    }

    private static void assertClosed(Result result) {
        assertThat(result.error())
                .isInstanceOfSatisfying(
                        WorkException.class,
                        error -> assertThat(error.reason()).isEqualTo(WorkException.Reason.CLOSED));
    }

    /** Whatever the test did: nothing is left, and every count adds up. */
    @AfterEach
    void nothingIsLeft() {
        for (CollectorStats each : queue.stats().collectors()) {
            assertThat(each.waiting() + each.busy() + each.overdue())
                    .as("%s", each)
                    .isZero();
            assertThat(each.taken())
                    .as("%s", each)
                    .isEqualTo(each.done() + each.failed() + each.expired() + each.abandoned());
        }
        assertThat(nexus.stats().waiting()).isZero();
        for (int i = 0; i < 10; i++) { // the monitor looks until its window is over
            hand.time.advance(Duration.ofMinutes(2));
            hand.run();
        }
        assertThat(hand.time.scheduled()).isZero();
    }

    // ---- stages

    @Test
    void aStageMayEndWithNullOrBeCancelled() {
        queue.work("w", staged);
        Publication nothing = send(1);
        Publication cancelled = send(2);
        end(0, null);
        stages.get(1).cancel(true);
        hand.run();
        assertThat(nothing.status()).isEqualTo(Status.COMPLETED);
        assertThat(results(nothing).get(0).ok()).isTrue();
        assertThat(results(nothing).get(0).value()).isNull();
        assertThat(cancelled.status()).isEqualTo(Status.FAILED);
        assertThat(results(cancelled).get(0).error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aStagesErrorIsTheResultWithoutItsWrapping() {
        queue.work("w", staged);
        Publication publication = send(1);
        stages.get(0).completeExceptionally(new CompletionException(new IllegalStateException("inside")));
        hand.run();
        assertThat(results(publication).get(0).error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("inside");
    }

    @Test
    @Tag("R8")
    void aCancelledStageIsTriedAgain() {
        queue.work(one("w").retry(AFTER_A_MINUTE), staged);
        Publication publication = send(1);
        stages.get(0).cancel(false);
        hand.run();
        hand.time.advance(Duration.ofMinutes(1));
        hand.run();
        end(1, "at last");
        assertThat(results(publication)).extracting(Result::value).containsExactly("at last");
        assertThat(results(publication).get(0).work().attempts()).isEqualTo(2);
    }

    /** A stage that ends after its item has: its value counts for nothing. */
    @Test
    void aStageThatNeverEndsIsAbandonedAtTheStopAndMayEndLater() {
        queue.work("w", staged);
        Publication publication = send(1);
        assertThat(nexus.stop(Duration.ofMillis(1))).isEqualTo(Map.of("q", 1L));
        assertThat(publication.status()).isEqualTo(Status.ABANDONED);
        assertThat(queue.stats().abandoned()).isEqualTo(1);
        end(0, "too late");
        assertThat(results(publication)).isEmpty();
        assertThat(queue.stats().done()).isZero();
    }

    // ---- a collector's end

    @Test
    @Tag("EC-08")
    void whoIsClosedWhileOthersWorkHasAResultInItsPlace() {
        queue.work(one("first"), staged);
        Collector leaving = queue.work(one("leaving"), staged);
        queue.work(one("last"), staged);
        Publication worked = send(1);
        Publication waits = send(2);
        hand.runWhile(leaving::close);
        assertThat(waits.isDone()).isFalse();
        for (int stage = 0; stage < 5; stage++) {
            end(stage, stage);
        }
        assertThat(results(worked)).extracting(Result::receiver).containsExactly("first", "leaving", "last");
        assertThat(results(worked)).extracting(Result::value).containsExactly(0, 1, 2);
        assertThat(waits.status()).isEqualTo(Status.FAILED);
        assertThat(results(waits)).extracting(Result::receiver).containsExactly("first", "leaving", "last");
        assertClosed(results(waits).get(1));
        assertThat(results(waits)).extracting(Result::ok).containsExactly(true, false, true);
        Publication later = send(3);
        end(5, "first");
        end(6, "last");
        assertThat(results(later)).extracting(Result::receiver).containsExactly("first", "last");
    }

    @Test
    void aWorkerClosesItsOwnCollectorAndEnds() {
        var collector = new Collector[1];
        collector[0] = queue.work(one("w"), (event, context) -> {
            begun.add(event.payload());
            collector[0].close();
            return "closed";
        });
        Publication first = queue.send(1);
        Publication second = queue.send(2);
        hand.run();
        assertThat(results(first)).extracting(Result::value).containsExactly("closed");
        assertThat(second.status()).isIn(Status.FAILED, Status.UNHANDLED);
        assertThat(begun).containsExactly(1);
        assertThat(queue.collectors()).isEmpty();
    }

    @Test
    @Tag("R8")
    void whatWaitsForAnotherAttemptEndsWithItsFailureWhenItsCollectorIsClosed() {
        Collector collector = queue.work(one("w").retry(AFTER_A_MINUTE).deadLetter(true), (event, context) -> {
            begun.add(event.payload());
            throw new IllegalStateException("broken");
        });
        Publication publication = send(1);
        assertThat(queue.stats().waiting()).isEqualTo(1);
        hand.runWhile(collector::close);
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(results(publication).get(0).error()).hasMessage("broken");
        assertThat(results(publication).get(0).work().attempts()).isEqualTo(1);
        DeadLetter letter = nexus.deadLetters().list(null, 10).get(0);
        assertThat(letter.attempts()).isEqualTo(1);
        hand.time.advance(Duration.ofMinutes(5));
        hand.run();
        assertThat(begun).containsExactly(1);
        assertThat(hand.errors).containsExactly("w: broken");
    }

    @Test
    void anotherCollectorMayHaveTheKeyOfOneThatIsStillAtWork() {
        Collector old = queue.work(one("w"), staged);
        Publication before = send("old");
        hand.runWhile(old::close);
        queue.work(one("w"), staged);
        Publication after = send("new");
        end(1, "by the new one");
        assertThat(before.isDone()).isFalse();
        assertThat(results(after)).extracting(Result::value).containsExactly("by the new one");
        end(0, "by the old one");
        assertThat(results(before)).extracting(Result::value).containsExactly("by the old one");
        assertThat(queue.stats().done()).isEqualTo(2);
    }

    // ---- the domain's stop

    @Test
    @Tag("R12")
    void whatWaitsForAnotherAttemptIsAbandonedAtTheStopsDeadline() {
        queue.work(one("w").retry(AFTER_A_MINUTE).deadLetter(true).ordered(), (event, context) -> {
            begun.add(event.payload());
            throw new IllegalStateException("broken");
        });
        Publication delayed = queue.send(EventDraft.of("q", 1).key("k"));
        Publication behind = queue.send(EventDraft.of("q", 2).key("k"));
        hand.run();
        assertThat(nexus.stop(Duration.ofMillis(1))).isEqualTo(Map.of("q", 2L));
        assertThat(delayed.status()).isEqualTo(Status.ABANDONED);
        assertThat(behind.status()).isEqualTo(Status.ABANDONED);
        assertThat(queue.stats().abandoned()).isEqualTo(2);
        assertThat(begun).containsExactly(1);
    }

    @Test
    @Tag("R12")
    void aWorkerCannotStopItsOwnDomain() {
        queue.work("w", (event, context) -> {
            assertThatThrownBy(() -> nexus.stop(Duration.ofSeconds(1)))
                    .isInstanceOf(InvalidLoopStateException.class)
                    .hasMessageStartingWith("ENX-0012");
            return "goes on";
        });
        assertThat(results(send(1))).extracting(Result::value).containsExactly("goes on");
    }

    @Test
    @Tag("EC-06")
    @Tag("R12")
    void drainEndsWithTheDomainThoughWorkIsOpen() {
        queue.work("w", staged);
        send(1);
        CompletableFuture<Void> drained = queue.drain().toCompletableFuture();
        hand.run();
        assertThat(drained).isNotDone();
        nexus.stop(Duration.ofMillis(1));
        assertThat(drained).isCompleted();
        end(0, null);
    }
}
