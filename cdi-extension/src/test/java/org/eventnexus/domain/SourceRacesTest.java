package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.PullSource;
import org.eventnexus.SourceRegistration;
import org.eventnexus.Timer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing against ticks, obtaining and full queues: every source is closed once, and every event accounted for. */
@Tag("AN-15")
@Tag("AN-16")
@Tag("AN-18")
@Tag("R7")
class SourceRacesTest {
    private static final int ROUNDS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Counts without end. */
    private static final class Counting implements PullSource {
        final AtomicInteger last = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        volatile boolean overlapped;

        @Override
        public EventDraft<?> obtain() {
            overlapped |= inside.incrementAndGet() != 1;
            EventDraft<Integer> draft = EventDraft.of("pulled", last.incrementAndGet());
            inside.decrementAndGet();
            return draft;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @ParameterizedTest
    @CsvSource({"AWAIT,false", "FAIL,false", "AWAIT,true"})
    void closingAgainstTicksAndPullsAtAFullQueue(Overflow overflow, boolean ownThreads) throws Exception {
        try (var pooled = new PooledEngine(3, ownThreads)) {
            int rounds = overflow == Overflow.AWAIT ? ROUNDS : ROUNDS / 10; // at FAIL a pull source waits for its retry
            for (int round = 0; round < rounds; round++) {
                close(pooled, round, overflow);
            }
            assertThat(pooled.errors).hasValue(0);
        }
    }

    private void close(PooledEngine pooled, int round, Overflow overflow) throws Exception {
        Nexus nexus = pooled.create(DomainConfig.of("d" + round)
                .withCapacity(2)
                .withOverflow(overflow)
                .withAwaitTimeout(Duration.ofMillis(1)));
        var pulled = new ConcurrentLinkedQueue<Integer>();
        var some = new CountDownLatch(10);
        nexus.bus().<Integer>subscribe("pulled", event -> {
            pulled.add(event.payload());
            some.countDown();
        });
        var counting = new Counting();
        var timer = Timer.ongoing(Duration.ofNanos(20_000), "tick");
        nexus.start();
        List<SourceRegistration> registrations = List.of(nexus.source(counting), nexus.source(timer));
        assertThat(some.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        List<Runnable> enders = List.of(
                () -> nexus.stop(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 5))),
                timer::stop,
                () -> registrations.get(0).cancel());
        var ending = new ArrayList<Future<?>>();
        for (Runnable ender : enders) {
            ending.add(pooled.publisher(ender::run));
        }
        for (Future<?> each : ending) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        until(() -> nexus.stats().waiting() == 0);
        until(() -> registrations.stream()
                .allMatch(ended -> ended.ended().toCompletableFuture().isDone()));
        until(() -> counting.closed.get() > 0); // a stop may have given up to wait for it
        assertThat(counting.closed).hasValue(1);
        assertThat(counting.overlapped).isFalse();
        assertThat(nexus.sources()).isEmpty();
        assertThat(pulled)
                .as("in order, none twice and none left out")
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, pulled.size()).boxed().toList());
        assertThat(counting.last.get()).as("not ahead of the queue").isLessThanOrEqualTo(pulled.size() + 2 + 1 + 1);
        Nexus.Stats stats = nexus.stats();
        assertThat(stats.published())
                .isEqualTo(
                        stats.delivered() + stats.failed() + stats.unhandled() + stats.dropped() + stats.abandoned());
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void domainsThatStopWhileASourceTellsThemOfEvents(boolean ownThreads) throws Exception {
        try (var pooled = new PooledEngine(3, ownThreads)) {
            for (int round = 0; round < ROUNDS; round++) {
                stopWhileTold(pooled, round);
            }
        }
    }

    private static void stopWhileTold(PooledEngine pooled, int round) throws Exception {
        Nexus a = pooled.start(DomainConfig.of("a" + round).withCapacity(8));
        Nexus b = pooled.start(DomainConfig.of("b" + round).withCapacity(8));
        var source = new RecordedSource();
        a.source(source);
        b.source(source);
        until(() -> source.context != null);
        var publications = new ConcurrentLinkedQueue<Publication>();
        Future<?> telling = pooled.publisher(() -> {
            for (int i = 0; !source.calls.contains("close"); i++) {
                publications.addAll(source.tell(i));
            }
        });
        Future<?> stopping = pooled.publisher(() -> a.stop(Duration.ofMillis(2)));
        b.stop(Duration.ofMillis(2));
        stopping.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        telling.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(source.calls).containsExactly("start", "close");
        until(() -> publications.stream().allMatch(Publication::isDone));
        assertThat(publications.stream()
                        .filter(publication -> publication.event().sequence() > 0)
                        .count())
                .isEqualTo(a.stats().published() + b.stats().published());
    }
}
