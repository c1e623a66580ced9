package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of an engine: its domains stop together. */
@Tag("R12")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineStopTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final HandEngine hand = new HandEngine();
    private final AtomicLong refusedBetween = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    /** What the last domain of a chain waits for before it handles anything. */
    private final CountDownLatch gate = new CountDownLatch(1);
    /** Somebody is at the gate, on a thread of the pool: a stop has no reason to run that loop itself. */
    private final CountDownLatch reached = new CountDownLatch(1);

    private static DomainConfig config(String name) {
        return DomainConfig.of(name)
                .withCapacity(8)
                .withAwaitTimeout(BOUND)
                .withDrainTimeout(BOUND)
                .withRetention(0);
    }

    /** Domains of which each publishes what it gets into the next one; the last one counts. */
    private List<Nexus> chain(DomainEngine engine, boolean lastIsMadeFirst) {
        var chain = new ArrayList<Nexus>();
        List<String> names = lastIsMadeFirst ? List.of("c", "b", "a") : List.of("a", "b", "c");
        for (String name : names) {
            chain.add(lastIsMadeFirst ? 0 : chain.size(), engine.create(config(name)));
        }
        for (int i = 0; i < 2; i++) {
            Nexus next = chain.get(i + 1);
            chain.get(i).handleRest((event, context) -> pass(next, event.payload()));
        }
        chain.get(2).handleRest((event, context) -> {
            passGate();
            return arrived.incrementAndGet();
        });
        return chain;
    }

    private void passGate() throws InterruptedException {
        reached.countDown();
        gate.await();
    }

    private Object pass(Nexus next, Object payload) {
        if (next.bus().publish("x", payload).status() == Status.REFUSED) {
            refusedBetween.incrementAndGet();
        }
        return null;
    }

    /** Begins to close the engine while somebody is at the gate. */
    private Future<?> close(PooledEngine pooled) throws InterruptedException {
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        Future<?> closing = pooled.publisher(pooled.engine::close);
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> pooled.engine.all().stream().allMatch(nexus -> nexus.state() == Nexus.State.STOPPED));
        return closing;
    }

    private static void assertConserved(List<Nexus> all) {
        assertThat(all).allSatisfy(nexus -> {
            assertThat(nexus.state()).isEqualTo(Nexus.State.STOPPED);
            assertThat(nexus.stats().waiting()).isZero();
            assertThat(nexus.stats().depth()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R5")
    @Tag("R7")
    void underFullLoadWhatWasAdmittedGoesAllTheWayAndNothingIsRefusedBetweenDomains(boolean lastIsMadeFirst)
            throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> chain = chain(pooled.engine, lastIsMadeFirst);
            pooled.engine.start();
            var admitted = new AtomicLong();
            var publishing = new ArrayList<Future<?>>();
            for (int p = 0; p < 3; p++) {
                boolean async = p == 2;
                publishing.add(pooled.publisher(() -> {
                    while (publish(chain.get(0), async, admitted)) {}
                }));
            }
            Awaitility.await() // all are more than half full: who waits for room goes on waiting
                    .atMost(BOUND)
                    .until(() -> chain.stream().allMatch(nexus -> nexus.stats().depth() > 4));
            Future<?> closing = close(pooled);
            for (Future<?> each : publishing) {
                each.get(60, TimeUnit.SECONDS); // refused while the drain has not got on
            }
            assertThat(closing.isDone()).isFalse();
            for (Nexus nexus : chain) {
                assertThat(nexus.bus().publish("x", 0).status())
                        .as("from outside")
                        .isEqualTo(Status.REFUSED);
            }
            gate.countDown();
            closing.get(60, TimeUnit.SECONDS);

            assertThat(refusedBetween).hasValue(0);
            assertThat(admitted.get()).isGreaterThanOrEqualTo(16);
            assertThat(arrived).hasValue(admitted.get());
            assertThat(chain)
                    .allSatisfy(nexus -> assertThat(List.of(
                                    nexus.stats().delivered(), nexus.stats().published()))
                            .containsOnly(admitted.get()));
            assertConserved(chain);
        }
    }

    /** Whether it has not been refused for good. */
    private static boolean publish(Nexus nexus, boolean async, AtomicLong admitted) throws InterruptedException {
        if (!async) {
            boolean yes = nexus.bus().publish("x", 0).status() != Status.REFUSED;
            admitted.addAndGet(yes ? 1 : 0);
            return yes;
        }
        boolean yes = nexus.bus()
                .publishAsync(EventDraft.of("x", 0))
                .accepted()
                .handle((event, refusal) -> refusal == null)
                .toCompletableFuture()
                .join();
        admitted.addAndGet(yes ? 1 : 0);
        return yes;
    }

    @Test
    void whileOneDomainHangsTheOthersDrainToTheEndThoughItsTimeIsOver() throws Exception {
        try (var pooled = new PooledEngine(3)) {
            Nexus hangs = pooled.create(config("hangs").withDrainTimeout(Duration.ofMillis(50)));
            var inside = new CountDownLatch(1);
            var never = new CountDownLatch(1);
            hangs.handle("hangs", (event, context) -> {
                inside.countDown();
                never.await();
                return null;
            });
            List<Nexus> chain = chain(pooled.engine, false);
            pooled.engine.start();
            Publication hanging = hangs.bus().publish("hangs", 0);
            Publication behind = hangs.bus().publish("behind", 0);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                chain.get(0).bus().publish("x", i);
            }
            Future<?> closing = close(pooled);
            assertThat(hanging.await(BOUND).status()).isEqualTo(Status.ABANDONED);
            assertThat(behind.await(BOUND).status()).isEqualTo(Status.ABANDONED);
            assertThat(closing.isDone()).isFalse();
            gate.countDown();
            closing.get(60, TimeUnit.SECONDS);

            assertThat(arrived).hasValue(20);
            assertThat(refusedBetween).hasValue(0);
            assertThat(hangs.stats().abandoned()).isEqualTo(2);
            assertConserved(chain);
            never.countDown();
        }
    }

    @Test
    @Tag("R11")
    void receiversThatHoldAllThreadsHoldNeitherTheCloseNorTheOtherDomains() throws Exception {
        try (var pooled = new PooledEngine(1, true)) {
            var never = new CountDownLatch(1);
            var hanging = new ArrayList<Publication>();
            for (String name : List.of("one", "two", "three")) {
                Nexus hangs = pooled.start(config(name).withDrainTimeout(Duration.ofMillis(500)));
                hangs.handleRest((event, context) -> {
                    reached.countDown();
                    never.await();
                    return null;
                });
                hanging.add(hangs.bus().publish("hangs", 0));
            }
            assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
            gate.countDown();
            List<Nexus> chain = chain(pooled.engine, false);
            pooled.engine.start();
            for (int i = 0; i < 8; i++) {
                chain.get(0).bus().publish("x", i);
            }

            pooled.publisher(pooled.engine::close).get(60, TimeUnit.SECONDS);

            assertThat(hanging).extracting(Publication::status).containsOnly(Status.ABANDONED);
            assertThat(arrived).hasValue(8);
            assertConserved(chain);
            never.countDown();
        }
    }

    @Test
    void aDomainWhoseTimeIsOverRefusesTheOthersAndAbandonsWhatItHas() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus brief = pooled.create(config("brief").withDrainTimeout(Duration.ofMillis(50)));
            brief.handleRest((event, context) -> new CompletableFuture<>());
            Nexus sender = pooled.create(config("sender"));
            sender.handleRest((event, context) -> {
                passGate();
                return pass(brief, event.payload());
            });
            pooled.engine.start();
            sender.bus().publish("x", 0);
            Publication left = brief.bus().publish("y", 0);
            Future<?> closing = close(pooled);
            assertThat(left.await(BOUND).status()).isEqualTo(Status.ABANDONED);
            gate.countDown();
            closing.get(60, TimeUnit.SECONDS);

            assertThat(refusedBetween).hasValue(1);
            assertConserved(List.of(brief, sender));
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void whereTheExecutorIsGoneOrIdleTheClosingThreadDrainsTheChain(boolean lastIsMadeFirst, boolean rejecting) {
        gate.countDown();
        List<Nexus> chain = chain(hand.engine, lastIsMadeFirst);
        hand.engine.start();
        hand.run();
        for (int i = 0; i < 8; i++) {
            chain.forEach(nexus -> nexus.bus().publish("x", 0));
        }
        hand.executor.rejecting(rejecting);

        hand.engine.close();

        assertThat(arrived).hasValue(24);
        assertThat(refusedBetween).hasValue(0);
        assertConserved(chain);
    }

    @Test
    void domainsThatWereNeverStartedAbandonWhatTheyHaveAndRefuseLoops() {
        Nexus never = hand.create(config("never"));
        Publication early = never.bus().publish("y", 0);
        Nexus sender = hand.start(config("sender"));
        sender.handleRest((event, context) -> pass(never, event.payload()));
        sender.bus().publish("x", 0);

        hand.engine.close();

        assertThat(early.status()).isEqualTo(Status.ABANDONED);
        assertThat(refusedBetween).hasValue(1);
        assertThat(never.stop(BOUND)).as("is over").isEmpty();
        assertConserved(List.of(never, sender));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R3")
    void whateverThePolicyALoopsEventIsAdmittedWhileThereIsRoom(Overflow overflow) {
        Nexus receiver = hand.start(config("receiver").withOverflow(overflow));
        receiver.handleRest((event, context) -> arrived.incrementAndGet());
        Nexus sender = hand.start(config("sender"));
        sender.handleRest((event, context) -> {
            for (int i = 0; i < 8; i++) {
                pass(receiver, i);
            }
            return null;
        });
        sender.bus().publish("x", 0);

        hand.engine.close();

        assertThat(arrived).hasValue(8);
        assertThat(refusedBetween).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"FAIL,8,0", "DROP_NEWEST,8,0", "DROP_OLDEST,8,4", "KEEP_LATEST,8,4", "AWAIT,12,0"})
    @Tag("R3")
    void moreThanThereIsRoomForIsForThePolicy(Overflow overflow, int handled, int dropped) {
        Nexus receiver = hand.start(config("receiver").withOverflow(overflow));
        receiver.handleRest((event, context) -> arrived.incrementAndGet());
        Nexus sender = hand.start(config("sender"));
        sender.handleRest((event, context) -> {
            for (int i = 0; i < 12; i++) {
                pass(receiver, i);
            }
            return null;
        });
        sender.bus().publish("x", 0);

        hand.engine.close();

        assertThat(arrived).hasValue(handled);
        assertThat(receiver.stats().dropped()).isEqualTo(dropped);
        assertThat(refusedBetween).hasValue(12 - handled - dropped);
        assertConserved(List.of(receiver, sender));
    }

    @Test
    void aSecondCloseReturnsWhenTheFirstHasStoppedThemAndAThirdAtOnce() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> chain = chain(pooled.engine, false);
            pooled.engine.start();
            chain.get(0).bus().publish("x", 0);
            Future<?> first = close(pooled);
            var second = new AtomicReference<Thread>();
            Future<?> secondDone = pooled.publisher(() -> {
                second.set(Thread.currentThread());
                pooled.engine.close();
            });
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> second.get() != null && second.get().getState() == Thread.State.BLOCKED);
            assertThat(chain.get(2).stop(BOUND))
                    .as("one alone is being stopped already")
                    .isEmpty();
            gate.countDown();
            first.get(60, TimeUnit.SECONDS);
            secondDone.get(60, TimeUnit.SECONDS);
            assertThat(arrived).hasValue(1);
            pooled.engine.close();
            assertConserved(chain);
        }
    }

    @Test
    void aReceiverCannotCloseTheEngineThatItRunsIn() {
        Nexus nexus = hand.start(config("d"));
        nexus.handleRest((event, context) -> {
            hand.engine.close();
            return null;
        });
        Publication publication = nexus.bus().publish("x", 0);
        hand.run();
        assertThat(publication.results().toCompletableFuture().join().get(0).error())
                .isInstanceOf(InvalidLoopStateException.class)
                .hasMessageContaining("ENX-0012");
        assertThat(nexus.state()).isEqualTo(Nexus.State.LOOPING);
    }

    @Test
    void anInterruptAbandonsInAllDomainsAtOnceAndStaysSet() {
        Nexus one = hand.start(config("one"));
        one.handleRest((event, context) -> new CompletableFuture<>());
        Nexus two = hand.start(config("two"));
        two.handleRest((event, context) -> new CompletableFuture<>());
        List<Publication> publications =
                List.of(one.bus().publish("x", 0), two.bus().publish("x", 0));
        hand.run();

        Thread.currentThread().interrupt();
        hand.engine.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(publications).allMatch(publication -> publication.status() == Status.ABANDONED);
    }

    // ---- races

    @Test
    @Tag("R5")
    @Tag("R7")
    void aRingOfFullDomainsIsDrainedToTheLastHop() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (var pooled = new PooledEngine(2)) {
                var ring = new ArrayList<Nexus>();
                for (int i = 0; i < 3; i++) {
                    ring.add(pooled.create(config("ring" + i).withCapacity(4)));
                }
                for (int i = 0; i < 3; i++) {
                    Nexus next = ring.get((i + 1) % 3);
                    ring.get(i).handleRest((event, context) -> {
                        int left = (Integer) event.payload();
                        return left == 0 ? arrived.incrementAndGet() : pass(next, left - 1);
                    });
                }
                pooled.engine.start();
                arrived.set(0);
                for (int i = 0; i < 300; i++) {
                    assertThat(ring.get(i % 3).bus().publish("x", 50).status()).isNotEqualTo(Status.REFUSED);
                }
                pooled.engine.close();

                assertThat(arrived).hasValue(300);
                assertThat(refusedBetween).hasValue(0);
                assertConserved(ring);
            }
        }
    }

    @Test
    @Tag("R7")
    void whenTheCloseComesEverythingAdmittedArrives() throws Exception {
        gate.countDown();
        for (int round = 0; round < 300; round++) {
            try (var pooled = new PooledEngine(2)) {
                List<Nexus> chain = chain(pooled.engine, round % 2 == 0);
                pooled.engine.start();
                arrived.set(0);
                var publications = new ConcurrentLinkedQueue<Publication>();
                var start = new CountDownLatch(1);
                var tasks = new ArrayList<Future<?>>();
                for (int p = 0; p < 2; p++) {
                    tasks.add(pooled.publisher(() -> {
                        start.await();
                        for (int i = 0; i < 50; i++) {
                            publications.add(chain.get(0).bus().publish("x", i));
                        }
                    }));
                }
                tasks.add(pooled.publisher(() -> {
                    start.await();
                    for (int i = ThreadLocalRandom.current().nextInt(20_000); i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    pooled.engine.close();
                }));
                start.countDown();
                for (Future<?> each : tasks) {
                    each.get(60, TimeUnit.SECONDS);
                }
                Map<Status, Long> counted = publications.stream()
                        .collect(java.util.stream.Collectors.groupingBy(
                                Publication::status, java.util.stream.Collectors.counting()));
                assertThat(counted.keySet()).isSubsetOf(Status.COMPLETED, Status.REFUSED);
                assertThat(arrived).hasValue(counted.getOrDefault(Status.COMPLETED, 0L));
                assertThat(refusedBetween).hasValue(0);
                assertConserved(chain);
            }
        }
    }
}
