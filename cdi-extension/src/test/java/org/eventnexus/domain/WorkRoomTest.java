package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Happening;
import org.eventnexus.LaneFull;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkException;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Full work queues, executors that reject, stops; and what a queue tells of itself. */
class WorkRoomTest {
    private final HandEngine hand = new HandEngine();
    private final List<Object> begun = new ArrayList<>();
    private final List<CompletableFuture<Object>> stages = new ArrayList<>();
    private final List<Happening> told = new ArrayList<>();
    private Nexus nexus;
    private WorkQueue queue;

    private final Handler<Object> staged = (event, context) -> {
        begun.add(event.payload());
        stages.add(new CompletableFuture<>());
        return stages.get(stages.size() - 1);
    };

    private void start(WorkQueueConfig config) {
        hand.start(DomainConfig.of(Happening.DOMAIN))
                .bus()
                .subscribe(EventSelector.any(), event -> told.add((Happening) event.payload()));
        nexus = hand.start(DomainConfig.of("d"));
        queue = nexus.workQueue("q", config);
        hand.run();
    }

    private Publication send(Object payload) {
        Publication publication = queue.send(payload);
        hand.run();
        return publication;
    }

    @Test
    void aFullOnePausesItsDomainUntilItIsHalfEmpty() {
        start(WorkQueueConfig.defaults().withCapacity(4).withConcurrency(1, 1));
        queue.work("w", staged);
        for (int i = 0; i < 8; i++) {
            send(i);
        }
        assertThat(queue.stats().waiting()).isEqualTo(4);
        assertThat(nexus.stats().depth())
                .as("one is worked on, four wait, the others are not taken")
                .isEqualTo(3);
        stages.get(0).complete(null);
        hand.run();
        assertThat(nexus.stats().depth()).isEqualTo(3);
        stages.get(1).complete(null);
        hand.run();
        assertThat(queue.stats().waiting()).isEqualTo(4);
        assertThat(nexus.stats().depth()).isEqualTo(1);
        for (int i = 2; i < 8; i++) {
            stages.get(i).complete(null);
            hand.run();
        }
        assertThat(begun).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(queue.stats().done()).isEqualTo(8);
        assertThat(told).filteredOn(Happening.WorkQueueFull.class::isInstance).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void oneThatFailsDoesSoWithoutACall() {
        start(WorkQueueConfig.defaults().withCapacity(1).whenFull(LaneFull.FAIL).withConcurrency(1, 1));
        queue.work("w", staged);
        send(1);
        send(2);
        Publication third = send(3);
        assertThat(third.status()).isEqualTo(Status.FAILED);
        assertThat(third.poll().orElseThrow().results().get(0).error())
                .isInstanceOfSatisfying(WorkException.class, full -> {
                    assertThat(full.reason()).isEqualTo(WorkException.Reason.FULL);
                    assertThat(full).hasMessageStartingWith("ENX-0051");
                });
        assertThat(hand.errors).hasSize(1);
        stages.get(0).complete(null);
        hand.run();
        assertThat(begun).containsExactly(1, 2);
        assertThat(queue.stats().failed()).isEqualTo(1);
    }

    @Test
    void whatWaitsForAnotherAttemptHasAPlace() {
        start(WorkQueueConfig.defaults()
                .withCapacity(1)
                .whenFull(LaneFull.FAIL)
                .withRetry(RetryPolicy.of(2).withDelay(Duration.ofSeconds(1))));
        queue.work("w", (event, context) -> {
            throw new IllegalStateException("always");
        });
        Publication first = send(1);
        assertThat(first.isDone()).isFalse();
        assertThat(send(2).status()).isEqualTo(Status.FAILED);
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        assertThat(first.status()).isEqualTo(Status.FAILED);
        assertThat(queue.stats().failed()).isEqualTo(2);
    }

    @Test
    @Tag("EC-10")
    void aQueueTellsWhatItDoes() {
        start(WorkQueueConfig.defaults().withCapacity(2).withConcurrency(1, 8));
        queue.work("w", staged);
        for (int i = 0; i < 3; i++) {
            send(i);
        }
        hand.time.advance(Duration.ofSeconds(3));
        hand.run();
        stages.get(0).completeExceptionally(new IllegalStateException("off"));
        hand.run();
        nexus.stopNow();
        hand.run();
        assertThat(told)
                .contains(
                        new Happening.WorkQueueStarted("d", "q"),
                        new Happening.WorkQueueFull("d", "q", "w", 2),
                        new Happening.WorkQueueStopped("d", "q"));
        assertThat(told)
                .filteredOn(Happening.WorkFailed.class::isInstance)
                .singleElement()
                .satisfies(failed -> {
                    assertThat(((Happening.WorkFailed) failed).collector()).isEqualTo("w");
                    assertThat(((Happening.WorkFailed) failed).attempts()).isEqualTo(1);
                    assertThat(((Happening.WorkFailed) failed).error().message())
                            .isEqualTo("off");
                });
        assertThat(told).filteredOn(Happening.WorkQueueScaled.class::isInstance).isNotEmpty();
    }

    @Test
    @Tag("R12")
    void aStopWaitsForWhatIsThereAndAbandonsItAtItsDeadline() {
        start(WorkQueueConfig.defaults().withConcurrency(1, 1));
        queue.work("w", staged);
        Publication busy = send(1);
        Publication waiting = send(2);
        assertThat(nexus.stop(Duration.ofMillis(1))).containsExactlyEntriesOf(java.util.Map.of("q", 2L));
        assertThat(busy.status()).isEqualTo(Status.ABANDONED);
        assertThat(waiting.status()).isEqualTo(Status.ABANDONED);
        stages.get(0).complete("late");
        hand.run();
        assertThat(begun).containsExactly(1);
        assertThat(queue.stats()).satisfies(stats -> {
            assertThat(stats.abandoned()).isEqualTo(2);
            assertThat(stats.waiting() + stats.busy()).isZero();
        });
        assertThat(hand.errors).isEmpty();
    }

    @Test
    @Tag("R12")
    void aStopDrainsWhatCanBeDone() {
        start(WorkQueueConfig.defaults());
        queue.work("w", (event, context) -> begun.add(event.payload()));
        Publication first = queue.send(1);
        Publication second = queue.send(2);
        hand.runWhile(() -> nexus.stop(Duration.ofSeconds(10)));
        assertThat(first.status()).isEqualTo(Status.COMPLETED);
        assertThat(second.status()).isEqualTo(Status.COMPLETED);
        assertThat(begun).containsExactly(1, 2);
    }

    @Test
    @Tag("R11")
    void aRejectingExecutorIsAskedAgainAndAtAStopTheWorkIsDoneHere() {
        var threads = new HandExecutor();
        var time = new VirtualTime();
        var loops = new HandExecutor();
        DomainEngine engine = DomainEngine.builder()
                .executor(loops)
                .blockingExecutor(threads)
                .scheduler(time)
                .clock(time)
                .build();
        Nexus own = engine.create(DomainConfig.of("d"));
        own.start();
        WorkQueue work = own.workQueue("q", WorkQueueConfig.defaults());
        work.work("w", (event, context) -> begun.add(event.payload()));
        threads.rejecting(true);
        Publication first = work.send(1);
        loops.runAll();
        assertThat(threads.rejections()).isEqualTo(1);
        threads.rejecting(false);
        time.advance(Duration.ofMillis(100));
        threads.runAll();
        loops.runAll();
        assertThat(first.status()).isEqualTo(Status.COMPLETED);

        threads.rejecting(true);
        loops.rejecting(true);
        Publication second = work.send(2);
        own.stop(Duration.ofSeconds(10));
        assertThat(second.status()).isEqualTo(Status.COMPLETED);
        assertThat(begun).containsExactly(1, 2);
    }

    @Test
    void theFirstErrorEndsAPublicationThatIsToFailFast() {
        start(WorkQueueConfig.defaults());
        queue.work("slow", staged);
        queue.work("bad", (event, context) -> {
            throw new IllegalStateException("bad");
        });
        Publication publication = queue.send(EventDraft.of("q", 1).failFast());
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(publication.poll().orElseThrow().results()).hasSize(1);
        stages.get(0).complete("late");
        hand.run();
        assertThat(publication.poll().orElseThrow().results()).hasSize(1);
        assertThat(nexus.stats().waiting()).isZero();
    }
}
