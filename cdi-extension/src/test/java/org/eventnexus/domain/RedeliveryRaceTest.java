package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DeadLetter;
import org.eventnexus.DeadLetterException;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Publishers, failures, attempts, dead letters, redeliveries and a stop all at once: every publication ends once, the
 * figures add up, no two receivers are called at once, and no letter is lost that was not thrown away.
 */
@Tag("R8")
@Tag("R7")
class RedeliveryRaceTest {
    private static final int PUBLISHERS = 8;
    private static final int EACH = 2_000;
    private static final int LETTERS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicBoolean calm = new AtomicBoolean();
    private final AtomicBoolean published = new AtomicBoolean();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicLong ends = new AtomicLong();
    private final Queue<Publication> publications = new ConcurrentLinkedQueue<>();
    private final Queue<Publication> redeliveries = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @CsvSource({"1,false", "4,false", "4,true"})
    void nothingIsLostNorToldTwice(int inFlight, boolean stopInTheMiddle) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withInFlight(inFlight)
                    .withRetry(new RetryPolicy(2, Duration.ofNanos(1), Duration.ofMillis(1)))
                    .withDeadLetter(true)
                    .withDeadLetters(LETTERS)
                    .withUnhandled(UnhandledPolicy.DEAD_LETTER)
                    .withAwaitTimeout(PATIENCE));
            nexus.handle("call", (event, context) -> called(null));
            nexus.handle("stage", (event, context) -> called(pooled));
            nexus.handle("parent", (event, context) -> {
                watch(context.emit("call", null), publications);
                return called(null);
            });
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                running.add(pooled.publisher(() -> publish(nexus)));
            }
            Future<?> one = pooled.publisher(() -> redeliver(nexus));
            Future<?> other = pooled.publisher(() -> redeliver(nexus));
            if (stopInTheMiddle) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() ->
                                redeliveries.size() > 100 || running.stream().allMatch(Future::isDone));
                nexus.stop(Duration.ofMillis(1));
            }
            for (Future<?> each : running) {
                each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            published.set(true);
            one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            nexus.stats().waiting() == 0 && ends.get() == publications.size() + redeliveries.size());

            assertThat(ends).as("each ended once").hasValue(publications.size() + redeliveries.size());
            assertThat(overlaps).hasValue(0);
            assertThat(redeliveries).isNotEmpty();
            assertConserved(nexus.stats());
            if (!stopInTheMiddle) {
                calm.set(true);
                nexus.handle("nobody", (event, context) -> null);
                empty(nexus);
            }
        }
    }

    private void assertConserved(Nexus.Stats stats) {
        Map<Status, Long> ended = new EnumMap<>(Status.class);
        publications.forEach(each -> ended.merge(each.status(), 1L, Long::sum));
        assertThat(List.of(stats.delivered(), stats.failed(), stats.unhandled(), stats.abandoned()))
                .as("what was admitted, redeliveries apart")
                .isEqualTo(List.of(
                        ended.getOrDefault(Status.COMPLETED, 0L),
                        ended.getOrDefault(Status.FAILED, 0L),
                        ended.getOrDefault(Status.UNHANDLED, 0L),
                        ended.getOrDefault(Status.ABANDONED, 0L)));
        assertThat(stats.published()).isEqualTo(publications.size() - ended.getOrDefault(Status.REFUSED, 0L));
    }

    /** All letters that are left are there to be delivered, and are gone when that has worked. */
    private void empty(Nexus nexus) throws Exception {
        for (DeadLetter letter : nexus.deadLetters().list(null, LETTERS)) {
            assertThat(nexus.deadLetters()
                            .redeliver(letter.id())
                            .await(PATIENCE)
                            .status())
                    .isEqualTo(Status.COMPLETED);
        }
        assertThat(nexus.deadLetters().size()).isZero();
        assertThat(nexus.deadLetters().list(null, LETTERS)).isEmpty();
    }

    private Object called(PooledEngine later) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        try {
            return answered(later);
        } finally {
            inside.decrementAndGet();
        }
    }

    private Object answered(PooledEngine later) {
        boolean fails = !calm.get() && ThreadLocalRandom.current().nextInt(3) == 0;
        if (later == null && fails) {
            throw new IllegalStateException("on purpose");
        }
        if (later == null) {
            return null;
        }
        var stage = new CompletableFuture<Object>();
        later.pool.execute(() -> {
            if (fails) {
                stage.completeExceptionally(new IllegalStateException("on purpose"));
            } else {
                stage.complete(null);
            }
        });
        return stage;
    }

    private void publish(Nexus nexus) {
        String[] types = {"call", "call", "stage", "parent", "nobody"};
        for (int i = 0; i < EACH; i++) {
            String type = types[ThreadLocalRandom.current().nextInt(types.length)];
            watch(nexus.bus().publish(type, null), publications);
        }
    }

    /** Until the publishers are done; two do so at once, and now and then throw one away. */
    private void redeliver(Nexus nexus) {
        while (!published.get()) {
            assertThat(nexus.deadLetters().size()).isLessThanOrEqualTo(LETTERS);
            for (DeadLetter letter : nexus.deadLetters().list(null, 20)) {
                try {
                    watch(nexus.deadLetters().redeliver(letter.id()), redeliveries);
                } catch (DeadLetterException beaten) {
                    // by the other one, or by the stop
                }
                if (ThreadLocalRandom.current().nextInt(10) == 0) {
                    nexus.deadLetters().remove(letter.id());
                }
            }
        }
    }

    private void watch(Publication publication, Queue<Publication> into) {
        into.add(publication);
        publication.outcome().thenRun(ends::incrementAndGet);
    }
}
