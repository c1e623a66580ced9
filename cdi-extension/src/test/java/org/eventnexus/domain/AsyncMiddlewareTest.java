package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.RefusedByMiddlewareException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Middlewares whose decision takes time: places first, then the question, then the admission in the order of arrival. */
@Tag("AU-03")
@Tag("R3")
class AsyncMiddlewareTest {
    private final HandEngine hand = new HandEngine();
    private final Map<Object, CompletableFuture<Decision>> questions = new LinkedHashMap<>();
    private final List<Object> seen = new ArrayList<>();

    /** Asks the test, by payload. */
    private final AsyncMiddleware asking =
            draft -> questions.computeIfAbsent(draft.payload(), p -> new CompletableFuture<>());

    private Nexus start(DomainConfig config) {
        Nexus nexus = hand.start(config);
        nexus.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event.payload()));
        return nexus;
    }

    private void pass(Object payload) {
        questions.get(payload).complete(Decision.pass(EventDraft.of("a", payload)));
        hand.run();
    }

    @Test
    void whatOneThreadPublishesKeepsItsOrderThoughStagesDoNot() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.useAsync("m", asking);
        List<Publication> all = List.of(
                nexus.bus().publish("a", 1),
                nexus.bus().publish("a", 2),
                nexus.bus().publishAsync(EventDraft.of("a", 3)));
        assertThat(questions.keySet()).as("asked at once").containsExactly(1, 2, 3);
        hand.run();
        pass(3);
        pass(2);
        assertThat(seen).isEmpty();
        assertThat(all)
                .allMatch(each -> each.status() == Status.PENDING)
                .allMatch(each -> each.event().position().isEmpty())
                .noneMatch(each -> each.accepted().toCompletableFuture().isDone());
        pass(1);
        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(all).allMatch(each -> each.status() == Status.COMPLETED);
        assertThat(all.get(2).accepted().toCompletableFuture().join().sequence())
                .isEqualTo(3);
        assertThat(all.get(2).event().sequence()).isEqualTo(3);
    }

    @Test
    void whatIsRefusedOrAnsweredEndsAtOnceAndHoldsNobody() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.useAsync("m", asking);
        Publication first = nexus.bus().publish("a", 1);
        Publication second = nexus.bus().publish("a", 2);
        Publication third = nexus.bus().publish("a", 3);
        questions.get(2).complete(Decision.refuse("no"));
        questions.get(3).complete(Decision.answer("yes"));
        assertThat(second.status()).isEqualTo(Status.REFUSED);
        assertThat(third.result(String.class).toCompletableFuture().join()).isEqualTo("yes");
        assertThat(first.status()).isEqualTo(Status.PENDING);
        pass(1);
        assertThat(seen).containsExactly(1);
        Nexus.Stats stats = nexus.stats();
        assertThat(List.of(stats.published(), stats.refused(), stats.answered()))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void eventsThatNeedNoQuestionDoNotOvertakeThoseThatWait() {
        Nexus nexus = start(DomainConfig.of("d"));
        MiddlewareRegistration registration = nexus.useAsync("m", asking);
        nexus.bus().publish("a", 1);
        registration.remove();
        nexus.bus().publish("a", 2);
        hand.run();
        assertThat(seen).isEmpty();
        pass(1);
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void oneBeforeAndOneBehindAreCalledInTheirOrder() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.use("before", draft -> Decision.pass(draft.withPayload(draft.payload() + " before")));
        nexus.useAsync("m", draft -> {
            var question = new CompletableFuture<Decision>();
            questions.put(
                    "asked", question.thenApply(x -> Decision.pass(draft.withPayload(draft.payload() + " asked"))));
            questions.put("answer", question);
            return questions.get("asked");
        });
        nexus.use("behind", draft -> Decision.pass(draft.withPayload(draft.payload() + " behind")));
        nexus.useAsync("ready", draft -> CompletableFuture.completedFuture(Decision.pass(draft)));
        nexus.bus().publish("a", "x");
        questions.get("answer").complete(Decision.refuse("unused"));
        hand.run();
        assertThat(seen).containsExactly("x before asked behind");
    }

    @Test
    @Tag("AU-05")
    void aFailureIsTheEventsAndNoneOfTheOthers() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.useAsync("m", draft -> {
            if (draft.payload().equals(1)) {
                throw new IllegalStateException("thrown");
            }
            return draft.payload().equals(2) ? null : asking.decide(draft);
        });
        Publication thrown = nexus.bus().publish("a", 1);
        Publication nothing = nexus.bus().publish("a", 2);
        Publication failed = nexus.bus().publish("a", 3);
        Publication good = nexus.bus().publish("a", 4);
        questions.get(3).completeExceptionally(new IllegalStateException("completed"));
        pass(4);
        assertThat(List.of(thrown, nothing, failed)).allMatch(each -> each.status() == Status.REFUSED);
        assertThat(hand.errors)
                .containsExactly(
                        "m: thrown", "m: ENX-0072 the middleware 'm' gave null instead of a decision", "m: completed");
        assertThat(failed.results().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RefusedByMiddlewareException.class);
        assertThat(good.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aStageThatNeverCompletesHoldsTheDomainOnlySoLong() {
        Nexus nexus = start(DomainConfig.of("d").withAwaitTimeout(Duration.ofSeconds(10)));
        nexus.useAsync("m", asking);
        Publication never = nexus.bus().publish("a", 1);
        Publication impatient = nexus.bus().publish(EventDraft.of("a", 2).timeout(Duration.ofSeconds(1)));
        Publication good = nexus.bus().publish("a", 3);
        pass(3);
        hand.time.advance(Duration.ofSeconds(1));
        assertThat(impatient.status()).isEqualTo(Status.REFUSED);
        assertThat(seen).isEmpty();
        hand.time.advance(Duration.ofSeconds(9));
        hand.run();
        assertThat(never.status()).isEqualTo(Status.REFUSED);
        assertThat(never.accepted().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("the middlewares had not decided within PT10S");
        assertThat(good.status()).isEqualTo(Status.COMPLETED);
        pass(1);
        assertThat(seen).as("too late").containsExactly(3);
    }

    @Test
    void whatIsDecidedInTimeLeavesNoTimer() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.useAsync("m", asking);
        hand.rest();
        int before = hand.time.scheduled();
        nexus.bus().publish("a", 1);
        nexus.bus().publish("a", 2);
        assertThat(hand.time.scheduled()).isGreaterThan(before);
        questions.get(2).complete(Decision.refuse("no"));
        pass(1);
        hand.rest();
        assertThat(hand.time.scheduled()).isEqualTo(before);
    }

    @Test
    @Tag("R12")
    void aStopRefusesWhatIsNotDecided() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.useAsync("m", asking);
        Publication undecided = nexus.bus().publish("a", 1);
        Publication decided = nexus.bus().publish("a", 2);
        questions.get(2).complete(Decision.pass(EventDraft.of("a", 2)));
        assertThat(nexus.stop(Duration.ofSeconds(1))).isEmpty();
        assertThat(undecided.status()).isEqualTo(Status.REFUSED);
        assertThat(decided.status()).as("drained").isEqualTo(Status.COMPLETED);
        Publication late = nexus.bus().publish("a", 3);
        assertThat(late.status()).isEqualTo(Status.REFUSED);
        pass(1);
        assertThat(seen).containsExactly(2);
        assertThat(nexus.stats().refused()).isEqualTo(2);
        hand.rest();
        assertThat(hand.time.scheduled()).as("nothing left behind").isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "DROP_NEWEST", "DROP_OLDEST", "KEEP_LATEST"})
    @Tag("AN-11")
    void placesAreThoseOfTheQueue(Overflow overflow) {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(2).withOverflow(overflow));
        nexus.useAsync("m", asking);
        Publication one = nexus.bus().publish("a", 1);
        Publication two = nexus.bus().publish("a", 2);
        Publication three = nexus.bus().publish("a", 3);
        assertThat(three.status()).isEqualTo(Status.REFUSED);
        assertThat(questions.keySet()).as("no place, no question").containsExactly(1, 2);
        pass(1);
        pass(2);
        assertThat(List.of(one, two)).allMatch(each -> each.status() == Status.COMPLETED);
        assertThat(nexus.bus().publish("a", 4).status())
                .as("there is room again")
                .isEqualTo(Status.PENDING);
    }

    @Test
    @Tag("AN-11")
    void whatWaitsForItsPlaceIsAskedAboutWhenItHasOne() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(2));
        nexus.useAsync("m", asking);
        for (int i = 1; i <= 4; i++) {
            nexus.bus().publishAsync(EventDraft.of("a", i));
        }
        Publication tooMany = nexus.bus().publishAsync(EventDraft.of("a", 5));
        assertThat(tooMany.status()).isEqualTo(Status.REFUSED);
        hand.run();
        assertThat(questions.keySet()).containsExactly(1, 2);
        pass(1);
        pass(2);
        assertThat(questions.keySet()).containsExactly(1, 2, 3, 4);
        pass(4);
        pass(3);
        assertThat(seen).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatWaitsForItsPlaceForTooLongIsRefused() {
        Nexus nexus = start(DomainConfig.of("d").withCapacity(1).withAwaitTimeout(Duration.ofSeconds(5)));
        nexus.useAsync("m", asking);
        nexus.bus().publishAsync(EventDraft.of("a", 1));
        hand.time.advance(Duration.ofSeconds(1));
        Publication waiting = nexus.bus().publishAsync(EventDraft.of("a", 2));
        hand.time.advance(Duration.ofSeconds(4));
        hand.run();
        assertThat(questions.keySet()).as("the first one's time was over").containsExactly(1, 2);
        hand.time.advance(Duration.ofSeconds(5));
        assertThat(waiting.status()).isEqualTo(Status.REFUSED);
    }

    @Test
    @Tag("R4")
    void nothingWaitsForItsDecisionOnASecondaryEvent() {
        Nexus nexus = start(DomainConfig.of("d"));
        List<Publication> emitted = new ArrayList<>();
        nexus.handle("root", (event, context) -> {
            emitted.add(context.emit("now", "now"));
            emitted.add(context.emit("later", "later"));
            return null;
        });
        nexus.useAsync(
                "m",
                draft -> draft.type().equals("later")
                        ? new CompletableFuture<>()
                        : CompletableFuture.completedFuture(Decision.pass(draft)));
        nexus.bus().publish("root", "root");
        hand.run();
        assertThat(seen).containsExactly("root", "now");
        assertThat(emitted.get(1).status()).isEqualTo(Status.REFUSED);
        assertThat(emitted.get(1).results().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("ENX-0074");
    }

    @Test
    @Tag("R5")
    void anotherDomainsLoopIsNotHeldButPaused() {
        Nexus sender = start(DomainConfig.of("sender"));
        Nexus receiver = hand.start(DomainConfig.of("receiver").withCapacity(2));
        receiver.useAsync("m", asking);
        List<Publication> sent = new ArrayList<>();
        sender.handle("go", (event, context) -> sent.add(receiver.bus().publish("a", sent.size())));
        for (int i = 0; i < 4; i++) {
            sender.bus().publish("go", "go");
        }
        hand.run();
        assertThat(sent).as("paused after the first in overdraft").hasSize(3).noneMatch(Publication::isDone);
        List.of(0, 1, 2).forEach(this::pass);
        assertThat(sent).hasSize(4);
        pass(3);
        assertThat(sent).allMatch(Publication::isDone);
    }

    @Test
    @Tag("R13")
    void anIdThatWasSeenStays() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.useAsync("m", asking);
        Publication asked = nexus.bus().publish("a", 1);
        Publication notAsked = nexus.bus().publish("a", 2);
        NexusEvent<?> event = asked.event();
        String id = event.id();
        assertThat(event.toString()).isEqualTo("a " + id + " in d");
        pass(1);
        pass(2);
        assertThat(asked.event().id()).isEqualTo(id);
        assertThat(event.id()).isEqualTo(id);
        assertThat(nexus.find(id, null)).isPresent();
        assertThat(notAsked.event().id())
                .isEqualTo(notAsked.event().position().orElseThrow().toString());
    }

    @Test
    void aDuplicateIsFoundWhenItsTurnComes() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.useAsync("m", draft -> questions.computeIfAbsent(draft.payload(), p -> new CompletableFuture<>()));
        Publication first = nexus.bus().publish(EventDraft.of("a", 1).id("same"));
        Publication second = nexus.bus().publish(EventDraft.of("a", 2).id("same"));
        questions.get(1).complete(Decision.pass(EventDraft.of("a", 1).id("same")));
        questions.get(2).complete(Decision.pass(EventDraft.of("a", 2).id("same")));
        hand.run();
        assertThat(second.isDuplicate()).isTrue();
        assertThat(second.event().sequence()).isEqualTo(first.event().sequence());
        assertThat(seen).containsExactly(1);
    }

    @Test
    @Tag("R12")
    void beforeTheStartEventsPassItAndWait() {
        Nexus nexus = hand.create(DomainConfig.of("d"));
        nexus.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event.payload()));
        nexus.useAsync("m", asking);
        Publication passed = nexus.bus().publish("a", 1);
        Publication forgotten = nexus.bus().publish("a", 2);
        assertThat(hand.time.scheduled()).as("the scheduler is not used").isZero();
        questions.get(1).complete(Decision.pass(EventDraft.of("a", 1)));
        nexus.start();
        hand.run();
        assertThat(passed.status()).isEqualTo(Status.COMPLETED);
        hand.time.advance(Duration.ofSeconds(10));
        assertThat(forgotten.status()).isEqualTo(Status.REFUSED);
    }
}
