package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eventnexus.DeadLetter;
import org.eventnexus.DeadLetterException;
import org.eventnexus.DeadLetterException.Reason;
import org.eventnexus.DeadLetters;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What receivers fail on for good is kept where that is asked for, and can be delivered to them once more. */
@Tag("R8")
@Tag("BX-05")
@Tag("AU-07")
class DeadLettersTest {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final EventSelector A = EventSelector.type("a");
    private static final ReceiverOptions KEPT = ReceiverOptions.defaults().deadLetter(true);

    private final HandEngine hand = new HandEngine();
    private final List<String> seen = new ArrayList<>();
    private Throwable broken = new IllegalStateException("broken");

    private Nexus nexus(DomainConfig config) {
        return hand.start(config);
    }

    private Nexus keeping() {
        return nexus(DomainConfig.of("d").withDeadLetter(true));
    }

    private Object tell(String what) throws Exception {
        seen.add(what);
        if (broken instanceof Exception failure) {
            throw failure;
        }
        return "done";
    }

    private Publication publish(Nexus nexus, String type) {
        Publication publication = nexus.bus().publish(type, "payload");
        hand.run();
        return publication;
    }

    private Publication redeliver(DeadLetters letters, String id) {
        Publication publication = letters.redeliver(id);
        hand.run();
        return publication;
    }

    private static DeadLetter only(DeadLetters letters) {
        assertThat(letters.size()).isEqualTo(1);
        return letters.list(null, 10).get(0);
    }

    private static void assertNot(DeadLetters letters, String id, Reason reason) {
        assertThatThrownBy(() -> letters.redeliver(id))
                .hasMessageContaining("ENX-0018")
                .isInstanceOfSatisfying(
                        DeadLetterException.class,
                        not -> assertThat(not.reason()).isEqualTo(reason));
    }

    @Test
    void onlyWhatIsAskedForIsKept() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.handle(A, "not asked", (event, context) -> tell("1"));
        nexus.bus().subscribe(A, "asked", (event, context) -> tell("2"), KEPT);
        publish(nexus, "a");
        assertThat(only(nexus.deadLetters()).receiver()).isEqualTo("asked");

        Nexus keeping = nexus(DomainConfig.of("e").withDeadLetter(true));
        keeping.handle(A, "says nothing", (event, context) -> tell("1"));
        keeping.bus().subscribe(A, "not me", (event, context) -> tell("2"), KEPT.deadLetter(false));
        publish(keeping, "a");
        assertThat(only(keeping.deadLetters()).receiver()).isEqualTo("says nothing");
        assertThat(keeping.stats().deadLetters()).isEqualTo(1);
    }

    @Test
    void lettersAreBoundByWhatTheirEventsWeighToo() {
        Nexus nexus = nexus(
                DomainConfig.of("d").withDeadLetter(true).withDeadLetters(100).withRetentionBytes(1_000));
        nexus.handle("a", (event, context) -> tell("a"));
        for (int i = 1; i <= 10; i++) {
            nexus.bus().publish("a", new byte[300]);
            hand.run();
            assertThat(nexus.deadLetters().size()).isEqualTo(Math.min(i, 3));
        }
        DeadLetters letters = nexus.deadLetters();
        assertThat(letters.list(null, 10))
                .extracting(letter -> letter.event().sequence())
                .containsExactly(8L, 9L, 10L);
        letters.remove(letters.list(null, 1).get(0).id());
        nexus.bus().publish("a", new byte[5_000]);
        hand.run();
        assertThat(only(letters).event().sequence())
                .as("the newest, however large")
                .isEqualTo(11);
    }

    @Test
    void aLetterTellsTheEventAndItsLastFailure() {
        Nexus nexus = nexus(DomainConfig.of("d").withDeadLetter(true).withRetry(RetryPolicy.of(2)));
        nexus.handle("a", (event, context) -> tell("a"));
        Publication publication = nexus.bus()
                .publish(EventDraft.of("a", seen)
                        .id("mine")
                        .source("/here")
                        .subject("s")
                        .key("k")
                        .priority(3)
                        .header("h", "v"));
        hand.run();
        assertThat(nexus.deadLetters().size()).as("not before the last attempt").isZero();
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();

        DeadLetter letter = only(nexus.deadLetters());
        assertThat(letter.error()).isSameAs(broken);
        assertThat(letter.attempts()).isEqualTo(2);
        assertThat(letter.at().toEpochMilli()).isEqualTo(hand.time.currentTimeMillis());
        assertThat(letter.event()).isNotSameAs(publication.event());
        assertThat(letter.event())
                .usingRecursiveComparison()
                .comparingOnlyFields("type", "payload", "priority", "id", "sequence", "millis", "attributes")
                .isEqualTo(publication.event());
        assertThat(letter.event().payload()).isSameAs(seen);
        assertThat(letter.event().position()).isEqualTo(publication.event().position());
        assertThat(letter.id()).isNotEqualTo(letter.event().id());
        assertThat(nexus.deadLetters().find(letter.id())).contains(letter);
    }

    @Test
    void onlyTheReceiverThatFailedGetsItAgainAndTheLetterIsGone() {
        Nexus nexus = keeping();
        nexus.handle("a", (event, context) -> {
            seen.add("handler");
            return null;
        });
        nexus.bus().subscribe(A, "broken", (event, context) -> tell("broken"));
        nexus.bus().subscribe("a", event -> seen.add("other"));
        Publication first = publish(nexus, "a");
        Nexus.Stats before = nexus.stats();
        seen.clear();
        broken = null;

        Publication again =
                redeliver(nexus.deadLetters(), only(nexus.deadLetters()).id());
        assertThat(seen).containsExactly("broken");
        assertThat(again.status()).isEqualTo(Status.COMPLETED);
        assertThat(again.poll().orElseThrow().results()).containsExactly(new Result("broken", "done", null));
        assertThat(again.event().id()).isEqualTo(first.event().id());
        assertThat(nexus.deadLetters().size()).isZero();
        assertThat(first.status()).as("what was, stays").isEqualTo(Status.FAILED);
        assertThat(nexus.stats())
                .usingRecursiveComparison()
                .ignoringFields("deadLetters")
                .as("not counted, and not logged")
                .isEqualTo(before);
        assertThat(nexus.log().orElseThrow().newest()).isEqualTo(1);
    }

    @Test
    void aPublisherSIdIsNoDuplicate() {
        Nexus nexus = keeping();
        nexus.handle("a", (event, context) -> tell("a"));
        nexus.bus().publish(EventDraft.of("a", null).id("mine"));
        hand.run();
        broken = null;
        assertThat(redeliver(nexus.deadLetters(), only(nexus.deadLetters()).id())
                        .status())
                .isEqualTo(Status.COMPLETED);
        assertThat(seen).hasSize(2);
    }

    @Test
    void onFailureTheLetterStaysWithTheAttemptsAdded() {
        Nexus nexus = nexus(DomainConfig.of("d").withDeadLetter(true).withRetry(RetryPolicy.of(2)));
        nexus.handle("a", (event, context) -> tell("a"));
        publish(nexus, "a");
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        DeadLetter before = only(nexus.deadLetters());
        broken = new IllegalStateException("again");

        Publication again = redeliver(nexus.deadLetters(), before.id());
        assertNot(nexus.deadLetters(), before.id(), Reason.BUSY);
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        assertThat(again.status()).isEqualTo(Status.FAILED);
        DeadLetter after = only(nexus.deadLetters());
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.attempts()).isEqualTo(4);
        assertThat(after.error()).hasMessage("again");
        assertThat(after.at()).isAfter(before.at());
        assertThat(hand.errors).containsExactly("a: broken", "a: again");
        assertThat(nexus.stats().failed()).isEqualTo(1);
    }

    @Test
    @Tag("R1")
    void aRedeliveryWaitsForTheEventThatIsOpen() {
        Nexus nexus = keeping();
        var stage = new CompletableFuture<Object>();
        nexus.handle("a", (event, context) -> tell("a"));
        nexus.handle("open", (event, context) -> {
            context.emit("child", null);
            return stage;
        });
        nexus.bus().subscribe("child", event -> seen.add("child"));
        nexus.bus().subscribe("next", event -> seen.add("next"));
        publish(nexus, "a");
        seen.clear();
        nexus.bus().publish("open", null);
        nexus.bus().publish("next", null);
        hand.run();

        Publication again =
                redeliver(nexus.deadLetters(), only(nexus.deadLetters()).id());
        assertThat(seen).isEmpty();
        assertThat(again.status()).isEqualTo(Status.PENDING);
        stage.complete(null);
        hand.run();
        assertThat(seen).as("after the event's family, before the queue").containsExactly("child", "a", "next");
    }

    @Test
    @Tag("R4")
    @Tag("R7")
    void whatARedeliveryEmitsIsCounted() {
        Nexus nexus = keeping();
        nexus.handle("a", (event, context) -> {
            tell("a");
            context.emit("b", null);
            return null;
        });
        nexus.handle("b", (event, context) -> {
            throw new IllegalStateException("child");
        });
        publish(nexus, "a");
        broken = null;
        Publication again =
                redeliver(nexus.deadLetters(), only(nexus.deadLetters()).id());
        assertThat(again.status()).as("a failed secondary fails the root").isEqualTo(Status.FAILED);
        assertThat(only(nexus.deadLetters()).receiver())
                .as("its own letter is gone")
                .isEqualTo("b");
        assertThat(nexus.stats().published()).isEqualTo(2);
        assertThat(nexus.stats().failed()).isEqualTo(2);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    void ofSeveralRedeliveriesOneWins() {
        Nexus nexus = keeping();
        nexus.handle("a", (event, context) -> tell("a"));
        publish(nexus, "a");
        String id = only(nexus.deadLetters()).id();
        Publication winner = nexus.deadLetters().redeliver(id);
        assertNot(nexus.deadLetters(), id, Reason.BUSY);
        hand.run();
        assertThat(winner.status()).isEqualTo(Status.FAILED);
        assertThat(redeliver(nexus.deadLetters(), id).status())
                .as("may be tried again")
                .isEqualTo(Status.FAILED);
    }

    @Test
    void aReceiverThatIsGoneIsToldAndTheLetterStays() {
        Nexus nexus = keeping();
        Subscription receiver = nexus.handle(A, "gone", (event, context) -> tell("a"));
        publish(nexus, "a");
        String id = only(nexus.deadLetters()).id();
        Nexus other = nexus(DomainConfig.of("other"));
        other.handle("cancel", (event, context) -> { // on a loop it does not wait for the other one
            receiver.cancel();
            return null;
        });
        other.bus().publish("cancel", null);
        Publication waiting = nexus.deadLetters().redeliver(id);
        seen.clear();
        hand.run();
        assertThat(seen).isEmpty();
        assertThat(waiting.poll().orElseThrow().results())
                .singleElement()
                .satisfies(result -> assertThat(result.error()).hasMessageContaining("'gone' is registered no longer"));
        assertNot(nexus.deadLetters(), id, Reason.RECEIVER_GONE);
        assertThat(only(nexus.deadLetters()).attempts()).isEqualTo(1);
    }

    @Test
    void theNewestAreKeptInOrderAndListedInPages() {
        Nexus nexus = nexus(DomainConfig.of("d").withDeadLetter(true).withDeadLetters(3));
        nexus.handle("a", (event, context) -> tell("a"));
        for (int i = 0; i < 5; i++) {
            publish(nexus, "a");
        }
        DeadLetters letters = nexus.deadLetters();
        assertThat(letters.list(null, 10))
                .extracting(letter -> letter.event().sequence())
                .containsExactly(3L, 4L, 5L);
        List<DeadLetter> page = letters.list(null, 2);
        assertThat(page).extracting(letter -> letter.event().sequence()).containsExactly(3L, 4L);
        String last = page.get(1).id();
        assertThat(letters.remove(last)).isTrue();
        assertThat(letters.remove(last)).isFalse();
        assertThat(letters.list(last, 2))
                .as("after one that is gone")
                .extracting(letter -> letter.event().sequence())
                .containsExactly(5L);
        assertThat(letters.list("0000000000001-1", 10))
                .as("after one of an earlier life")
                .hasSize(2);
        assertThat(letters.list("1y2p0ij32e8e7-1", 10))
                .as("after one of a later life")
                .isEmpty();
        assertThatThrownBy(() -> letters.list("none", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letters.list(null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(letters.find("none")).isEmpty();
        assertNot(letters, "none", Reason.UNKNOWN);
    }

    @Test
    void whatIsBeingDeliveredAgainGivesWayToNone() {
        Nexus nexus = nexus(
                DomainConfig.of("d").withDeadLetter(true).withDeadLetters(2).withInFlight(3));
        var stage = new CompletableFuture<Object>();
        nexus.handle("a", (event, context) -> tell("a"));
        nexus.handle("open", (event, context) -> seen.isEmpty() ? tell("first") : stage);
        publish(nexus, "open");
        String open = only(nexus.deadLetters()).id();
        Publication again = redeliver(nexus.deadLetters(), open);
        publish(nexus, "a");
        publish(nexus, "a");
        assertThat(nexus.deadLetters().list(null, 10))
                .extracting(letter -> letter.event().sequence())
                .containsExactly(1L, 3L);
        assertThat(nexus.deadLetters().remove(open)).isTrue();
        assertThat(nexus.deadLetters().size()).isEqualTo(1);
        publish(nexus, "a");
        assertThat(nexus.deadLetters().size()).as("it keeps its place").isEqualTo(1);
        stage.completeExceptionally(new IllegalStateException("again"));
        hand.run();
        assertThat(again.status()).isEqualTo(Status.FAILED);
        assertThat(nexus.deadLetters().find(open))
                .as("thrown away is thrown away")
                .isEmpty();
        publish(nexus, "a");
        assertThat(nexus.deadLetters().size()).isEqualTo(2);
    }

    @Test
    void aLetterThatIsThrownAwayWhileItWaitsIsNotDelivered() {
        Nexus nexus = keeping();
        nexus.handle("a", (event, context) -> tell("a"));
        publish(nexus, "a");
        String id = only(nexus.deadLetters()).id();
        seen.clear();
        Publication again = nexus.deadLetters().redeliver(id);
        assertThat(nexus.deadLetters().remove(id)).isTrue();
        hand.run();
        assertThat(seen).isEmpty();
        assertThat(again.status()).isEqualTo(Status.DROPPED);
        assertThat(nexus.stats().dropped()).isZero();
    }

    @Test
    @Tag("R12")
    void aStopAbandonsRedeliveriesAndKeepsTheLetters() {
        Nexus nexus = nexus(DomainConfig.of("d").withDeadLetter(true).withInFlight(2));
        nexus.handle("a", (event, context) -> seen.size() < 3 ? tell("a") : new CompletableFuture<>());
        publish(nexus, "a");
        publish(nexus, "a");
        publish(nexus, "a");
        List<DeadLetter> before = nexus.deadLetters().list(null, 10);
        List<Publication> again = before.stream()
                .map(letter -> nexus.deadLetters().redeliver(letter.id()))
                .toList();
        hand.run();
        hand.executor.rejecting(true);
        assertThat(nexus.stop(MILLI)).as("none of these are admitted ones").isEmpty();
        assertThat(again).allMatch(publication -> publication.status() == Status.ABANDONED);
        assertThat(nexus.deadLetters().list(null, 10)).isEqualTo(before);
        assertNot(nexus.deadLetters(), before.get(0).id(), Reason.STOPPED);
        assertThat(nexus.stats().waiting()).isZero();
        assertThat(nexus.stats().abandoned()).isZero();
    }

    @Test
    @Tag("R12")
    void aStopWhileAReceiverDoesNotReturnAbandonsRedeliveriesAsWell() throws Exception {
        var inside = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var pooled = new PooledEngine(1)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withDeadLetter(true));
            nexus.handle("a", (event, context) -> tell("a"));
            nexus.handle("stuck", (event, context) -> {
                inside.countDown();
                release.await();
                return null;
            });
            nexus.bus().publish("a", null).await(Duration.ofSeconds(20));
            nexus.bus().publish("stuck", null);
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            DeadLetter letter = only(nexus.deadLetters());
            Publication again = nexus.deadLetters().redeliver(letter.id());

            assertThat(nexus.stop(MILLI)).containsEntry("stuck", 1L);
            assertThat(again.status()).isEqualTo(Status.ABANDONED);
            assertThat(nexus.deadLetters().find(letter.id())).contains(letter);
            release.countDown();
        }
        assertThat(seen).containsExactly("a");
    }

    @Test
    @Tag("R6")
    void whatNobodyTookIsKeptByPolicyAndRoutedAnew() {
        Nexus nexus = nexus(DomainConfig.of("d").withUnhandled(UnhandledPolicy.DEAD_LETTER));
        Publication publication = publish(nexus, "a");
        assertThat(publication.status()).isEqualTo(Status.UNHANDLED);
        assertThat(publication.results()).isCompletedWithValue(List.of());
        DeadLetter letter = only(nexus.deadLetters());
        assertThat(letter.receiver()).isEmpty();
        assertThat(letter.error()).isInstanceOf(UnhandledEventException.class);
        assertThat(hand.errors).as("nobody has failed").isEmpty();

        assertThat(redeliver(nexus.deadLetters(), letter.id()).status()).isEqualTo(Status.UNHANDLED);
        assertThat(only(nexus.deadLetters()).attempts()).isEqualTo(2);

        nexus.bus().subscribe("a", event -> seen.add("fine"));
        nexus.bus().subscribe(A, "broken", (event, context) -> tell("broken"));
        assertThat(redeliver(nexus.deadLetters(), letter.id()).status()).isEqualTo(Status.FAILED);
        assertThat(seen).containsExactly("fine", "broken");
        assertThat(only(nexus.deadLetters()).receiver())
                .as("who fails then has a letter of its own")
                .isEqualTo("broken");
        assertThat(nexus.stats().unhandled()).isEqualTo(1);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    void whatNobodyTookCountsForWhoTakesItOnlyOnce() {
        Nexus nexus = nexus(DomainConfig.of("d").withUnhandled(UnhandledPolicy.DEAD_LETTER));
        publish(nexus, "a");
        nexus.bus().subscribe("a", SubscriptionOptions.defaults().once(), event -> seen.add("once"));
        Publication again =
                redeliver(nexus.deadLetters(), only(nexus.deadLetters()).id());
        assertThat(again.status()).isEqualTo(Status.COMPLETED);
        assertThat(publish(nexus, "a").status()).isEqualTo(Status.UNHANDLED);
        assertThat(seen).containsExactly("once");
    }

    @Test
    void aLetterKeepsAliveNeitherResultsNorAncestors() {
        Nexus nexus = nexus(DomainConfig.of("d").withDeadLetter(true).withRetention(0));
        nexus.handle("parent", (event, context) -> {
            context.emit("a", "payload");
            return new byte[1 << 16];
        });
        nexus.handle("a", (event, context) -> tell("a"));
        nexus.bus().subscribe("x", event -> {});
        WeakReference<Object> parent = new WeakReference<>(publish(nexus, "parent"));
        publish(nexus, "x"); // what the loop still has in hand
        assertThat(only(nexus.deadLetters()).event().type()).isEqualTo("a");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return parent.get() == null;
        });
        assertThat(only(nexus.deadLetters()).event().payload()).isEqualTo("payload");
    }
}
