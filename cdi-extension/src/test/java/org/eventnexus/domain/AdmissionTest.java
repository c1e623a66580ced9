package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R3")
@Tag("AN-11")
class AdmissionTest {
    private final HandEngine hand = engine();
    private final List<Object> seen = new ArrayList<>();

    private Nexus nexus(DomainConfig config) {
        Nexus nexus = hand.start(config);
        nexus.bus().subscribe("**", event -> seen.add(event.payload()));
        return nexus;
    }

    HandEngine engine() {
        return new HandEngine();
    }

    @Test
    void aRefusedEventHasNoPositionIsNotInTheLogAndIsCountedApart() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(2).withOverflow(Overflow.FAIL));
        nexus.bus().publish("a", 1);
        nexus.bus().publish("a", 2);

        Publication refused = nexus.bus().publish("a", 3);

        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        assertThat(refused.event().position()).isEmpty();
        assertThat(refused.event().sequence()).isZero();
        assertThat(refused.accepted().toCompletableFuture()).isCompletedExceptionally();
        assertThat(refused.result(Object.class).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(PublicationException.class);

        hand.run();
        Publication next = nexus.bus().publish("a", 4);
        hand.run();

        assertThat(seen).containsExactly(1, 2, 4);
        assertThat(next.event().sequence())
                .as("a refused event takes no number")
                .isEqualTo(3);
        EventLog log = nexus.log().orElseThrow();
        assertThat(log.newest()).isEqualTo(3);
        assertThat(log.read(3).payload()).isEqualTo(4);
        assertThat(nexus.stats().published()).isEqualTo(3);
        assertThat(nexus.stats().refused()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 1000})
    void exactlyTheCapacityFits(int capacity) {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(capacity).withOverflow(Overflow.FAIL));
        var expected = new ArrayList<Object>();
        for (int lap = 0; lap < 3; lap++) {
            for (int i = 0; i < capacity; i++) {
                assertThat(nexus.bus().publish("a", i).status()).isEqualTo(Status.PENDING);
                expected.add(i);
            }
            assertThat(nexus.stats().depth()).isEqualTo(capacity);
            assertThat(nexus.bus().publish("a", -1).status()).isEqualTo(Status.REFUSED);
            hand.run();
            assertThat(nexus.stats().depth()).isZero();
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aPublisherWaitsForRoom() throws Exception {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(2));
        nexus.bus().publish("a", 1);
        nexus.bus().publish("a", 2);

        var waiting = new FutureTask<>(() -> nexus.bus().publish("a", 3));
        Thread thread = started(waiting);
        awaitBlocked(thread);
        assertThat(nexus.stats().published()).isEqualTo(2);

        hand.run();
        assertThat(waiting.get(10, TimeUnit.SECONDS).event().sequence()).isEqualTo(3);
        hand.run();
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void aPublisherThatWaitsTooLongIsRefused() throws Exception {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1).withAwaitTimeout(Duration.ofMillis(20)));
        nexus.bus().publish("a", 1);

        Publication late = nexus.bus().publish("a", 2);

        assertThat(late.status()).isEqualTo(Status.REFUSED);
        assertThat(nexus.stats().refused()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheWaitRefusesAndStaysSet() throws Exception {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1));
        nexus.bus().publish("a", 1);
        var waiting = new FutureTask<>(() -> {
            Publication publication = nexus.bus().publish("a", 2);
            return publication.status() + " " + Thread.currentThread().isInterrupted();
        });
        Thread thread = started(waiting);
        awaitBlocked(thread);

        thread.interrupt();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("REFUSED true");
    }

    @Test
    void whatDoesNotFitBeforeTheStartFailsAtOnce() {
        Nexus nexus = hand.create(DomainConfig.of("d").withCapacity(2));
        nexus.bus().subscribe("**", event -> seen.add(event.payload()));
        nexus.bus().publish("a", 1);
        nexus.bus().publish("a", 2);

        assertThat(nexus.bus().publish("a", 3).status()).isEqualTo(Status.REFUSED);
        assertThat(nexus.bus().publishAsync(EventDraft.of("a", 4)).status()).isEqualTo(Status.REFUSED);

        nexus.start();
        hand.run();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    @Tag("R12")
    void afterStartHasReturnedAPublisherWaitsEvenIfTheLoopHasNotRunYet() throws Exception {
        Nexus nexus = hand.create(DomainConfig.of("d").withCapacity(1));
        nexus.bus().subscribe("**", event -> seen.add(event.payload()));
        nexus.start();
        nexus.bus().publish("a", 1);

        var waiting = new FutureTask<>(() -> nexus.bus().publish("a", 2));
        awaitBlocked(started(waiting));
        hand.run();

        assertThat(waiting.get(10, TimeUnit.SECONDS).event().sequence()).isEqualTo(2);
        hand.run();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void allWhoWaitAreToldOfRoomAtOnce() throws Exception {
        // If they were not, they would find it by themselves after a tenth of a second, in each of the rounds.
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(2));
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            nexus.bus().publish("a", null);
            nexus.bus().publish("a", null);
            var publishing = List.of(
                    new FutureTask<>(() -> nexus.bus().publish("a", null)),
                    new FutureTask<>(() -> nexus.bus().publish("a", null)));
            for (FutureTask<Publication> each : publishing) {
                spinUntilBlocked(started(each));
            }
            long start = System.nanoTime();
            hand.run();
            for (FutureTask<Publication> each : publishing) {
                each.get(10, TimeUnit.SECONDS);
            }
            fastest = Math.min(fastest, System.nanoTime() - start);
            hand.run();
        }
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void stopRefusesWhoeverWaits() throws Exception {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1));
        nexus.bus().publish("a", 1);
        Publication parked = nexus.bus().publishAsync(EventDraft.of("a", 2));
        var waiting = new FutureTask<>(() -> nexus.bus().publish("a", 3));
        awaitBlocked(started(waiting));

        nexus.stop(Duration.ofSeconds(10)); // on this thread, as the executor runs nothing

        assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(Status.REFUSED);
        assertThat(parked.status()).isEqualTo(Status.REFUSED);
        assertThat(seen).containsExactly(1);
        assertThat(nexus.bus().publish("a", 4).status()).isEqualTo(Status.REFUSED);
        assertThat(nexus.bus().publishAsync(EventDraft.of("a", 5)).status()).isEqualTo(Status.REFUSED);
    }

    // ---- publishAsync

    @Test
    void publishAsyncWaitsByItselfAndIsAdmittedInOrder() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(4));
        var accepted = new ArrayList<Object>();
        var publications = new ArrayList<Publication>();
        for (int i = 0; i < 8; i++) {
            Publication publication = nexus.bus().publishAsync(EventDraft.of("a", i));
            publication.accepted().thenAccept(event -> accepted.add(event.payload()));
            publications.add(publication);
        }
        assertThat(accepted).containsExactly(0, 1, 2, 3);
        assertThat(publications.get(4).event().position()).isEmpty();
        assertThat(publications.get(4).status()).isEqualTo(Status.PENDING);

        hand.rest();

        assertThat(accepted).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(publications).allMatch(publication -> publication.status() == Status.COMPLETED);
        assertThat(hand.time.scheduled())
                .as("timeouts of those admitted are cancelled")
                .isZero();
    }

    @Test
    void asManyEventsAsTheCapacityMayWaitByThemselves() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(3));
        for (int i = 0; i < 6; i++) {
            assertThat(nexus.bus().publishAsync(EventDraft.of("a", i)).status()).isEqualTo(Status.PENDING);
        }
        assertThat(nexus.bus().publishAsync(EventDraft.of("a", 6)).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void whatWaitsTooLongByItselfIsRefusedByTheScheduler() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1).withAwaitTimeout(Duration.ofSeconds(5)));
        nexus.bus().publish("a", 1);
        Publication late = nexus.bus().publishAsync(EventDraft.of("a", 2));
        Publication later = nexus.bus().publishAsync(EventDraft.of("a", 3)); // refused: one may wait

        hand.time.advance(Duration.ofMillis(4_999));
        assertThat(late.status()).isEqualTo(Status.PENDING);
        hand.time.advance(Duration.ofMillis(1));

        assertThat(late.status()).isEqualTo(Status.REFUSED);
        assertThat(late.accepted().toCompletableFuture()).isCompletedExceptionally();
        assertThat(later.status()).isEqualTo(Status.REFUSED);
        hand.run();
        assertThat(seen).containsExactly(1);
        assertThat(nexus.stats().published()).isEqualTo(1);
        assertThat(nexus.stats().refused()).isEqualTo(2);
    }

    @Test
    void whatWaitsByItselfIsAdmittedAtItsTimeoutIfThereIsRoomThoughNotHalfEmpty() {
        // A blocking publisher looks once more when its time is over; an event that waits by itself must be no worse
        // off.
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(8).withAwaitTimeout(Duration.ofSeconds(5)));
        var stages = new ArrayList<CompletableFuture<Object>>();
        nexus.handle("s", (event, context) -> {
            stages.add(new CompletableFuture<>());
            return stages.get(0);
        });
        for (int i = 0; i < 8; i++) {
            nexus.bus().publish("s", i);
        }
        Publication waits = nexus.bus().publishAsync(EventDraft.of("s", 8));
        hand.run(); // takes one, and waits for its stage
        assertThat(nexus.stats().depth()).isEqualTo(7);

        hand.time.advance(Duration.ofSeconds(5));

        assertThat(waits.event().sequence()).isEqualTo(9);
        assertThat(waits.accepted().toCompletableFuture()).isCompleted();
    }

    @Test
    void aSchedulerThatRejectsRefusesWhatWouldWait() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1));
        nexus.bus().publish("a", 1);
        hand.time.stop();

        assertThat(nexus.bus().publishAsync(EventDraft.of("a", 2)).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void whoIsToldOfAnAdmissionMayBlockOnAnotherPublisher() throws Exception {
        // The stage completes outside the admission's lock, or this would wait for itself.
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(4));
        for (int i = 0; i < 4; i++) {
            nexus.bus().publish("a", i);
        }
        var otherHasPublished = new CountDownLatch(1);
        nexus.bus().publishAsync(EventDraft.of("a", 4)).accepted().thenRun(() -> {
            started(new FutureTask<>(() -> {
                nexus.bus().publishAsync(EventDraft.of("a", 5));
                otherHasPublished.countDown();
                return null;
            }));
            awaitLatch(otherHasPublished);
        });
        hand.run();
        assertThat(otherHasPublished.getCount()).isZero();
    }

    @Test
    void theIdOfAnEventThatWaitsStaysItsId() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1));
        nexus.bus().publish("a", 1);
        Publication waits = nexus.bus().publishAsync(EventDraft.of("a", 2));

        String before = waits.event().id();
        hand.run();

        assertThat(waits.event().id()).isEqualTo(before);
        assertThat(nexus.log().orElseThrow().read(2).id()).isEqualTo(before);
        assertThat(nexus.find(before, null)).get().isSameAs(waits);
    }

    // ---- both

    /** A domain whose handler's stages the test ends, one event at a time. */
    private Nexus stepByStep(int capacity, Deque<CompletableFuture<Object>> stages) {
        Nexus nexus = hand.start(DomainConfig.of("d").withCapacity(capacity));
        nexus.handleRest((event, context) -> {
            seen.add(event.payload());
            stages.add(new CompletableFuture<>());
            return stages.getLast();
        });
        return nexus;
    }

    private void step(Deque<CompletableFuture<Object>> stages) {
        stages.pop().complete(null);
        hand.run();
    }

    @Test
    void eventsThatWaitByThemselvesLeaveHalfOfTheRoomToThreads() throws Exception {
        var stages = new ArrayDeque<CompletableFuture<Object>>();
        Nexus nexus = stepByStep(8, stages);
        for (int i = 0; i < 16; i++) {
            nexus.bus().publishAsync(EventDraft.of("a", i)); // eight are admitted, and eight wait
        }
        var waiting = new FutureTask<>(() -> nexus.bus().publish("a", "thread"));
        awaitBlocked(started(waiting));

        hand.run();
        while (nexus.stats().depth() > 5) {
            step(stages);
        }
        step(stages); // half empty

        // Of the four places the thread has the third at the latest; an earlier one, if it has looked by itself.
        assertThat(waiting.get(10, TimeUnit.SECONDS).event().sequence()).isLessThanOrEqualTo(11);
    }

    @Test
    @Tag("R1")
    void anEventDoesNotOvertakeThoseThatWaitByThemselves() {
        var stages = new ArrayDeque<CompletableFuture<Object>>();
        Nexus nexus = stepByStep(4, stages);
        for (int i = 0; i < 4; i++) {
            nexus.bus().publish("a", i);
        }
        hand.run();
        nexus.bus().publish("a", 4);
        nexus.bus().publishAsync(EventDraft.of("a", 5));
        step(stages); // there is room for one, but it is not half empty yet
        assertThat(nexus.stats().depth()).isEqualTo(3);

        nexus.bus().publishAsync(EventDraft.of("a", 6));
        for (int i = 0; i < 5; i++) {
            step(stages);
        }

        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void threadsAndEventsThatWaitByThemselvesTakeTurnsAtTheOnlyPlace() throws Exception {
        var stages = new ArrayDeque<CompletableFuture<Object>>();
        Nexus nexus = stepByStep(1, stages);
        nexus.bus().publish("a", 1);
        hand.run();
        nexus.bus().publish("a", 2);
        var publishing = List.of(
                new FutureTask<>(() -> nexus.bus().publish("a", "thread")),
                new FutureTask<>(() -> nexus.bus().publish("a", "thread")));
        publishing.forEach(each -> awaitBlocked(started(each)));
        for (int i = 3; i <= 6; i++) {
            long published = i;
            nexus.bus().publishAsync(EventDraft.of("a", "parked")); // one may wait, and one always does
            step(stages);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> nexus.stats().published() == published);
        }
        step(stages);
        step(stages);

        assertThat(seen.subList(2, 6)).containsExactlyInAnyOrder("parked", "thread", "parked", "thread");
    }

    private static void spinUntilBlocked(Thread thread) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (thread.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static Thread started(FutureTask<?> task) {
        var thread = new Thread(task, "publisher");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void awaitBlocked(Thread thread) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }
}
