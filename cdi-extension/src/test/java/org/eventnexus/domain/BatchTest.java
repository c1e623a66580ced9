package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublishPhase;
import org.eventnexus.RefusedByMiddlewareException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that are published together: all of them are admitted, one after the other, or none is. */
@Tag("R3")
class BatchTest {
    private final HandEngine hand = engine();
    private final List<Object> seen = new ArrayList<>();

    HandEngine engine() {
        return new HandEngine();
    }

    private Nexus start(DomainConfig config) {
        Nexus nexus = hand.start(config);
        return watched(nexus);
    }

    private Nexus watched(Nexus nexus) {
        nexus.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event.payload()));
        return nexus;
    }

    private static List<EventDraft<Object>> drafts(Object... payloads) {
        return Arrays.stream(payloads)
                .map(payload -> EventDraft.of("a", payload))
                .toList();
    }

    private static List<Status> statuses(List<Publication> publications) {
        return publications.stream().map(Publication::status).toList();
    }

    private static List<Long> sequences(List<Publication> publications) {
        return publications.stream()
                .map(publication -> publication.event().sequence())
                .toList();
    }

    private static boolean areAccepted(List<Publication> publications) {
        return publications.stream()
                .allMatch(publication ->
                        publication.accepted().toCompletableFuture().isDone());
    }

    @Test
    void allAreAdmittedInOrderWithPositionsThatFollowEachOther() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.bus().publish("a", 1);
        List<Publication> batch = nexus.bus().publishAll(drafts(2, 3, 4));
        nexus.bus().publish("a", 5);

        assertThat(sequences(batch)).containsExactly(2L, 3L, 4L);
        assertThat(areAccepted(batch)).isTrue();
        assertThatThrownBy(() -> batch.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        hand.run();
        assertThat(seen).containsExactly(1, 2, 3, 4, 5);
        assertThat(statuses(batch)).containsOnly(Status.COMPLETED);
        assertThat(nexus.log().orElseThrow().read(3).payload()).isEqualTo(3);
        assertThat(nexus.bus().publishAll(List.of())).isEmpty();
        assertThat(nexus.stats().published()).isEqualTo(5);
    }

    @Test
    void aBatchAsLargeAsTheQueueFitsAndALargerOneNever() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(3));
        for (int lap = 0; lap < 100; lap++) {
            nexus.bus().publishAll(drafts(lap, lap, lap));
            hand.run();
        }
        assertThat(seen).hasSize(300);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nexus.bus().publishAll(drafts(1, 2, 3, 4)))
                .withMessageContaining("ENX-0019")
                .withMessageContaining("a batch of 4")
                .withMessageContaining("eventnexus.domain.d.capacity");
        assertThat(nexus.stats().published()).isEqualTo(300);
    }

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"FAIL", "DROP_NEWEST"})
    void whatDoesNotFitAsAWholeIsRefusedAsAWhole(Overflow overflow) {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(4).withOverflow(overflow));
        nexus.bus().publishAll(drafts(1, 2));
        List<Publication> batch = nexus.bus().publishAll(drafts(3, 4, 5));
        List<Publication> async = nexus.bus().publishAllAsync(drafts(6, 7, 8));
        List<Publication> fits = nexus.bus().publishAll(drafts(9, 10));

        assertThat(statuses(batch)).containsOnly(Status.REFUSED);
        assertThat(statuses(async)).containsOnly(Status.REFUSED);
        assertThat(batch)
                .allSatisfy(publication ->
                        assertThat(publication.accepted().toCompletableFuture()).isCompletedExceptionally());
        assertThat(sequences(fits)).as("refused events take no numbers").containsExactly(3L, 4L);
        hand.run();
        assertThat(seen).containsExactly(1, 2, 9, 10);
        assertThat(nexus.stats().refused()).isEqualTo(6);
    }

    @Test
    void whereTheOldestGiveWayAllAreAdmitted() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(4).withOverflow(Overflow.DROP_OLDEST));
        List<Publication> before = nexus.bus().publishAll(drafts(1, 2, 3));
        List<Publication> batch = nexus.bus().publishAll(drafts(4, 5, 6));

        assertThat(statuses(before)).containsExactly(Status.DROPPED, Status.DROPPED, Status.PENDING);
        assertThat(sequences(batch)).containsExactly(4L, 5L, 6L);
        hand.run();
        assertThat(seen).containsExactly(3, 4, 5, 6);
        assertThat(nexus.stats().dropped()).isEqualTo(2);
    }

    @Test
    void ofABatchThatIsLargerThanTheRoomTheLatestOfAKeyIsKept() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(2).withOverflow(Overflow.KEEP_LATEST));
        nexus.bus().publish(EventDraft.of("a", "x1").key("x"));
        List<Publication> batch = nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", "y1").key("y"),
                        EventDraft.of("a", "y2").key("y")));

        assertThat(statuses(batch)).containsExactly(Status.DROPPED, Status.PENDING);
        assertThat(areAccepted(batch)).isTrue();
        hand.run();
        assertThat(seen).containsExactly("x1", "y2");
    }

    @Test
    void aPublisherWaitsForRoomForAll() throws Exception {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(4));
        nexus.bus().publishAll(drafts(1, 2));
        var waiting = new FutureTask<>(() -> nexus.bus().publishAll(drafts(3, 4, 5, 6)));
        blocked(waiting);
        assertThat(nexus.stats().published()).isEqualTo(2);
        List<Publication> single = nexus.bus().publishAllAsync(drafts(7));
        assertThat(statuses(single)).as("there are places, but kept").containsOnly(Status.PENDING);
        assertThat(areAccepted(single)).isFalse();

        hand.run();
        assertThat(sequences(waiting.get(10, TimeUnit.SECONDS))).containsExactly(3L, 4L, 5L, 6L);
        hand.run();
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(areAccepted(single)).isTrue();
    }

    private static Thread blocked(FutureTask<?> task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    @Test
    void whoWaitsTooLongIsRefusedAndLeavesItsPlacesToOthers() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(2).withAwaitTimeout(Duration.ofMillis(50)));
        nexus.bus().publish("a", 1);
        assertThat(statuses(nexus.bus().publishAll(drafts(2, 3)))).containsOnly(Status.REFUSED);
        assertThat(nexus.bus().publish("a", 4).status()).isEqualTo(Status.PENDING);
        hand.run();
        assertThat(seen).containsExactly(1, 4);
        assertThat(nexus.stats().refused()).isEqualTo(2);
    }

    @Test
    void anInterruptEndsTheWaitAndRefusesAll() throws Exception {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(2));
        nexus.bus().publish("a", 1);
        var waiting = new FutureTask<>(() -> nexus.bus().publishAll(drafts(5, 6)));
        blocked(waiting).interrupt();
        assertThat(statuses(waiting.get(10, TimeUnit.SECONDS))).containsOnly(Status.REFUSED);
        assertThat(nexus.bus().publish("a", 7).status()).isEqualTo(Status.PENDING);
        hand.run();
        assertThat(seen).containsExactly(1, 7);
        assertThat(nexus.stats().refused()).isEqualTo(2);
    }

    @Test
    void aBatchMayWaitByItselfAndNobodyPassesIt() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(4));
        nexus.bus().publishAll(drafts(1, 2));
        List<Publication> batch = nexus.bus().publishAllAsync(drafts(3, 4, 5));
        Publication behind = nexus.bus().publishAsync(EventDraft.of("a", 6));
        String id = batch.get(1).event().id();
        assertThat(areAccepted(batch)).isFalse();
        assertThat(sequences(batch)).containsOnly(0L);
        assertThat(statuses(nexus.bus().publishAllAsync(drafts(7, 8))))
                .as("more than the capacity would wait")
                .containsOnly(Status.REFUSED);

        hand.run();
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(sequences(batch)).containsExactly(3L, 4L, 5L);
        assertThat(behind.event().sequence()).isEqualTo(6);
        assertThat(areAccepted(batch)).isTrue();
        assertThat(batch.get(1).event().id())
                .as("told before it had a position")
                .isEqualTo(id);
        assertThat(nexus.find(id, null)).contains(batch.get(1));
    }

    @Test
    void aBatchThatWaitsTooLongByItselfIsRefused() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(4).withAwaitTimeout(Duration.ofSeconds(5)));
        nexus.bus().publishAll(drafts(0, 1));
        List<Publication> batch = nexus.bus().publishAllAsync(drafts(2, 3, 4));
        Publication behind = nexus.bus().publishAsync(EventDraft.of("a", 5));
        hand.time.advance(Duration.ofSeconds(5));
        assertThat(statuses(batch)).containsOnly(Status.REFUSED);
        hand.run();
        assertThat(behind.status()).as("the places are its own then").isEqualTo(Status.COMPLETED);
        assertThat(seen).containsExactly(0, 1, 5);
        assertThat(nexus.stats().refused()).isEqualTo(3);
    }

    @Test
    @Tag("R12")
    void beforeTheStartABatchWaitsInTheQueueAndAfterTheStopItIsRefused() {
        Nexus nexus = watched(hand.create(DomainConfig.of("d").withCapacity(3)));
        List<Publication> early = nexus.bus().publishAll(drafts(1, 2));
        assertThat(statuses(nexus.bus().publishAll(drafts(3, 4)))).containsOnly(Status.REFUSED);
        assertThat(statuses(nexus.bus().publishAllAsync(drafts(3, 4)))).containsOnly(Status.REFUSED);
        nexus.start();
        hand.run();
        assertThat(statuses(early)).containsOnly(Status.COMPLETED);
        assertThat(seen).containsExactly(1, 2);

        nexus.stopNow();
        assertThat(statuses(nexus.bus().publishAll(drafts(5, 6)))).containsOnly(Status.REFUSED);
        assertThat(statuses(nexus.bus().publishAllAsync(drafts(5)))).containsOnly(Status.REFUSED);
    }

    @Test
    @Tag("R12")
    void aStopRefusesABatchThatWaits() throws Exception {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(2));
        nexus.bus().publish("a", 1);
        var thread = new FutureTask<>(() -> nexus.bus().publishAll(drafts(2, 3)));
        blocked(thread);
        List<Publication> parked = nexus.bus().publishAllAsync(drafts(4, 5));
        nexus.stop(Duration.ofSeconds(10));
        assertThat(statuses(thread.get(10, TimeUnit.SECONDS))).containsOnly(Status.REFUSED);
        assertThat(statuses(parked)).containsOnly(Status.REFUSED);
        assertThat(seen).containsExactly(1);
    }

    @Test
    @Tag("R13")
    void whatTheLogOrTheBatchHasAlreadyIsADuplicateAndTakesNoPlace() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(3).withOverflow(Overflow.FAIL));
        Publication first = nexus.bus().publish(EventDraft.of("a", 1).id("one"));
        List<Publication> batch = nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", "again").id("one"),
                        EventDraft.of("a", 2).id("two"),
                        EventDraft.of("a", 3)));
        List<Publication> twice = nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", "no").id("three"),
                        EventDraft.of("a", "no").id("three"),
                        EventDraft.of("a", "no")));
        assertThat(batch.stream().map(Publication::isDuplicate)).containsExactly(true, false, false);
        assertThat(sequences(batch)).containsExactly(1L, 2L, 3L);
        assertThat(statuses(twice)).as("two of them do not fit").containsOnly(Status.REFUSED);
        hand.run();
        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(first.status()).isEqualTo(Status.COMPLETED);

        List<Publication> retried = nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", 4).id("three"),
                        EventDraft.of("a", "again").id("three")));
        assertThat(retried.stream().map(Publication::isDuplicate))
                .as("what was refused is not known")
                .containsExactly(false, true);
        assertThat(sequences(retried)).containsExactly(4L, 4L);
        assertThat(statuses(
                        nexus.bus().publishAll(List.of(EventDraft.of("a", "no").id("one")))))
                .containsExactly(Status.COMPLETED);
    }

    // ---- middlewares

    @Test
    @Tag("AU-03")
    void ifAMiddlewareRefusesOneNoneIsAdmitted() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.use("m", draft -> draft.payload().equals(2) ? Decision.refuse("not two") : Decision.pass(draft));
        List<Publication> batch = nexus.bus().publishAll(drafts(1, 2, 3));
        assertThat(statuses(batch)).containsOnly(Status.REFUSED);
        assertThat(batch.get(1).accepted().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RefusedByMiddlewareException.class)
                .withMessageContaining("not two");
        assertThat(batch.get(2).accepted().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RefusedByMiddlewareException.class)
                .withMessageContaining("ENX-0021");
        hand.run();
        assertThat(seen).isEmpty();
        assertThat(nexus.stats().refused()).isEqualTo(3);
        assertThat(nexus.stats().published()).isZero();
    }

    @Test
    @Tag("AU-03")
    void whatAMiddlewareAnswersIsAnsweredAndTheOthersFollowEachOther() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.use("m", draft -> draft.payload().equals(2) ? Decision.answer("two") : Decision.pass(draft));
        List<Publication> batch = nexus.bus().publishAll(drafts(1, 2, 3));
        assertThat(sequences(batch)).containsExactly(1L, 0L, 2L);
        assertThat(batch.get(1).result(String.class).toCompletableFuture()).isCompletedWithValue("two");
        hand.run();
        assertThat(seen).containsExactly(1, 3);
    }

    private final Map<Object, CompletableFuture<Decision>> questions = new LinkedHashMap<>();

    private void pass(Object payload) {
        questions.get(payload).complete(Decision.pass(EventDraft.of("a", payload)));
        hand.run();
    }

    private Nexus asking(DomainConfig config) {
        Nexus nexus = start(config);
        nexus.useAsync("m", draft -> questions.computeIfAbsent(draft.payload(), p -> new CompletableFuture<>()));
        return nexus;
    }

    @Test
    @Tag("AU-03")
    void behindAnAsynchronousMiddlewareABatchKeepsItsOrderAndThatOfOthers() {
        Nexus nexus = asking(DomainConfig.of("d"));
        nexus.bus().publish("a", 1);
        List<Publication> batch = nexus.bus().publishAll(drafts(2, 3));
        Publication last = nexus.bus().publish("a", 4);
        assertThat(questions.keySet()).as("asked at once").containsExactly(1, 2, 3, 4);
        pass(4);
        pass(3);
        pass(1);
        assertThat(seen).as("half of it is not let out").containsExactly(1);
        assertThat(statuses(batch)).containsOnly(Status.PENDING);
        pass(2);
        assertThat(seen).containsExactly(1, 2, 3, 4);
        assertThat(sequences(batch)).containsExactly(2L, 3L);
        assertThat(areAccepted(batch)).isTrue();
        assertThat(last.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    @Tag("AU-03")
    void anAsynchronousMiddlewareRefusesAllOrAnswersOne() {
        Nexus nexus = asking(DomainConfig.of("d"));
        List<Publication> refused = nexus.bus().publishAllAsync(drafts(1, 2));
        List<Publication> answered = nexus.bus().publishAllAsync(drafts(3, 4));
        questions.get(2).complete(Decision.refuse("no"));
        questions.get(3).complete(Decision.answer("three"));
        assertThat(statuses(refused)).as("the other one is not waited for").containsOnly(Status.REFUSED);
        pass(4);
        assertThat(seen).containsExactly(4);
        assertThat(answered.get(0).result(String.class).toCompletableFuture()).isCompletedWithValue("three");
        assertThat(sequences(answered)).containsExactly(0L, 1L);
    }

    @Test
    @Tag("AU-03")
    void forPlacesBeforeAnAsynchronousMiddlewareABatchWaitsAsAWhole() throws Exception {
        Nexus nexus = asking(DomainConfig.of("d").withCapacity(4));
        nexus.bus().publishAll(drafts(1, 2));
        var waiting = new FutureTask<>(() -> nexus.bus().publishAll(drafts(3, 4, 5, 6)));
        blocked(waiting);
        List<Publication> parked = nexus.bus().publishAllAsync(drafts(7));
        assertThat(statuses(parked)).containsOnly(Status.REFUSED);
        assertThat(questions.keySet()).containsExactly(1, 2);
        pass(1);
        pass(2);
        hand.run();
        List<Publication> batch = waiting.get(10, TimeUnit.SECONDS);
        hand.run();
        IntStream.of(6, 5, 4, 3).forEach(this::pass);
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(sequences(batch)).containsExactly(3L, 4L, 5L, 6L);
        assertThat(nexus.stats().depth()).isZero();
    }

    @Test
    @Tag("AU-03")
    @Tag("R12")
    void aStopRefusesABatchThatIsNotDecided() {
        Nexus nexus = asking(DomainConfig.of("d"));
        List<Publication> batch = nexus.bus().publishAll(drafts(1, 2));
        questions.get(1).complete(Decision.pass(EventDraft.of("a", 1)));
        nexus.stop(Duration.ZERO);
        questions.get(2).complete(Decision.pass(EventDraft.of("a", 2)));
        assertThat(statuses(batch)).containsOnly(Status.REFUSED);
        assertThat(seen).isEmpty();
        assertThat(nexus.stats().refused()).isEqualTo(2);
    }

    // ---- receivers that publish

    @Test
    @Tag("R4")
    void intoItsOwnDomainAReceiverPublishesSecondaryEventsAllOrNone() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(4).withMaxSecondaries(5));
        List<List<Publication>> published = new ArrayList<>();
        nexus.handle("root", (event, context) -> {
            published.add(nexus.bus().publishAll(drafts(1, 2, 3)));
            published.add(nexus.bus().publishAll(drafts("no", "no", "no")));
            published.add(nexus.bus().publishAllAsync(drafts(4, 5)));
            return null;
        });
        Publication root = nexus.bus().publish("root", "root");
        nexus.bus().publishAll(drafts("next", "and next"));
        hand.run();
        assertThat(seen).containsExactly("root", 1, 2, 3, 4, 5, "next", "and next");
        assertThat(sequences(published.get(0))).containsExactly(4L, 5L, 6L);
        assertThat(statuses(published.get(1))).containsOnly(Status.REFUSED);
        assertThat(sequences(published.get(2))).containsExactly(7L, 8L);
        assertThat(published.get(2)).allMatch(Publication::isDone);
        assertThat(root.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    @Tag("R5")
    void intoAFullOtherDomainAReceiverPublishesBeyondItsCapacityAndPauses() {
        Nexus to = watched(hand.create(DomainConfig.of("to").withCapacity(4)));
        Nexus from = hand.start(DomainConfig.of("from"));
        to.start();
        hand.run();
        List<Object> handled = new ArrayList<>();
        from.handle("a", (event, context) -> {
            to.bus().publishAll(drafts(1, 2, 3));
            List<Publication> beyond = to.bus().publishAll(drafts(4, 5, 6));
            handled.add(sequences(beyond));
            return null;
        });
        from.bus().publish("a", 1);
        hand.run();
        assertThat(handled).containsExactly(List.of(4L, 5L, 6L));
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(to.stats().refused()).isZero();
    }

    // ---- transactions

    @Test
    @Tag("BX-03")
    void withoutATransactionABatchForOneIsPublishedAtOnceAndPhasesAreNotMixed() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", 1).afterSuccess(),
                        EventDraft.of("a", 2).afterSuccess()));
        hand.run();
        assertThat(seen).containsExactly(1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        nexus.bus().publishAll(List.of(EventDraft.of("a", 3).afterSuccess(), EventDraft.of("a", 4))))
                .withMessageContaining("ENX-0020")
                .withMessageContaining(PublishPhase.AT_ONCE.toString());
        assertThat(nexus.stats().published()).isEqualTo(2);
    }

    // ---- options

    @Test
    @Tag("AU-01")
    void eachEventHasOptionsOfItsOwn() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.handle("a", (event, context) -> {
            if (event.payload().equals(2)) {
                throw new IllegalStateException("two");
            }
            return event.payload();
        });
        List<String> told = new ArrayList<>();
        List<Publication> batch = nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", 1).timed(),
                        EventDraft.of("a", 2).onFailure(error -> told.add("second")),
                        EventDraft.of("a", 3).timeout(Duration.ofSeconds(1))));
        hand.run();
        assertThat(statuses(batch)).containsExactly(Status.COMPLETED, Status.FAILED, Status.COMPLETED);
        assertThat(told).containsExactly("second");
        assertThat(batch.get(2).result(Integer.class).toCompletableFuture()).isCompletedWithValue(3);
    }
}
