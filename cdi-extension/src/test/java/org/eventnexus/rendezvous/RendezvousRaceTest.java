package org.eventnexus.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values are conserved: each that was put is got once, and each that was withdrawn never. */
@Race
@Tag("RV-01")
class RendezvousRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int PUTTERS = 4;
    private static final int GETTERS = 4;
    private static final int WINDOW = 64;
    private static final Integer NOTHING = -1;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Rendezvous<Integer> rendezvous = new Rendezvous<>(timer);
    private final LongAdder given = new LongAdder();
    private final LongAdder taken = new LongAdder();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void aMillionPairsByEightThreads(Chance chance) throws Exception {
        int pairs = 1_000_000;
        var got = new AtomicIntegerArray(pairs);
        var crowd = new Crowd(chance);
        for (int i = 0; i < PUTTERS; i++) {
            int first = i;
            crowd.add(own -> {
                var window = new Semaphore(WINDOW);
                for (int value = first; value < pairs; value += PUTTERS) {
                    window.acquire();
                    rendezvous.put(value).thenAccept(put -> {
                        given.increment();
                        window.release();
                    });
                }
                acquireAll(window);
            });
        }
        crowd.add(GETTERS, own -> {
            var window = new Semaphore(WINDOW);
            for (int i = 0; i < pairs / GETTERS; i++) {
                window.acquire();
                rendezvous.get().thenAccept(value -> {
                    got.incrementAndGet(value);
                    window.release();
                });
            }
            acquireAll(window);
        });
        crowd.start().await(BOUND);

        assertThat(given.sum()).isEqualTo(pairs);
        for (int value = 0; value < pairs; value++) {
            assertThat(got.get(value)).isEqualTo(1);
        }
        assertThat(rendezvous.state().isIdle()).isTrue();
    }

    private static void acquireAll(Semaphore window) throws InterruptedException {
        assertThat(window.tryAcquire(WINDOW, BOUND.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    /** All kinds of calls, with short times, cancelled at any moment. */
    @Test
    void nothingIsLostOrDoubledByTimesThatAreUpAndByCancellations(Chance chance) throws Exception {
        int values = 40_000;
        var got = new AtomicIntegerArray(values);
        var put = new AtomicIntegerArray(values);
        var next = new AtomicInteger();
        var putting = new AtomicInteger(PUTTERS);
        var crowd = new Crowd(chance);
        crowd.add(PUTTERS, own -> {
            for (int value = next.getAndIncrement(); value < values; value = next.getAndIncrement()) {
                int mine = value;
                CompletionStage<Boolean> stage = own.below(2) == 0 //
                        ? rendezvous.put(mine, time(own))
                        : rendezvous.put(mine);
                end(stage, own);
                stage.handle((done, failure) -> failure == null && done ? put.incrementAndGet(mine) : 0);
            }
            putting.decrementAndGet();
        });
        crowd.add(GETTERS, own -> {
            while (putting.get() > 0) {
                CompletionStage<Integer> stage = switch (own.below(4)) {
                    case 0 -> rendezvous.get(time(own));
                    case 1 -> rendezvous.getOrDefault(NOTHING, time(own));
                    case 2 -> CompletableFuture.completedFuture(rendezvous.getNow(NOTHING));
                    default -> rendezvous.get();
                };
                end(stage, own);
                stage.thenAccept(value -> {
                    if (!value.equals(NOTHING)) {
                        got.incrementAndGet(value);
                        taken.increment();
                    }
                });
            }
        });
        crowd.start().await(BOUND);

        Awaitility.await().atMost(BOUND).until(() -> rendezvous.state().isIdle());
        for (int value = 0; value < values; value++) {
            assertThat(got.get(value)).as("value %s", value).isEqualTo(put.get(value));
        }
        assertThat(taken.sum()).as("met at all").isPositive();
    }

    private static Duration time(Chance own) {
        return Duration.ofNanos(own.below(100_000));
    }

    /** By its time, by cancellation here or by another's hand, or by having met. */
    private void end(CompletionStage<?> stage, Chance own) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        if (own.below(3) == 0) {
            own.delay();
            future.cancel(true);
        } else if (own.below(3) == 0) {
            timer.execute(() -> future.cancel(true));
        } else {
            future.orTimeout(1, TimeUnit.MILLISECONDS);
        }
    }

    /** Each exchange gives its value to one other and takes one other's. */
    @Test
    void exchangesSwap(Chance chance) throws Exception {
        int exchanges = 20_000;
        int threads = PUTTERS + GETTERS;
        var got = new AtomicIntegerArray(exchanges);
        var crowd = new Crowd(chance);
        for (int i = 0; i < threads; i++) {
            int first = i;
            crowd.add(own -> {
                for (int value = first; value < exchanges; value += threads) {
                    int mine = value;
                    rendezvous.exchange(value, own.below(2) == 0).thenAccept(other -> {
                        assertThat(other).isNotEqualTo(mine);
                        got.incrementAndGet(other);
                        taken.increment();
                    });
                }
            });
        }
        crowd.start().await(BOUND);

        assertThat(taken.sum()).isEqualTo(exchanges);
        for (int value = 0; value < exchanges; value++) {
            assertThat(got.get(value)).isEqualTo(1);
        }
        assertThat(rendezvous.state().isIdle()).isTrue();
    }
}
