package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.LaneFull;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.ScheduledPublication;
import org.eventnexus.StreamOptions;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stop with everything pending that a bus has: all of it ends, each thing once, and nothing comes afterwards. */
@Tag("AU-14")
@Tag("R7")
@Tag("R12")
class StopRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration DEADLINE = Duration.ofMillis(300);

    private final Queue<Publication> publications = new ConcurrentLinkedQueue<>();
    private final Queue<ScheduledPublication> scheduled = new ConcurrentLinkedQueue<>();
    private final Queue<CompletionStage<?>> waiters = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Decision>> undecided = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong late = new AtomicLong();
    private final AtomicInteger openStreams = new AtomicInteger();
    private final AtomicInteger endedStreams = new AtomicInteger();

    private void seen() {
        if (stopped.get()) {
            late.incrementAndGet();
        }
    }

    private final class Reader implements Flow.Subscriber<NexusEvent<Object>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(NexusEvent<Object> event) {
            seen();
        }

        @Override
        public void onError(Throwable error) {
            onComplete();
        }

        @Override
        public void onComplete() {
            endedStreams.incrementAndGet();
        }
    }

    private CompletionStage<Decision> decide(EventDraft<?> draft) {
        var decision = new CompletableFuture<Decision>();
        int number = (Integer) draft.payload();
        if (number % 50 == 49) { // never
            undecided.add(decision);
            return decision;
        }
        return number % 3 == 0
                ? CompletableFuture.supplyAsync(() -> Decision.pass(draft))
                : CompletableFuture.completedStage(Decision.pass(draft));
    }

    private void subscribe(Nexus nexus) {
        nexus.bus().subscribe("**", event -> seen());
        nexus.bus()
                .subscribe(
                        "**",
                        SubscriptionOptions.defaults().async().laneCapacity(8).whenLaneFull(LaneFull.PAUSE),
                        event -> seen());
        nexus.bus()
                .subscribe(
                        "**",
                        SubscriptionOptions.defaults()
                                .async()
                                .maxConcurrent(3)
                                .receiver(ReceiverOptions.defaults()
                                        .retry(RetryPolicy.NONE.withAttempts(3).withDelay(Duration.ofMillis(1)))),
                        (event, context) -> {
                            seen();
                            return (Integer) event.payload() % 7 == 0
                                    ? CompletableFuture.failedStage(new IllegalStateException("broken"))
                                    : null;
                        });
    }

    @Test
    @Race
    void allThatIsPendingEndsOnce(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withCapacity(32)
                    .withMaxConcurrent(2)
                    .withAwaitTimeout(Duration.ofSeconds(20)));
            subscribe(nexus);
            nexus.useAsync("m", this::decide);
            var running = new CountDownLatch(1);
            var crowd = new Crowd(chance)
                    .add(4, own -> {
                        for (int i = 0; !stopped.get(); i++) {
                            publish(nexus, own, i);
                            if (i == 200) {
                                running.countDown();
                            }
                        }
                    })
                    .add(own -> {
                        running.await(5, TimeUnit.SECONDS);
                        long begun = System.nanoTime();
                        nexus.stop(own.oneOf(Duration.ZERO, DEADLINE));
                        stopped.set(true);
                        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
                    })
                    .start();
            crowd.await(BOUND);

            assertThat(publications).isNotEmpty().allMatch(Publication::isDone, "has ended");
            for (ScheduledPublication each : scheduled) {
                assertThat(each.isPending()).isFalse();
                assertThat(each.publication().toCompletableFuture()).isDone();
                if (!each.publication().toCompletableFuture().isCompletedExceptionally()) {
                    assertThat(each.publication().toCompletableFuture().join().isDone())
                            .isTrue();
                }
            }
            assertThat(waiters)
                    .isNotEmpty()
                    .allMatch(stage -> stage.toCompletableFuture().isDone(), "is over");
            Conservation.atRest(nexus);
            undecided.forEach(decision -> decision.complete(Decision.pass(EventDraft.of("late", 0))));
            Conservation.atRest(nexus);
            assertThat(endedStreams).hasValue(openStreams.get());
            assertThat(late).hasValue(0);
        }
    }

    private void publish(Nexus nexus, Chance own, int number) {
        EventDraft<Object> draft = EventDraft.of("a", (Object) number);
        switch (own.below(12)) {
            case 0, 1, 2, 3 -> publications.add(nexus.bus().publishAsync(draft));
            case 4 -> publications.add(nexus.bus().publishAsync(draft.timeout(Duration.ofMillis(50))));
            case 5 -> scheduled.add(nexus.bus().publishAfter(Duration.ofMillis(own.below(2000)), draft));
            case 6 -> waiters.add(nexus.bus().next(EventSelector.parse("never"), Duration.ofHours(1)));
            case 7 -> waiters.add(nexus.bus().next(EventSelector.parse("a"), Duration.ofHours(1)));
            case 8 -> {
                if (openStreams.get() < 100) {
                    openStreams.incrementAndGet();
                    nexus.bus().<Object>stream(EventSelector.any(), StreamOptions.defaults())
                            .subscribe(new Reader());
                }
            }
            case 9 -> {
                ScheduledPublication appointment = nexus.bus().publishAfter(Duration.ofMillis(own.below(3)), draft);
                scheduled.add(appointment);
                appointment.cancel();
            }
            default -> publications.add(nexus.bus().publish(draft.timeout(Duration.ofMillis(100))));
        }
    }
}
