package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R11")
class ThreadsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void aDomainWithNothingToDoHoldsNoThreadAndNoTask() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        assertThat(hand.executor.waiting()).isZero();
        nexus.bus().publish("a", null);
        nexus.bus().publish("a", null);
        assertThat(hand.executor.waiting()).as("one drain for both").isEqualTo(1);
        hand.rest();
        assertThat(hand.executor.waiting()).isZero();
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void aDrainYieldsAfterABoundedNumberOfEvents() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        for (int i = 0; i < 1000; i++) {
            nexus.bus().publish("a", i);
        }
        hand.executor.runOne();
        assertThat(seen).hasSize(256);
        assertThat(hand.executor.waiting()).isEqualTo(1);
        hand.run();
        assertThat(seen).hasSize(1000);
    }

    @Test
    void aDrainOfSlowReceiversYieldsEarlier() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> {
            hand.time.advance(Duration.ofMillis(1));
            return seen.add(event.payload());
        });
        for (int i = 0; i < 1000; i++) {
            nexus.bus().publish("a", i);
        }
        hand.executor.runOne();
        assertThat(seen).hasSize(64);
    }

    @Test
    void aPublisherDoesNotWakeALoopThatMayTakeNothing() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        var stage = new CompletableFuture<Object>();
        nexus.handleRest((event, context) -> seen.add(event.payload()) ? stage : null);
        nexus.bus().publish("a", 1);
        hand.run();
        nexus.bus().publish("a", 2);
        assertThat(hand.executor.waiting()).isZero();
        stage.complete(null);
        hand.run();
        assertThat(seen).containsExactly(1, 2);
    }

    // ---- executors that reject

    @Test
    void aRejectedDrainIsTriedAgainByTheScheduler() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        hand.executor.rejecting(true);
        nexus.bus().publish("a", 1);
        nexus.bus().publish("a", 2);
        hand.time.advance(Duration.ofSeconds(1));
        assertThat(hand.executor.rejections()).isBetween(5, 11);
        assertThat(seen).isEmpty();

        hand.executor.rejecting(false);
        hand.time.advance(Duration.ofMillis(100));
        hand.rest();

        assertThat(seen).containsExactly(1, 2);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void withExecutorAndSchedulerGoneTheNextPublisherTriesAgain() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        hand.executor.rejecting(true);
        hand.time.stop();
        assertThat(nexus.bus().publish("a", 1).status()).isEqualTo(Status.PENDING);

        hand.executor.rejecting(false);
        nexus.bus().publish("a", 2);
        hand.run();

        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    @Tag("R5")
    void aPublisherWhoseEventWaitsByItselfTriesAgainAsWell() {
        var rejecting = new AtomicBoolean();
        var engine = DomainEngine.builder()
                .executor(hand.executor)
                .scheduler((task, delay) -> {
                    if (rejecting.get()) {
                        throw new RejectedExecutionException("for a moment");
                    }
                    return hand.time.schedule(task, delay);
                })
                .clock(hand.time)
                .build();
        Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(1));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        nexus.start();
        hand.run();
        rejecting.set(true);
        hand.executor.rejecting(true);
        nexus.bus().publish("a", 1); // the mailbox is full now, and nobody has taken the loop
        rejecting.set(false);
        hand.executor.rejecting(false);
        nexus.bus().publishAsync(EventDraft.of("a", 2));
        hand.run();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    @Tag("R5")
    void aPublisherThatWaitsTriesAgainAsWellUntilTheLoopIsTaken() throws Exception {
        Nexus nexus = hand.start(DomainConfig.of("d").withCapacity(1));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        hand.executor.rejecting(true);
        hand.time.stop();
        nexus.bus().publish("a", 1); // the mailbox is full now, and nobody has taken the loop
        var waiting = new FutureTask<>(() -> nexus.bus().publish("a", 2));
        new Thread(waiting, "publisher").start();
        int before = hand.executor.rejections();
        Awaitility.await().atMost(BOUND).until(() -> hand.executor.rejections() >= before + 3);

        hand.executor.rejecting(false);
        Awaitility.await().atMost(BOUND).until(() -> hand.executor.waiting() > 0);
        hand.run();

        assertThat(waiting.get(10, TimeUnit.SECONDS).event().sequence()).isEqualTo(2);
        hand.run();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    @Tag("R5")
    void aPublisherThatWaitsMayBeGivenTheLoopToRun() throws Exception {
        var rejecting = new AtomicBoolean();
        var engine = DomainEngine.builder()
                .executor(task -> {
                    if (rejecting.get()) {
                        throw new RejectedExecutionException("for a moment");
                    }
                    task.run();
                })
                .scheduler((task, delay) -> {
                    throw new RejectedExecutionException("gone");
                })
                .clock(hand.time)
                .build();
        Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(1));
        nexus.handle("a", (event, context) -> {
            // It holds nothing meanwhile that another publisher needs.
            var other = new FutureTask<>(() -> nexus.bus().publishAsync(EventDraft.of("b", null)));
            new Thread(other, "other publisher").start();
            return other.get(10, TimeUnit.SECONDS);
        });
        nexus.start();
        rejecting.set(true);
        Publication first = nexus.bus().publish("a", 1);
        var waiting = new FutureTask<>(() -> nexus.bus().publish("a", 2));
        var publisher = new Thread(waiting, "publisher");
        publisher.start();
        AdmissionTest.awaitBlocked(publisher);

        rejecting.set(false);

        assertThat(waiting.get(30, TimeUnit.SECONDS).status()).isEqualTo(Status.COMPLETED);
        assertThat(first.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aPublisherIsNotToldOfWhatEverTheExecutorOrTheSchedulerThrow() {
        for (Throwable thrown : List.of(new IllegalStateException("not running"), new LinkageError("undeployed"))) {
            var broken = new AtomicBoolean();
            Executor executor = task -> {
                if (broken.get()) {
                    throw ThreadsTest.<RuntimeException>sneak(thrown);
                }
                hand.executor.execute(task);
            };
            Scheduler scheduler = (task, delay) -> {
                throw ThreadsTest.<RuntimeException>sneak(thrown);
            };
            var engine = DomainEngine.builder()
                    .executor(executor)
                    .scheduler(scheduler)
                    .build(); // with the real clock, which ticks by the scheduler
            Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(2));
            nexus.handleRest((event, context) -> seen.add(event.payload()));
            nexus.start();
            hand.run();
            broken.set(true);
            assertThat(nexus.bus().publish("a", 1).status()).isEqualTo(Status.PENDING);
            assertThat(nexus.bus().publishAsync(EventDraft.of("a", 2)).status()).isEqualTo(Status.PENDING);
            assertThat(nexus.bus().publishAsync(EventDraft.of("a", 3)).status()).isEqualTo(Status.REFUSED);
            assertThat(nexus.stop(Duration.ofSeconds(10))).isEmpty();
            assertThat(seen).containsExactly(1, 2);
            seen.clear();
        }
    }

    // ---- executors that run on the calling thread

    @Test
    void anExecutorThatRunsOnTheCallingThreadDoesNotRecurse() {
        var time = new VirtualTime();
        var engine = DomainEngine.builder()
                .executor(Runnable::run)
                .scheduler(time)
                .clock(time)
                .build();
        Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(500_000).withRetention(0));
        var depth = new AtomicInteger();
        var handled = new AtomicInteger();
        nexus.handleRest((event, context) -> {
            if (handled.incrementAndGet() % 10_000 == 0) {
                depth.accumulateAndGet(Thread.currentThread().getStackTrace().length, Math::max);
            }
            return null;
        });
        for (int i = 0; i < 500_000; i++) {
            nexus.bus().publish("a", null);
        }
        nexus.start();

        assertThat(handled).hasValue(500_000);
        assertThat(depth.get()).isLessThan(150);
        assertThat(nexus.bus().publish("a", null).status()).isEqualTo(Status.COMPLETED);
        assertThat(engine.currentLoop()).isNull();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
