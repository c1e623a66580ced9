package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.Subscription;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AE-07")
class CancelTest {
    private final HandEngine hand = new HandEngine();

    @Test
    @Race
    void afterCancelHasReturnedNothingIsDeliveredAndNoDeliveryIsGoingOn(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withCapacity(64).withRetention(0));
            nexus.bus().subscribe("a", event -> {});
            var going = new AtomicBoolean(true);
            var publisher = pooled.publisher(() -> {
                while (going.get()) {
                    nexus.bus().publish("a", null);
                }
            });
            for (int round = 0; round < 2_000; round++) {
                var cancelled = new AtomicBoolean();
                var late = new AtomicInteger();
                var inside = new AtomicInteger();
                var got = new CountDownLatch(round % 2);
                Subscription subscription = nexus.bus().subscribe("a", event -> {
                    inside.incrementAndGet();
                    if (cancelled.get()) {
                        late.incrementAndGet();
                    }
                    got.countDown();
                    inside.decrementAndGet();
                });
                assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
                chance.delay();
                subscription.cancel();
                cancelled.set(true);
                assertThat(inside).hasValue(0);
                assertThat(late).hasValue(0);
                assertThat(subscription.isActive()).isFalse();
            }
            going.set(false);
            publisher.get(10, TimeUnit.SECONDS);
            assertThat(nexus.stats().subscribers()).isEqualTo(1);
            Conservation.atRest(nexus);
        }
    }

    /** A receiver that a test holds, and a cancellation meanwhile. */
    private static void cancelWaits(Nexus nexus, PooledEngine pooled, Runnable meanwhile, int cancellers)
            throws Exception {
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var done = new AtomicBoolean();
        Subscription subscription = nexus.bus().subscribe("a", event -> {
            inside.countDown();
            go.await(10, TimeUnit.SECONDS);
            done.set(true);
        });
        nexus.bus().publish("a", null);
        nexus.bus().publish("a", null);
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        meanwhile.run();
        var cancels = new ArrayList<FutureTask<Boolean>>();
        for (int i = 0; i < cancellers; i++) {
            var cancel = new FutureTask<>(() -> {
                subscription.cancel();
                return done.get();
            });
            var thread = new Thread(cancel);
            thread.setDaemon(true);
            thread.start();
            AdmissionTest.awaitBlocked(thread);
            cancels.add(cancel);
        }
        go.countDown();
        for (var cancel : cancels) {
            assertThat(cancel.get(10, TimeUnit.SECONDS))
                    .as("the delivery was over")
                    .isTrue();
        }
    }

    @Test
    void cancelWaitsForADeliveryThatIsGoingOn() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            cancelWaits(pooled.start(DomainConfig.of("d")), pooled, () -> {}, 1);
        }
    }

    @Test
    void whoCancelsSecondWaitsAsWell() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            cancelWaits(pooled.start(DomainConfig.of("d")), pooled, () -> {}, 2);
        }
    }

    @Test
    @Tag("R12")
    void cancelWaitsWhileTheDomainDrains() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            cancelWaits(
                    nexus,
                    pooled,
                    () -> {
                        pooled.publisher(() -> nexus.stop(Duration.ofSeconds(20)));
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(10))
                                .until(() -> nexus.state() == Nexus.State.STOPPED);
                    },
                    1);
        }
    }

    @Test
    @Tag("R12")
    void cancelDoesNotWaitForADomainThatHasStoppedOrNotStarted() {
        Nexus nexus = hand.create(DomainConfig.of("d"));
        Subscription before = nexus.bus().subscribe("a", event -> {});
        Subscription after = nexus.bus().subscribe("a", event -> {});
        before.cancel();
        nexus.start();
        hand.run();
        hand.executor.rejecting(true);
        nexus.stop(Duration.ofSeconds(10));
        long start = System.nanoTime();
        after.cancel();
        after.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(nexus.stats().subscribers()).isZero();
    }

    @Test
    void onTheLoopCancelDoesNotWaitAndHoldsForTheRestOfTheEvent() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        var seen = new ArrayList<String>();
        var subscriptions = new ArrayList<Subscription>();
        nexus.bus().subscribe("a", event -> subscriptions.forEach(Subscription::cancel));
        subscriptions.add(nexus.bus().subscribe("a", event -> seen.add("cancelled")));
        Publication publication = nexus.bus().publish("a", null);
        hand.run();

        assertThat(seen).isEmpty();
        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aReceiverCancelledWhileAnEarlierOnesStageIsOpenIsNotCalled() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        var stage = new CompletableFuture<Void>();
        var seen = new ArrayList<String>();
        nexus.handle("a", (event, context) -> stage);
        Subscription subscription = nexus.bus().subscribe("a", event -> seen.add("cancelled"));
        nexus.bus().publish("a", null);
        hand.run();
        var cancel = new FutureTask<>(subscription::cancel, null);
        var thread = new Thread(cancel);
        thread.start();
        AdmissionTest.awaitBlocked(thread);
        hand.run();
        stage.complete(null);
        hand.run();
        assertThat(seen).isEmpty();
    }

    @Test
    void aCancelledHandlerMakesRoomForAnother() {
        Nexus nexus = hand.create(DomainConfig.of("d"));
        Subscription first = nexus.handle("a", (event, context) -> "first");
        first.cancel();
        nexus.handle(EventSelector.type("a"), "second", (event, context) -> "second");
        nexus.start();
        first.cancel(); // must not take the second one away
        Publication publication = nexus.bus().publish("a", null);
        hand.run();

        assertThat(publication.result(String.class).toCompletableFuture()).isCompletedWithValue("second");
        assertThat(nexus.handlers()).isEqualTo(List.of("second"));
    }
}
