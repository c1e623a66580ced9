package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

@Tag("R5")
class BackpressureTest {
    private final HandEngine hand = engine();
    private final List<CompletableFuture<Object>> stages = new ArrayList<>();
    private final List<Object> received = new ArrayList<>();

    /** A domain whose receiver is done with an event only when the test says so. */
    private Nexus slow(int capacity) {
        Nexus slow = hand.start(DomainConfig.of("slow").withCapacity(capacity));
        slow.handle("x", (event, context) -> {
            received.add(event.payload());
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        });
        return slow;
    }

    private void finish(int events) {
        for (int i = 0; i < events; i++) {
            stages.stream().filter(stage -> !stage.isDone()).findFirst().ifPresent(stage -> stage.complete(null));
            hand.run();
        }
    }

    private Nexus sender(Nexus receiver, List<Object> sent) {
        Nexus sender = hand.start(DomainConfig.of("sender").withCapacity(100));
        sender.handle("go", (event, context) -> {
            sent.add(event.payload());
            Publication publication = receiver.bus().publish("x", event.payload());
            return publication.status().name();
        });
        return sender;
    }

    HandEngine engine() {
        return new HandEngine();
    }

    @Test
    void aSlowDomainHoldsBackTheSenderUntilItIsHalfEmptyWithoutAThread() {
        Nexus slow = slow(4);
        var sent = new ArrayList<Object>();
        Nexus sender = sender(slow, sent);
        for (int i = 0; i < 20; i++) {
            sender.bus().publish("go", i);
        }
        hand.run(); // returns: nobody blocks

        assertThat(sent)
                .as("four in the queue, one in the overdraft; then it pauses")
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(received).containsExactly(0);
        assertThat(sender.stats().delivered())
                .as("the event at which it paused has ended")
                .isEqualTo(5);

        finish(1);
        assertThat(sent).as("not yet half empty").hasSize(5);
        finish(1);
        assertThat(sent).as("half empty: it goes on").hasSizeGreaterThan(5);

        finish(40);
        assertThat(received).containsExactlyElementsOf(sent).hasSize(20);
        assertThat(slow.stats().refused()).isZero();
    }

    @Test
    void theOverdraftIsSixteenTimesTheCapacity() {
        Nexus slow = slow(2);
        var statuses = new ArrayList<Status>();
        Nexus sender = hand.start(DomainConfig.of("sender"));
        sender.handle("go", (event, context) -> {
            for (int i = 0; i < 40; i++) {
                statuses.add(slow.bus().publish("x", i).status());
            }
            return null;
        });
        sender.bus().publish("go", null);
        hand.run();

        assertThat(statuses.subList(0, 34)).containsOnly(Status.PENDING);
        assertThat(statuses.subList(34, 40)).containsOnly(Status.REFUSED);
        finish(40);
        var expected = new ArrayList<Object>();
        for (int i = 0; i < 34; i++) {
            expected.add(i);
        }
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void whatWasDrawnOverComesInItsTurn() {
        Nexus slow = slow(2);
        Nexus sender = hand.start(DomainConfig.of("sender"));
        sender.handle(
                "go",
                (event, context) -> slow.bus().publish("x", event.payload()).isDone());
        for (int i = 0; i < 3; i++) {
            sender.bus().publish("go", i);
        }
        hand.run(); // 0 is being handled, 1 and 2 wait
        var late = slow.bus().publishAsync(EventDraft.of("x", "from outside"));
        finish(10);

        assertThat(received).containsExactly(0, 1, 2, "from outside");
        assertThat(late.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aDomainThatRefusesWhenFullRefusesLoopsAsWell() {
        Nexus strict = hand.start(DomainConfig.of("strict").withCapacity(1).withOverflow(Overflow.FAIL));
        var statuses = new ArrayList<Status>();
        Nexus sender = hand.start(DomainConfig.of("sender"));
        sender.handle(
                "go",
                (event, context) -> statuses.add(strict.bus().publish("x", null).status()));
        for (int i = 0; i < 3; i++) {
            sender.bus().publish("go", i);
        }
        hand.executor.runOne();

        assertThat(statuses).containsExactly(Status.PENDING, Status.REFUSED, Status.REFUSED);
    }

    @Test
    @Tag("R12")
    void aSenderGoesOnWhenTheDomainItWaitsForIsStopped() {
        Nexus slow = slow(4);
        var sent = new ArrayList<Object>();
        Nexus sender = sender(slow, sent);
        for (int i = 0; i < 20; i++) {
            sender.bus().publish("go", i);
        }
        hand.run();
        assertThat(sent).hasSize(5);

        assertThat(slow.stop(Duration.ofMillis(60))).isEqualTo(java.util.Map.of("x", 5L));
        hand.run();

        assertThat(sent).hasSize(20);
        assertThat(slow.stats().refused()).isEqualTo(15);
    }

    @Test
    @Tag("R12")
    void aSenderThatWaitsIsStoppedAllTheSame() {
        Nexus slow = slow(4);
        var sent = new ArrayList<Object>();
        Nexus sender = sender(slow, sent);
        for (int i = 0; i < 20; i++) {
            sender.bus().publish("go", i);
        }
        hand.run();

        assertThat(sender.stop(Duration.ofMillis(60))).isEqualTo(java.util.Map.of("go", 15L));
        finish(10); // relief comes too late, and does nobody harm
        assertThat(received).hasSize(5);
    }

    @Test
    @Tag("R12")
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aDomainInACongestedCycleCanBeStoppedWhileItIsMoreThanHalfFull() {
        // Its loop once asked for its own relief for ever, as a closed mailbox answers at once.
        var ring = new ArrayList<Nexus>();
        for (int i = 0; i < 2; i++) {
            ring.add(hand.create(DomainConfig.of("ring" + i).withCapacity(2)));
        }
        for (int i = 0; i < 2; i++) {
            Nexus next = ring.get(1 - i);
            ring.get(i)
                    .handle(
                            "hop",
                            (event, context) -> next.bus().publish("hop", null).isDone());
            ring.get(i).bus().publish("hop", null);
            ring.get(i).bus().publish("hop", null);
        }
        hand.engine.start();
        for (int i = 0; i < 50; i++) {
            hand.executor.runOne();
        }
        ring.get(0).stop(Duration.ofMillis(500));
        ring.get(1).stop(Duration.ofMillis(500));

        assertThat(ring).allMatch(nexus -> nexus.stats().waiting() == 0);
    }

    // ---- waiting for oneself

    @Test
    void waitingOnTheLoopForWhatOnlyThisLoopCanCompleteThrowsAtOnce() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        var waits = new ArrayList<Wait>(List.of(
                publication -> publication.outcome().toCompletableFuture().get(),
                publication -> publication.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES),
                publication -> publication.outcome().toCompletableFuture().join(),
                publication -> publication.results().toCompletableFuture().join(),
                publication ->
                        publication.result(String.class).toCompletableFuture().join(),
                publication -> publication.await(Duration.ofMinutes(1)),
                publication -> publication
                        .outcome()
                        .thenApply(outcome -> outcome.status().name())
                        .thenCompose(CompletableFuture::completedFuture)
                        .toCompletableFuture()
                        .join()));
        var thrown = new ArrayList<Throwable>();
        nexus.bus().subscribe("A", event -> {
            Publication own = nexus.bus().publish("s", null);
            for (Wait wait : waits) {
                try {
                    wait.on(own);
                } catch (Throwable e) {
                    thrown.add(e);
                }
            }
        });
        nexus.bus().publish("A", null);
        hand.run();

        assertThat(thrown).hasSize(waits.size()).allMatch(e -> e instanceof InvalidLoopStateException);
        assertThat(thrown.get(0)).hasMessageContaining("ENX-0003").hasMessageContaining("'d'");
    }

    private interface Wait {
        void on(Publication publication) throws Exception;
    }

    @Test
    void whatHasEndedCanBeJoinedAnywhere() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handle("a", (event, context) -> "done");
        Publication ended = nexus.bus().publish("a", null);
        hand.run();
        var got = new AtomicReference<Object>();
        nexus.bus()
                .subscribe(
                        "B",
                        event -> got.set(
                                ended.result(String.class).toCompletableFuture().join()));
        nexus.bus().publish("B", null);
        hand.run();

        assertThat(got).hasValue("done");
    }

    @Test
    void aReceiverThatReturnsTheStageOfItsOwnSecondaryFailsInsteadOfWaitingForItself() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handle("A", (event, context) -> context.emit("s", null).result(String.class));
        nexus.handle(
                "B",
                (event, context) -> nexus.bus().publish("s", null).outcome().thenApply(Object::toString));
        nexus.handle("s", (event, context) -> "value");
        Publication a = nexus.bus().publish("A", null);
        Publication b = nexus.bus().publish("B", null);
        Publication next = nexus.bus().publish("s", null);
        hand.run();

        assertThat(List.of(a, b)).allMatch(publication -> publication.status() == Status.FAILED);
        assertThatThrownBy(() -> a.result(String.class).toCompletableFuture().join())
                .hasCauseInstanceOf(InvalidLoopStateException.class)
                .hasMessageContaining("ENX-0003");
        assertThat(next.status()).isEqualTo(Status.COMPLETED);
        assertThat(nexus.stats().delivered())
                .as("the secondaries and the next one")
                .isEqualTo(3);
    }

    @Test
    void aReceiverThatReturnsTheStageOfAnEventBehindItFails() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        var later = new AtomicReference<CompletionStage<?>>();
        nexus.handle("A", (event, context) -> later.get());
        Publication a = nexus.bus().publish("A", null);
        later.set(nexus.bus().publish("B", null).outcome());
        hand.run();

        assertThat(a.status()).isEqualTo(Status.FAILED);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    void withEventsInFlightAReceiverMayWaitForAnotherEventButNotForItsOwn() {
        Nexus nexus = hand.start(DomainConfig.of("d").withInFlight(2));
        var later = new AtomicReference<CompletionStage<?>>();
        nexus.handle("A", (event, context) -> later.get());
        nexus.handle("C", (event, context) -> context.emit("s", null).outcome());
        Publication a = nexus.bus().publish("A", null);
        later.set(nexus.bus().publish("B", null).outcome());
        Publication c = nexus.bus().publish("C", null);
        var root = new AtomicReference<Publication>();
        nexus.handle("D", (event, context) -> context.emit("D.child", null).isDone());
        nexus.handle("D.child", (event, context) -> root.get().outcome());
        root.set(nexus.bus().publish("D", null));
        hand.run();

        assertThat(a.status()).isEqualTo(Status.COMPLETED);
        assertThat(c.status()).as("it waits for its secondary").isEqualTo(Status.FAILED);
        assertThat(root.get().status()).as("its secondary waits for it").isEqualTo(Status.FAILED);
    }

    @Test
    void aReceiverMayReturnTheStageOfAnotherDomain() {
        Nexus other = hand.start(DomainConfig.of("other"));
        other.handle("b", (event, context) -> "from the other");
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handle("A", (event, context) -> other.bus().publish("b", null).result(String.class));
        Publication a = nexus.bus().publish("A", null);
        hand.run();

        assertThat(a.result(String.class).toCompletableFuture().join()).isEqualTo("from the other");
    }
}
