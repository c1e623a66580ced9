package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Nexus.State;
import org.eventnexus.PullSource;
import org.eventnexus.SourceRegistration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the close of a source may do to the stop of its domain: not much. */
@Tag("AN-16")
@Tag("R12")
class SourceCloseTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        never.countDown();
    }

    /** Its close does not return. */
    private final class Stuck extends RecordedSource {
        @Override
        public void close() {
            closing.countDown();
            while (never.getCount() != 0) {
                try {
                    never.await();
                } catch (InterruptedException ignored) {
                    // on purpose
                }
            }
            super.close();
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Test
    void aCloseThatDoesNotReturnIsGivenUpWhenTheTimeOfTheStopIsOver() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            nexus.handleRest((event, context) -> null);
            SourceRegistration stuck = nexus.source("stuck", new Stuck());
            var good = new RecordedSource();
            SourceRegistration other = nexus.source("good", good);
            for (int i = 0; i < 100; i++) {
                nexus.bus().publish("n", i);
            }

            long start = System.nanoTime();
            Map<String, Long> left = nexus.stop(Duration.ofMillis(500));

            assertThat(since(start)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
            assertThat(left).as("it holds no event").isEmpty();
            assertThat(nexus.stats().delivered()).isEqualTo(100);
            assertThat(nexus.state()).isEqualTo(State.STOPPED);
            assertThat(closing.getCount()).isZero();
            assertThat(stuck.isActive()).isFalse();
            assertThat(stuck.ended().toCompletableFuture()).isCompletedWithValue(null);
            assertThat(good.calls).endsWith("close");
            assertThat(other.ended().toCompletableFuture()).isCompletedWithValue(null);
        }
    }

    @Test
    void itDoesNotHoldOtherDomainsOfItsEngine() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withDrainTimeout(Duration.ofMillis(300)));
            nexus.source("stuck", new Stuck());
            Nexus second = pooled.start(DomainConfig.of("second"));
            var closed = new CountDownLatch(1);
            second.source("good", new RecordedSource() {
                @Override
                public void close() {
                    closed.countDown();
                }
            });
            long start = System.nanoTime();
            pooled.engine.close();
            assertThat(since(start)).isLessThan(Duration.ofSeconds(9));
            assertThat(closed.getCount()).isZero();
        }
    }

    @Test
    void aCloseThatTakesItsTimeIsAwaited() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var source = new Stuck();
            SourceRegistration registration = nexus.source("slow", source);
            var stopping = pooled.publisher(() -> nexus.stop(BOUND));
            assertThat(closing.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stopping.isDone()).isFalse();
            assertThat(registration.ended().toCompletableFuture()).isNotDone();
            never.countDown();
            stopping.get(10, TimeUnit.SECONDS);
            assertThat(source.calls).endsWith("close");
            assertThat(registration.ended().toCompletableFuture()).isCompletedWithValue(null);
        }
    }

    @Test
    void anInterruptedStopGivesItUpAtOnce() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            nexus.source("stuck", new Stuck());
            var stopper = new AtomicReference<Thread>();
            var interrupted = new AtomicReference<Boolean>();
            var stopping = pooled.publisher(() -> {
                stopper.set(Thread.currentThread());
                nexus.stop(Duration.ofMinutes(5));
                interrupted.set(Thread.interrupted());
            });
            assertThat(closing.await(10, TimeUnit.SECONDS)).isTrue();
            stopper.get().interrupt();
            stopping.get(10, TimeUnit.SECONDS);
            assertThat(interrupted.get()).isTrue();
        }
    }

    /** As where sources hold all threads that there are for them, until they are closed. */
    @Test
    void whatNoThreadBeginsToCloseTheStoppingThreadDoes() {
        var hand = new HandExecutor();
        Queue<Runnable> never = new ArrayDeque<>();
        DomainEngine engine = DomainEngine.builder()
                .executor(hand)
                .blockingExecutor(never::add)
                .scheduler(new VirtualTime())
                .build();
        Nexus nexus = engine.create(DomainConfig.of("d"));
        var source = new RecordedSource();
        nexus.source("held up", source);

        nexus.stop(Duration.ofMillis(100));

        assertThat(source.calls).containsExactly("close");
        never.forEach(Runnable::run);
        assertThat(source.calls).as("once").containsExactly("close");
    }

    @Test
    void threadsThatAreGoneKeepNoSourceFromBeingClosed() {
        Executor gone = task -> {
            throw new RejectedExecutionException("gone");
        };
        DomainEngine engine = DomainEngine.builder()
                .executor(new HandExecutor())
                .blockingExecutor(gone)
                .scheduler(new VirtualTime())
                .build();
        Nexus nexus = engine.create(DomainConfig.of("d"));
        var source = new RecordedSource();
        nexus.source("s", source);
        long start = System.nanoTime();
        nexus.stop(BOUND);
        assertThat(source.calls).containsExactly("close");
        assertThat(since(start)).as("it waits for nobody").isLessThan(BOUND);
    }

    @Test
    void nothingComesFromASourceWhileItIsBeingClosed() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var asked = new AtomicInteger();
            var inside = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            nexus.source("pull", new PullSource() {
                @Override
                public EventDraft<?> obtain() throws Exception {
                    asked.incrementAndGet();
                    inside.countDown();
                    go.await(20, TimeUnit.SECONDS);
                    return EventDraft.of("n", 1);
                }

                @Override
                public void close() {
                    go.countDown();
                }
            });
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            nexus.stop(BOUND);
            assertThat(go.getCount()).as("closed while it was asked").isZero();
            assertThat(asked).hasValue(1);
            assertThat(nexus.stats().published()).isZero();
        }
    }
}
