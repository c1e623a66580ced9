package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.LoopAlreadyStartedException;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R12")
@Tag("AN-13")
class LifecycleTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();

    private Nexus created(String name) {
        Nexus nexus = hand.create(DomainConfig.of(name));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        return nexus;
    }

    // ---- start

    @Test
    @Tag("AE-08")
    void whatIsPublishedBeforeTheStartWaitsAndIsDeliveredFirst() {
        Nexus nexus = created("d");
        assertThat(nexus.state()).isEqualTo(Nexus.State.READY);
        Publication early = nexus.bus().publish("a", 1);
        hand.run();
        assertThat(seen).isEmpty();
        assertThat(early.status()).isEqualTo(Status.PENDING);
        assertThat(early.accepted().toCompletableFuture()).isCompleted();

        nexus.start();
        nexus.bus().publish("a", 2);
        hand.run();

        assertThat(nexus.state()).isEqualTo(Nexus.State.LOOPING);
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void whatDoesNotFitBeforeTheStartFailsAtOnceAndSaysSo() {
        Nexus nexus = hand.create(DomainConfig.of("d").withCapacity(1));
        nexus.bus().publish("a", 0);
        List<Publication> refused =
                List.of(nexus.bus().publish("a", 1), nexus.bus().publishAsync(EventDraft.of("a", 2)));

        assertThat(refused).extracting(Publication::status).containsOnly(Status.REFUSED);
        assertThat(refused)
                .allSatisfy(publication -> assertThat(publication.accepted())
                        .failsWithin(LONG)
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining("ENX-0002 the event a was refused by the domain 'd'")
                        .withMessageContaining("it has not started"));
    }

    @Test
    void untilTheStartNeitherExecutorNorSchedulerIsUsed() {
        Executor none = task -> {
            throw new AssertionError("the executor is used");
        };
        Scheduler never = (task, delay) -> {
            throw new AssertionError("the scheduler is used");
        };
        var used = new AtomicInteger();
        var engine = DomainEngine.builder()
                .executor(task -> {
                    used.incrementAndGet();
                    none.execute(task);
                })
                .scheduler((task, delay) -> {
                    used.incrementAndGet();
                    return never.schedule(task, delay);
                })
                .build();
        Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(1000));
        nexus.handleRest((event, context) -> seen.add(event));
        var publications = new ArrayList<Publication>();
        for (int i = 0; i < 300; i++) {
            publications.add(nexus.bus().publish("a", i));
        }
        nexus.bus().subscribe("a", event -> {}).cancel();

        assertThat(nexus.stop(LONG)).isEqualTo(Map.of("a", 300L));
        assertThat(used).hasValue(0);
        assertThat(seen).isEmpty();
        assertThat(publications).allMatch(publication -> publication.status() == Status.ABANDONED);
        assertThat(nexus.stats().abandoned()).isEqualTo(300);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    @Tag("AN-14")
    void startingTwiceOrAfterTheEndIsAnError() {
        Nexus nexus = created("d");
        nexus.start();
        assertThatThrownBy(nexus::start)
                .isInstanceOf(InvalidLoopStateException.class)
                .hasMessageContaining("ENX-0011");
        hand.run();
        assertThatThrownBy(nexus::start).isInstanceOf(InvalidLoopStateException.class);
        nexus.stop(LONG);
        assertThatThrownBy(nexus::start)
                .isInstanceOf(InvalidLoopStateException.class)
                .hasMessageContaining("STOPPED");

        Nexus never = created("never");
        never.stop(LONG);
        assertThatThrownBy(never::start).isInstanceOf(InvalidLoopStateException.class);
        assertThatThrownBy(() -> hand.create(DomainConfig.of("d")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ENX-0013");
    }

    @Test
    @Tag("AN-13")
    void aThreadMayRunTheDomainUntilItsEnd() throws Exception {
        try (var pooled = new PooledEngine(1)) {
            Nexus nexus = pooled.create(DomainConfig.of("d"));
            nexus.handle("a", (event, context) -> event.payload());
            nexus.handle("run", (event, context) -> {
                pooled.create(DomainConfig.of("other")).run();
                return null;
            });
            var running = new FutureTask<>(() -> {
                nexus.run();
                return null;
            });
            var thread = new Thread(running);
            thread.start();

            assertThat(nexus.bus().publish("a", 1).await(LONG).results().get(0).value())
                    .isEqualTo(1);
            assertThat(nexus.bus()
                            .publish("run", null)
                            .await(LONG)
                            .results()
                            .get(0)
                            .error())
                    .isExactlyInstanceOf(InvalidLoopStateException.class)
                    .hasMessageContaining("ENX-0040");
            assertThatThrownBy(nexus::run).isInstanceOf(LoopAlreadyStartedException.class);
            assertThat(running.isDone()).isFalse();
            nexus.close();

            running.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(nexus::run).isInstanceOf(LoopStoppedException.class);
        }
    }

    @Test
    @Tag("AN-13")
    void whoRunsADomainMayBeInterruptedAndTheDomainGoesOn() throws Exception {
        try (var pooled = new PooledEngine(1)) {
            Nexus nexus = pooled.create(DomainConfig.of("d"));
            nexus.handle("a", (event, context) -> event.payload());
            var running = new FutureTask<Boolean>(() -> {
                try {
                    nexus.run();
                    return false;
                } catch (InterruptedException interrupted) {
                    return true;
                }
            });
            var thread = new Thread(running);
            thread.start();
            nexus.bus().publish("a", 1).await(LONG);
            thread.interrupt();

            assertThat(running.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(nexus.bus().publish("a", 2).await(LONG).status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void theStageOfTheStartCompletesAtTheEnd() {
        Nexus nexus = created("d");
        var ended = nexus.start().toCompletableFuture();
        hand.run();
        assertThat(ended).isNotDone();
        nexus.close();
        assertThat(ended).isCompleted();
        assertThat(nexus.state()).isEqualTo(Nexus.State.STOPPED);
    }

    // ---- stop

    @Test
    void stopHandlesWhatWasAdmittedAndRefusesTheRest() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var inside = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            var handled = new ConcurrentLinkedQueue<Object>();
            nexus.handle("first", (event, context) -> {
                inside.countDown();
                go.await(10, TimeUnit.SECONDS);
                context.emit("secondary", "s");
                return null;
            });
            nexus.handleRest((event, context) -> handled.add(event.payload()));
            nexus.bus().publish("first", null);
            nexus.bus().publish("a", 1);
            nexus.bus().publish("a", 2);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            var stop = new FutureTask<>(() -> nexus.stop(LONG));
            new Thread(stop).start();
            Awaitility.await().atMost(LONG).until(() -> nexus.state() == Nexus.State.STOPPED);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> nexus.bus().publish("a", "late").status() == Status.REFUSED);
            go.countDown();

            assertThat(stop.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(handled).containsSubsequence("s", 1, 2);
            assertThat(nexus.stats().waiting()).isZero();
            assertThat(nexus.stop(LONG)).as("a second time nothing happens").isEmpty();
        }
    }

    @Test
    void atTheDeadlineTheRestIsAbandonedAndReportedByNumberAndType() {
        Nexus nexus = hand.create(DomainConfig.of("d").withInFlight(2));
        var never = new CompletableFuture<Void>();
        var contexts = new ArrayList<HandlerContext>();
        nexus.handle("stuck", (event, context) -> {
            contexts.add(context);
            context.emit("child", null);
            return never;
        });
        nexus.handle("parent", (event, context) -> {
            context.emit("stuck", null);
            context.emit("child", null);
            return "value";
        });
        nexus.handleRest((event, context) -> seen.add(event.type()));
        nexus.start();
        var publications = new ArrayList<Publication>();
        publications.add(nexus.bus().publish("parent", null)); // its secondary is stuck
        publications.add(nexus.bus().publish("stuck", null));
        publications.add(nexus.bus().publish("a", null));
        publications.add(nexus.bus().publish("a", null));
        publications.add(nexus.bus().publish("b", null));
        hand.run();
        assertThat(contexts).hasSize(2);

        Map<String, Long> left = nexus.stop(Duration.ofMillis(60));

        assertThat(left).isEqualTo(Map.of("parent", 1L, "stuck", 2L, "child", 2L, "a", 2L, "b", 1L));
        assertThat(publications).allMatch(publication -> publication.status() == Status.ABANDONED);
        assertThat(nexus.stats().abandoned()).isEqualTo(8);
        assertThat(nexus.stats().waiting()).isZero();
        assertThat(nexus.log().orElseThrow().newest()).isEqualTo(9); // one child was handled
        assertThat(contexts)
                .allSatisfy(context -> assertThatThrownBy(() -> context.emit("late", null))
                        .as("nobody would handle it")
                        .isInstanceOf(InvalidLoopStateException.class));

        never.complete(null); // too late, and harmless
        hand.run();
        assertThat(seen).containsExactly("child");
        assertThat(publications).allMatch(publication -> publication.status() == Status.ABANDONED);
        assertThat(nexus.stats().delivered()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aReceiverThatNeverReturnsIsNotWaitedForAndNothingIsDeliveredAfterwards(int inFlight) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus =
                    pooled.start(DomainConfig.of("d").withInFlight(inFlight).withRetention(0));
            var inside = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            var delivered = new ConcurrentLinkedQueue<String>();
            nexus.handle("suspended", (event, context) -> new CompletableFuture<>());
            nexus.handle("parent", (event, context) -> {
                for (String type : List.of("before", "stuck", "after")) {
                    context.emit(type, null);
                }
                return null;
            });
            nexus.handle("stuck", (event, context) -> {
                context.emit("child", null);
                inside.countDown();
                go.await();
                context.emit("later child", null);
                return "too late";
            });
            nexus.bus().subscribe("**", event -> delivered.add(event.type()));
            var publications = new ArrayList<Publication>();
            if (inFlight > 1) {
                publications.add(nexus.bus().publish("suspended", null));
            }
            publications.add(nexus.bus().publish("parent", null));
            publications.add(nexus.bus().publish("a", null));
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(delivered).containsExactly("parent", "before");

            Map<String, Long> left = nexus.stop(Duration.ofMillis(20));

            assertThat(left)
                    .containsEntry("parent", 1L)
                    .containsEntry("stuck", 1L)
                    .containsEntry("after", 1L)
                    .containsEntry("child", 1L)
                    .containsEntry("a", 1L)
                    .hasSize(4 + inFlight / 3 + 1);
            assertThat(publications).allMatch(publication -> publication.status() == Status.ABANDONED);
            assertThat(nexus.stats().waiting()).isZero();
            Publication stuck = publications.get(inFlight / 3);
            Publication.Outcome outcome = stuck.poll().orElseThrow();

            go.countDown();
            pooled.pool.shutdown();
            assertThat(pooled.pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(delivered).as("nothing after the stop").containsExactly("parent", "before");
            assertThat(stuck.poll()).as("an end is an end").contains(outcome);
            assertThat(nexus.stats().waiting()).isBetween(0L, 1L); // "later child" was emitted while its receiver ran
        }
    }

    @Test
    void withADeadExecutorTheStoppingThreadDrainsAtItsOwnSpeed() {
        var threads = new ConcurrentLinkedQueue<Thread>();
        Nexus nexus = hand.create(DomainConfig.of("d").withCapacity(100_000).withRetention(0));
        nexus.handleRest((event, context) -> {
            if (threads.isEmpty() || !threads.contains(Thread.currentThread())) {
                threads.add(Thread.currentThread());
            }
            return null;
        });
        nexus.start();
        hand.run();
        for (int i = 0; i < 100_000; i++) {
            nexus.bus().publish("a", i);
        }
        hand.executor.rejecting(true);

        long start = System.nanoTime();
        Map<String, Long> left = nexus.stop(LONG);

        assertThat(left).isEmpty();
        assertThat(nexus.stats().delivered()).isEqualTo(100_000);
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void manyDomainsWithADeadExecutorAllDrainWithinOneDeadline() {
        var handled = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            Nexus nexus = hand.create(DomainConfig.of("d" + i).withDrainTimeout(Duration.ofSeconds(10)));
            nexus.handleRest((event, context) -> handled.incrementAndGet());
        }
        hand.engine.start();
        hand.run();
        hand.executor.rejecting(true);
        hand.engine.all().forEach(nexus -> nexus.bus().publish("a", null));

        hand.engine.close();

        assertThat(handled).hasValue(500);
        assertThat(hand.engine.all()).allMatch(nexus -> nexus.state() == Nexus.State.STOPPED);
    }

    @Test
    void afterTheEndNobodyTriesToRunTheLoopAgain() {
        Nexus nexus = created("d");
        var never = new CompletableFuture<Void>();
        nexus.handle("suspended", (event, context) -> never);
        nexus.start();
        nexus.bus().publish("suspended", null);
        hand.run();
        hand.executor.rejecting(true);
        nexus.stop(Duration.ofMillis(20));
        int rejections = hand.executor.rejections();

        never.complete(null); // undeployed long ago
        hand.time.advance(Duration.ofMinutes(1));

        assertThat(hand.executor.rejections()).isLessThanOrEqualTo(rejections + 1);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void aDomainIsNotStoppedByItsOwnReceiverButByAnother() {
        Nexus nexus = created("d");
        var thrown = new AtomicReference<Throwable>();
        nexus.handle("stop", (event, context) -> {
            try {
                nexus.stop(LONG);
            } catch (InvalidLoopStateException e) {
                thrown.set(e);
            }
            return null;
        });
        nexus.start();
        Nexus other = created("other");
        other.handle("stop", (event, context) -> nexus.stop(LONG).size());
        other.start();
        nexus.bus().publish("stop", null);
        hand.run();

        assertThat(thrown.get()).hasMessageContaining("ENX-0012");
        assertThat(nexus.state()).isEqualTo(Nexus.State.LOOPING);

        nexus.bus().publish("a", 1);
        Publication stop = other.bus().publish("stop", null);
        hand.run();
        assertThat(stop.result(Integer.class).toCompletableFuture()).isCompletedWithValue(0);
        assertThat(nexus.state()).isEqualTo(Nexus.State.STOPPED);
        assertThat(seen).containsExactly(1);
    }

    @Test
    void anInterruptedStopAbandonsAtOnceButWaitsForTheLoopToLeave() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var inside = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            var delivered = new ConcurrentLinkedQueue<String>();
            nexus.handle("a", (event, context) -> {
                inside.countDown();
                go.await(10, TimeUnit.SECONDS);
                return null;
            });
            nexus.bus().subscribe("a", event -> delivered.add("subscriber"));
            Publication current = nexus.bus().publish("a", null);
            Publication next = nexus.bus().publish("a", null);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            var stop = new FutureTask<>(() -> {
                Map<String, Long> left = nexus.stop(LONG);
                return left + " " + Thread.currentThread().isInterrupted();
            });
            var thread = new Thread(stop);
            thread.start();
            AdmissionTest.awaitBlocked(thread);
            thread.interrupt();
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.TIMED_WAITING);
            go.countDown();

            assertThat(stop.get(30, TimeUnit.SECONDS)).isEqualTo("{a=1} true");
            assertThat(current.status()).isEqualTo(Status.COMPLETED);
            assertThat(next.status()).isEqualTo(Status.ABANDONED);
            assertThat(delivered).hasSize(1);
        }
    }

    @Test
    void theEngineStopsAllItsDomains() {
        Nexus started = created("started");
        Nexus never = created("never");
        never.bus().publish("a", 0);
        started.start();
        started.bus().publish("a", 1);

        hand.engine.close();

        assertThat(seen).containsExactly(1);
        assertThat(List.of(started, never)).allMatch(nexus -> nexus.state() == Nexus.State.STOPPED);
        assertThat(started.bus().publish("a", 2).status()).isEqualTo(Status.REFUSED);
        assertThat(hand.engine.find("started")).contains(started);
        assertThat(hand.engine.find("unknown")).isEmpty();
    }

    // ---- races

    @Test
    @Tag("R7")
    void whateverTheOrderOfStartPublishAndStopEveryPublicationEnds() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            for (int round = 0; round < 1_000; round++) {
                Nexus nexus = pooled.create(
                        DomainConfig.of("d" + round).withCapacity(4).withRetention(8));
                nexus.handleRest((event, context) -> {
                    if (event.payload().equals(1)) {
                        context.emit("secondary", 0);
                    }
                    return null;
                });
                var publications = new ConcurrentLinkedQueue<Publication>();
                var start = new CountDownLatch(1);
                var tasks = List.of(
                        pooled.publisher(() -> {
                            start.await();
                            spin();
                            try {
                                nexus.start();
                            } catch (InvalidLoopStateException stoppedBefore) {
                                assertThat(nexus.state()).isEqualTo(Nexus.State.STOPPED);
                            }
                        }),
                        pooled.publisher(() -> {
                            start.await();
                            for (int i = 0; i < 10; i++) {
                                publications.add(nexus.bus().publish("a", i));
                            }
                        }),
                        pooled.publisher(() -> {
                            start.await();
                            for (int i = 0; i < 10; i++) {
                                publications.add(nexus.bus().publishAsync(EventDraft.of("a", i)));
                            }
                        }),
                        pooled.publisher(() -> {
                            start.await();
                            spin();
                            nexus.stop(LONG);
                        }));
                start.countDown();
                for (var task : tasks) {
                    task.get(30, TimeUnit.SECONDS);
                }
                assertThat(publications).hasSize(20).allMatch(Publication::isDone);
                Nexus.Stats stats = nexus.stats();
                assertThat(stats.waiting()).isZero();
                assertThat(stats.published() + stats.refused()).isEqualTo(20 + secondaries(nexus, stats));
            }
        }
    }

    private static long secondaries(Nexus nexus, Nexus.Stats stats) {
        return stats.published() + stats.refused() - 20 <= 2 ? stats.published() + stats.refused() - 20 : -1;
    }

    private static void spin() {
        for (int i = ThreadLocalRandom.current().nextInt(20_000); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aRejectingExecutorAtTheStartIsNoHindrance() {
        hand.executor.rejecting(true);
        Nexus nexus = created("d");
        nexus.start();
        nexus.bus().publish("a", 1);
        assertThat(nexus.stop(LONG)).isEmpty();
        assertThat(seen).containsExactly(1);
        assertThatThrownBy(() -> hand.executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
