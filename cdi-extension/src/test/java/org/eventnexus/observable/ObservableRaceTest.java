package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Eight threads notify, subscribe, wait and leave; observers complete on other threads. */
@Race
@Tag("OB-01")
@Tag("OB-03")
class ObservableRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int THREADS = 8;

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final Observable<int[]> observable =
            new Observable<>(ObservableConfig.defaults().withCapacity(64).withMaxWaiting(1 << 20));

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private static void await(CompletionStage<?> stage) throws Exception {
        stage.toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    /** Each value once, one at a time, those of a thread in its order, though stages complete anywhere. */
    @Test
    void oneNotificationAtATimeAndNoneIsLost(Chance chance) throws Exception {
        int each = 5_000;
        var telling = new AtomicBoolean();
        var next = new int[THREADS];
        var told = new AtomicInteger();
        observable.subscribeNow(value -> {
            assertThat(telling.getAndSet(true)).isFalse();
            assertThat(value[1]).isEqualTo(next[value[0]]++);
            told.incrementAndGet();
            var done = new CompletableFuture<Void>();
            Runnable end = () -> {
                telling.set(false);
                done.complete(null);
            };
            if (value[1] % 3 == 0) {
                pool.execute(end);
            } else {
                end.run();
            }
            return done;
        });
        var crowd = new Crowd(chance);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            crowd.add(own -> {
                for (int number = 0; number < each; number++) {
                    Notification notification = observable.notify(new int[] {thread, number});
                    if (own.below(16) == 0) {
                        await(notification.done());
                    } else {
                        await(notification.queued());
                    }
                }
            });
        }
        crowd.start().await(BOUND);
        await(observable.whenIdle());

        assertThat(told).hasValue(THREADS * each);
    }

    /** Observers that come and go see a stretch without gaps; waits see one value each; nothing is left in the end. */
    @Test
    void whoComesAndGoesSeesAStretch(Chance chance) throws Exception {
        int values = 20_000;
        var over = new AtomicBoolean();
        var stretches = new LongAdder();
        var crowd = new Crowd(chance);
        crowd.add(own -> {
            for (int number = 0; number < values; number++) {
                await(observable.notify(new int[] {0, number}).queued());
            }
            over.set(true);
        });
        crowd.add(THREADS - 1, own -> {
            while (!over.get()) {
                switch (own.below(4)) {
                    case 0 -> stretch(own, stretches);
                    case 1 -> observable.next().toCompletableFuture().cancel(true);
                    case 2 -> {
                        var count = new AtomicInteger();
                        observable.ntimes(
                                value -> {
                                    assertThat(count.incrementAndGet()).isLessThanOrEqualTo(3);
                                    return null;
                                },
                                3);
                    }
                    default -> await(observable.whenIdle());
                }
            }
        });
        crowd.start().await(BOUND);
        for (int i = 0; i < 3; i++) { // for those who count
            await(observable.notify(new int[] {0, values + i}).done());
        }

        assertThat(stretches.sum()).isPositive();
        try (Observers<int[]> left = observable.observers()) {
            assertThat(left).isEmpty();
        }
    }

    private void stretch(Chance own, LongAdder stretches) throws Exception {
        List<Integer> seen = new ArrayList<>();
        var entered = new CompletableFuture<Void>();
        Observer<int[]> observer = value -> {
            seen.add(value[1]);
            entered.complete(null);
            return null;
        };
        CompletionStage<Observation> subscribed = observable.subscribe(observer);
        if (own.below(4) == 0 && subscribed.toCompletableFuture().cancel(true)) {
            return;
        }
        await(subscribed);
        own.delay();
        await(observable.unsubscribe(observer, true));
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo(seen.get(i - 1) + 1);
        }
        stretches.increment();
    }
}
