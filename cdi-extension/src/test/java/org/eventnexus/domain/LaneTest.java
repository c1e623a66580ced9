package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.eventnexus.DeadLetter;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.LaneFull;
import org.eventnexus.LaneFullException;
import org.eventnexus.LaneStats;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lanes step by step: loops and lanes have an executor each, which the test runs by hand. */
@Tag("R2")
class LaneTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final HandEngine hand = new HandEngine();
    private final HandExecutor threads = new HandExecutor();
    private final SubscriptionOptions lane =
            SubscriptionOptions.defaults().named("slow").on(threads);
    private final List<Object> seen = new ArrayList<>();
    private final List<CompletableFuture<Object>> stages = new ArrayList<>();

    private Nexus start() {
        return hand.start(DomainConfig.of("d"));
    }

    private Publication publish(Nexus nexus, Object payload) {
        Publication publication = nexus.bus().publish("a", payload);
        hand.run();
        return publication;
    }

    /** Sees an event, and returns a stage that the test completes. */
    private Handler<Object> withStages() {
        return (event, context) -> {
            seen.add(event.payload());
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        };
    }

    private static LaneStats stats(Nexus nexus) {
        assertThat(nexus.lanes()).hasSize(1);
        LaneStats stats = nexus.lanes().get(0);
        return stats;
    }

    @Test
    @Tag("AE-02")
    void itRunsOnItsExecutorInOrderAndTheDomainDoesNotWait() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, event -> seen.add(event.payload()));
        nexus.bus().subscribe("a", event -> seen.add("inline " + event.payload()));
        List<Publication> publications = List.of(publish(nexus, 1), publish(nexus, 2), publish(nexus, 3));
        assertThat(seen).containsExactly("inline 1", "inline 2", "inline 3");
        assertThat(publications).allMatch(publication -> publication.status() == Status.COMPLETED);
        assertThat(stats(nexus).depth()).isEqualTo(3);
        assertThat(threads.waiting()).as("one worker for all").isEqualTo(1);

        threads.runAll();
        assertThat(seen).endsWith(1, 2, 3).hasSize(6);
        assertThat(stats(nexus)).isEqualTo(new LaneStats("slow", EventSelector.parse("a"), 1024, 0, 0, 3, 0, 0, 0, 0));
    }

    @Test
    @Tag("R6")
    void whoHasOnlyALaneTakesTheEvent() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, event -> {});
        assertThat(publish(nexus, 1).status()).isEqualTo(Status.COMPLETED);
        assertThat(nexus.stats().unhandled()).isZero();
    }

    @Test
    void withoutAnExecutorItsThreadsAreTheEngines() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", SubscriptionOptions.defaults().async(), event -> seen.add(event.payload()));
        publish(nexus, 1);
        assertThat(seen).containsExactly(1);
    }

    @Test
    void aStageIsWaitedForBeforeTheNextEventAndHoldsNoThread() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, withStages());
        publish(nexus, 1);
        publish(nexus, 2);
        threads.runAll();
        assertThat(seen).containsExactly(1);
        assertThat(threads.waiting()).isZero();
        assertThat(stats(nexus)).satisfies(stats -> {
            assertThat(stats.running()).isEqualTo(1);
            assertThat(stats.depth()).isEqualTo(1);
        });

        stages.get(0).complete("unheard");
        assertThat(seen).as("not on the completing thread").hasSize(1);
        threads.runAll();
        assertThat(seen).containsExactly(1, 2);
        stages.get(1).completeExceptionally(new IllegalStateException("broken"));
        assertThat(hand.errors).containsExactly("slow: broken");
        assertThat(stats(nexus)).satisfies(stats -> {
            assertThat(stats.delivered()).isEqualTo(1);
            assertThat(stats.failed()).isEqualTo(1);
            assertThat(stats.running()).isZero();
        });
    }

    @Test
    void stagesThatAreDoneDoNotFillTheStack() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, (event, context) -> {
            seen.add(event.payload());
            return (Integer) event.payload() % 2 == 0
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.completedFuture(null);
        });
        for (int i = 0; i < 500; i++) {
            publish(nexus, i);
        }
        threads.runAll();
        assertThat(seen).hasSize(500).isSorted();
        assertThat(stats(nexus).delivered()).isEqualTo(500);
    }

    @Test
    @Tag("R7")
    void failuresAreToldToTheErrorHandlerAndNotToThePublisher() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, event -> {
            throw new IllegalStateException("broken " + event.payload());
        });
        Publication publication = publish(nexus, 1);
        publish(nexus, 2);
        threads.runAll();
        assertThat(hand.errors).containsExactly("slow: broken 1", "slow: broken 2");
        assertThat(publication.poll().orElseThrow().results()).isEmpty();
        assertThat(stats(nexus).failed()).isEqualTo(2);
        assertThat(nexus.stats().failed()).isZero();
    }

    @Test
    @Tag("AU-06")
    void asManyAtOnceAsItMayBegunInOrder() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane.maxConcurrent(3), withStages());
        for (int i = 1; i <= 6; i++) {
            publish(nexus, i);
        }
        threads.runAll();
        assertThat(seen).containsExactly(1, 2, 3);
        stages.get(1).complete(null);
        threads.runAll();
        assertThat(seen).containsExactly(1, 2, 3, 4);
        stages.forEach(stage -> stage.complete(null));
        threads.runAll();
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    @Tag("AU-06")
    void allLanesTogetherHaveALimitAndTakeTurns() {
        Nexus nexus = hand.start(DomainConfig.of("d").withMaxConcurrent(1));
        for (String name : List.of("x", "y", "z")) {
            nexus.bus().subscribe("a", lane.named(name), (event, context) -> {
                seen.add(name + event.payload());
                stages.add(new CompletableFuture<>());
                return stages.get(stages.size() - 1);
            });
        }
        publish(nexus, 1);
        publish(nexus, 2);
        for (int done = 0; done < 6; done++) {
            threads.runAll();
            assertThat(seen).hasSize(done + 1);
            stages.get(done).complete(null);
        }
        assertThat(seen).containsExactly("x1", "y1", "z1", "x2", "y2", "z2");
        threads.runAll();
        assertThat(nexus.lanes()).allMatch(stats -> stats.delivered() == 2 && stats.running() == 0);
    }

    @Test
    @Tag("AU-06")
    void aLaneOfMoreThanOneUsesAllPermitsThatComeFree() {
        Nexus nexus = hand.start(DomainConfig.of("d").withMaxConcurrent(2));
        nexus.bus().subscribe("b", lane.named("other").maxConcurrent(2), withStages());
        nexus.bus().subscribe("a", lane.maxConcurrent(4), withStages());
        nexus.bus().publish("b", "b1");
        nexus.bus().publish("b", "b2");
        hand.run();
        threads.runAll();
        publish(nexus, 1);
        publish(nexus, 2);
        publish(nexus, 3);
        threads.runAll();
        assertThat(seen).containsExactly("b1", "b2");
        stages.get(0).complete(null);
        stages.get(1).complete(null);
        threads.runAll();
        assertThat(seen).containsExactly("b1", "b2", 1, 2);
        stages.get(2).complete(null);
        threads.runAll();
        assertThat(seen).endsWith(3);
    }

    @Test
    @Tag("AU-06")
    void whoBeginsACallBringsAnotherWorkerIfThereIsMore() {
        Nexus nexus = hand.start(DomainConfig.of("d").withMaxConcurrent(2));
        nexus.bus().subscribe("b", lane.named("other").maxConcurrent(2), withStages());
        nexus.bus().subscribe("a", lane.maxConcurrent(2), event -> seen.add(threads.waiting() + " on their way"));
        nexus.bus().publish("b", "b1");
        nexus.bus().publish("b", "b2");
        hand.run();
        threads.runAll();
        publish(nexus, 1);
        threads.runAll(); // it finds no permit
        publish(nexus, 2);
        assertThat(threads.waiting()).isZero();
        stages.forEach(stage -> stage.complete(null));
        threads.runAll();
        assertThat(seen).containsExactly("b1", "b2", "1 on their way", "1 on their way");
    }

    @Test
    @Tag("AU-06")
    void aPermitThatComesTooLateIsPassedOn() {
        Nexus nexus = hand.start(DomainConfig.of("d").withMaxConcurrent(1));
        nexus.bus().subscribe("a", lane.named("first"), withStages());
        Subscription second = nexus.bus().subscribe("a", lane.named("second"), event -> seen.add("second"));
        nexus.bus().subscribe("a", lane.named("third"), event -> seen.add("third"));
        publish(nexus, 1);
        threads.runAll();
        stages.get(0).complete(null);
        assertThat(threads.waiting()).as("the second has the permit").isEqualTo(1);
        nexus.bus().subscribe("stop", event -> second.cancel());
        nexus.bus().publish("stop", null);
        hand.run();
        threads.runAll();
        assertThat(seen).containsExactly(1, "third");
    }

    @Test
    void aFullLaneFailsThatDelivery() {
        Nexus nexus = start();
        List<Throwable> told = new ArrayList<>();
        nexus.bus().subscribe("a", lane.laneCapacity(2).deadLetter(true), event -> seen.add(event.payload()));
        List<Publication> publications = List.of(publish(nexus, 1), publish(nexus, 2), publish(nexus, 3));
        threads.runAll();
        publish(nexus, 4);
        threads.runAll();
        assertThat(seen).containsExactly(1, 2, 4);
        assertThat(publications).allMatch(publication -> publication.status() == Status.COMPLETED);
        assertThat(stats(nexus)).satisfies(stats -> {
            assertThat(stats.capacity()).isEqualTo(2);
            assertThat(stats.dropped()).isEqualTo(1);
            assertThat(stats.delivered()).isEqualTo(3);
        });
        assertThat(hand.errors).singleElement().asString().startsWith("slow: ENX-0065 the lane");
        assertThat(nexus.deadLetters().list(null, 9)).singleElement().satisfies(letter -> {
            assertThat(letter.event().payload()).isEqualTo(3);
            assertThat(letter.attempts()).isZero();
            told.add(letter.error());
        });
        assertThat(told)
                .singleElement()
                .asInstanceOf(throwable(LaneFullException.class))
                .satisfies(full -> assertThat(full.getStackTrace()).isEmpty());
    }

    @Test
    @Tag("R5")
    void byChoiceAFullLanePausesTheDomainUntilItIsHalfEmpty() {
        Nexus nexus =
                hand.start(DomainConfig.of("d").withLaneFull(LaneFull.PAUSE).withLaneCapacity(4));
        nexus.bus().subscribe("a", lane, event -> seen.add(event.payload()));
        nexus.bus().subscribe("a", event -> seen.add("inline " + event.payload()));
        for (int i = 1; i <= 6; i++) {
            publish(nexus, i);
        }
        assertThat(seen).as("the lane has four").containsExactly("inline 1", "inline 2", "inline 3", "inline 4");
        assertThat(nexus.stats().depth()).isEqualTo(2);
        threads.runOne();
        hand.run();
        threads.runAll();
        assertThat(seen).contains("inline 5", "inline 6").endsWith(5, 6).hasSize(12);
        assertThat(stats(nexus).dropped()).isZero();
        assertThat(stats(nexus).delivered()).isEqualTo(6);
    }

    @Test
    @Tag("R5")
    void theDomainGoesOnWhenALaneThatItPausesForIsCancelled() {
        Nexus nexus = start();
        Subscription subscription = nexus.bus()
                .subscribe("a", lane.laneCapacity(1).whenLaneFull(LaneFull.PAUSE), event -> seen.add("lane"));
        publish(nexus, 1);
        publish(nexus, 2);
        assertThat(nexus.stats().depth()).isEqualTo(1);
        var cancel = new FutureTask<>(subscription::cancel, null);
        new Thread(cancel).start();
        while (!cancel.isDone()) {
            hand.run();
            Thread.onSpinWait();
        }
        hand.run();
        assertThat(nexus.stats().depth()).isZero();
        threads.runAll();
        assertThat(seen).isEmpty();
    }

    @Test
    @Tag("R8")
    void aFailureIsTriedAgainInTheLaneBeforeItsNextEvent() {
        Nexus nexus = start();
        int[] calls = {0};
        nexus.bus().subscribe("a", lane.retry(RetryPolicy.of(3)), event -> {
            seen.add(event.payload());
            if (++calls[0] <= 2) {
                throw new IllegalStateException("attempt " + calls[0]);
            }
        });
        publish(nexus, 1);
        publish(nexus, 2);
        threads.runAll();
        assertThat(seen).containsExactly(1);
        assertThat(nexus.stats().depth()).as("the domain goes on").isZero();
        hand.time.advance(Duration.ofMillis(100));
        threads.runAll();
        assertThat(seen).containsExactly(1, 1);
        hand.time.advance(Duration.ofMillis(200));
        threads.runAll();
        assertThat(seen).containsExactly(1, 1, 1, 2);
        assertThat(hand.errors).isEmpty();
        assertThat(stats(nexus).retried()).isEqualTo(2);
        assertThat(nexus.stats().retried()).isEqualTo(2);
        assertThat(stats(nexus).delivered()).isEqualTo(2);
    }

    @Test
    @Tag("R8")
    void aStageThatFailsIsSettledBeforeTheNextEvent() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane.on(Runnable::run).retry(RetryPolicy.of(2)), withStages());
        publish(nexus, 1);
        publish(nexus, 2);
        stages.get(0).completeExceptionally(new IllegalStateException("once"));
        assertThat(seen).containsExactly(1);
        hand.time.advance(Duration.ofMillis(100));
        assertThat(seen).containsExactly(1, 1);
        stages.get(1).complete(null);
        assertThat(seen).containsExactly(1, 1, 2);
    }

    @Test
    @Tag("R8")
    void theLastFailureGoesToTheDeadLettersAndComesBackToThisLaneOnly() {
        Nexus nexus = start();
        boolean[] broken = {true};
        nexus.bus().subscribe("a", event -> seen.add("inline"));
        nexus.bus().subscribe("a", lane.retry(RetryPolicy.of(2)).deadLetter(true), event -> {
            seen.add("lane");
            if (broken[0]) {
                throw new IllegalStateException("broken");
            }
        });
        publish(nexus, 1);
        threads.runAll();
        hand.time.advance(Duration.ofMillis(100));
        threads.runAll();
        assertThat(seen).containsExactly("inline", "lane", "lane");
        DeadLetter letter = nexus.deadLetters().list(null, 9).get(0);
        assertThat(letter.receiver()).isEqualTo("slow");
        assertThat(letter.attempts()).isEqualTo(2);

        Publication second = nexus.deadLetters().redeliver(letter.id());
        threads.runAll();
        hand.time.advance(Duration.ofMillis(100));
        assertThat(second.status()).isEqualTo(Status.PENDING);
        threads.runAll();
        assertThat(second.status()).isEqualTo(Status.FAILED);
        assertThat(nexus.deadLetters().list(null, 9)).singleElement().satisfies(same -> {
            assertThat(same.id()).isEqualTo(letter.id());
            assertThat(same.attempts()).isEqualTo(4);
        });

        broken[0] = false;
        Publication third = nexus.deadLetters().redeliver(letter.id());
        threads.runAll();
        assertThat(third.status()).isEqualTo(Status.COMPLETED);
        assertThat(nexus.deadLetters().size()).isZero();
        assertThat(seen).filteredOn("inline"::equals).hasSize(1);
    }

    @Test
    @Tag("AE-03")
    void timesCountsWhatTheLaneTakesAndTheLaneGoesWhenItIsEmpty() {
        Nexus nexus = start();
        Subscription subscription = nexus.bus().subscribe("a", lane.times(2).retry(RetryPolicy.of(2)), event -> {
            seen.add(event.payload());
            if (seen.size() == 2) {
                throw new IllegalStateException("once");
            }
        });
        publish(nexus, 1);
        publish(nexus, 2);
        publish(nexus, 3);
        assertThat(subscription.isActive()).isFalse();
        assertThat(stats(nexus).depth()).isEqualTo(2);
        threads.runAll();
        assertThat(nexus.lanes()).as("the second has another attempt").hasSize(1);
        hand.time.advance(Duration.ofSeconds(1));
        threads.runAll();
        assertThat(seen).containsExactly(1, 2, 2);
        assertThat(nexus.lanes()).isEmpty();
        assertThat(nexus.stats().subscribers()).isZero();
    }

    @Test
    @Tag("AE-07")
    void cancelAbandonsWhatWaits() {
        Nexus nexus = start();
        Subscription subscription = nexus.bus().subscribe("a", lane, withStages());
        publish(nexus, 1);
        publish(nexus, 2);
        threads.runAll();
        nexus.bus().subscribe("stop", event -> subscription.cancel()); // on the loop, so that nobody waits
        nexus.bus().publish("stop", null);
        publish(nexus, 3);
        threads.runAll();
        assertThat(seen).containsExactly(1);
        assertThat(stats(nexus)).satisfies(stats -> {
            assertThat(stats.running()).as("its stage is open").isEqualTo(1);
            assertThat(stats.abandoned()).isEqualTo(1);
        });
        stages.get(0).completeExceptionally(new IllegalStateException("late"));
        assertThat(hand.errors).containsExactly("slow: late");
        assertThat(nexus.lanes()).isEmpty();
    }

    @Test
    @Tag("AE-07")
    void whatWaitsForAnotherAttemptWhenItIsCancelledHasFailed() {
        Nexus nexus = start();
        Subscription subscription = nexus.bus()
                .subscribe("a", lane.retry(RetryPolicy.of(9).withDelay(LONG).withMaxDelay(LONG)), event -> {
                    throw new IllegalStateException("broken");
                });
        publish(nexus, 1);
        threads.runAll();
        assertThat(hand.errors).isEmpty();
        nexus.bus().subscribe("stop", event -> subscription.cancel());
        nexus.bus().publish("stop", null);
        hand.run();
        assertThat(hand.errors).containsExactly("slow: broken");
        hand.rest();
        assertThat(hand.time.scheduled()).isZero();
        assertThat(nexus.lanes()).isEmpty();
    }

    @Test
    @Tag("R11")
    void aRejectingExecutorIsAskedAgain() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, event -> seen.add(event.payload()));
        threads.rejecting(true);
        publish(nexus, 1);
        publish(nexus, 2);
        hand.time.advance(Duration.ofMillis(100));
        assertThat(threads.rejections()).isEqualTo(2);
        threads.rejecting(false);
        hand.time.advance(Duration.ofMillis(100));
        threads.runAll();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    @Tag("R11")
    void withoutASchedulerTheNextEventAsksAgain() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, event -> seen.add(event.payload()));
        threads.rejecting(true);
        hand.time.stop();
        publish(nexus, 1);
        threads.rejecting(false);
        publish(nexus, 2);
        threads.runAll();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    @Tag("AE-02")
    void anExecutorMayRunTasksOnTheCallingThread() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane.on(Runnable::run).laneCapacity(1), event -> seen.add(event.payload()));
        for (int i = 1; i <= 10_000; i++) {
            publish(nexus, i);
        }
        assertThat(seen).hasSize(10_000).isSorted();
        assertThat(stats(nexus).dropped()).isZero();
    }

    @Test
    void onTheCallingThreadABacklogDoesNotFillTheStack() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane.on(Runnable::run).laneCapacity(400_000), (event, context) -> {
            seen.add(event.payload());
            return stages.isEmpty() ? withStages().handle(event, context) : null;
        });
        for (int i = 0; i < 200_000; i++) {
            nexus.bus().publishAsync(EventDraft.of("a", i));
            if (i % 500 == 0) {
                hand.run();
            }
        }
        hand.run();
        assertThat(stats(nexus).depth()).isEqualTo(199_999);
        stages.get(0).complete(null);
        assertThat(stats(nexus).delivered()).isEqualTo(200_000);
    }

    @Test
    @Tag("R4")
    void aLaneEmitsNoSecondaryEventsAndPublishesAsFromOutside() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, (event, context) -> {
            assertThat(context.bus()).isSameAs(nexus.bus());
            assertThatThrownBy(() -> context.emit("b", null))
                    .isInstanceOf(InvalidLoopStateException.class)
                    .hasMessageContaining("ENX-0066");
            return context.bus().publish("b", null);
        });
        nexus.bus().subscribe("b", event -> seen.add(event.type()));
        publish(nexus, 1);
        threads.runAll();
        hand.run();
        assertThat(hand.errors).isEmpty();
        assertThat(seen).containsExactly("b");
        assertThat(nexus.stats().published()).isEqualTo(2);
    }

    @Test
    @Tag("R12")
    void aStopWaitsForLanesWhoseExecutorIsGoneAndWorksOnThemItself() {
        Nexus nexus = start();
        nexus.bus().subscribe("a", lane, event -> seen.add(event.payload()));
        threads.rejecting(true);
        hand.executor.rejecting(true);
        for (int i = 1; i <= 200; i++) {
            nexus.bus().publish("a", i);
        }
        assertThat(nexus.stop(Duration.ofSeconds(10))).isEmpty();
        assertThat(seen).hasSize(200).isSorted();
    }

    @Test
    void itsOptionsAreChecked() {
        SubscriptionOptions options = SubscriptionOptions.defaults();
        assertThat(options.isAsync()).isFalse();
        assertThat(options.maxConcurrent(2).isAsync()).isTrue();
        assertThatThrownBy(() -> options.maxConcurrent(0)).hasMessageContaining("max-concurrent is 0");
        assertThatThrownBy(() -> options.laneCapacity(0)).hasMessageContaining("lane-capacity is 0");
        EventBus bus = start().bus();
        assertThatThrownBy(() -> bus.subscribe("a", lane, (Handler<Object>) null))
                .isInstanceOf(NullPointerException.class);
    }
}
