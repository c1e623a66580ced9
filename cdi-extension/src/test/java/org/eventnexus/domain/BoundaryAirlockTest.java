package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.RefusedByMiddlewareException;
import org.eventnexus.race.Conservation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes through a boundary keeps its place and its turn while middlewares of the domain that it enters decide. */
@Tag("AN-21")
@Tag("AN-22")
@Tag("AU-03")
@Tag("R3")
class BoundaryAirlockTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus a = hand.start(DomainConfig.of("a"));
    private final Nexus b = hand.start(DomainConfig.of("b").withCapacity(2).withRetention(100));
    private final List<NexusEvent<?>> seen = new ArrayList<>();
    private final Map<Object, CompletableFuture<Decision>> questions = new LinkedHashMap<>();

    private void seeAll() {
        b.bus().subscribe("**", seen::add);
    }

    private List<Object> payloads() {
        return seen.stream().<Object>map(NexusEvent::payload).toList();
    }

    private void ask(Nexus nexus) {
        nexus.useAsync("asks", draft -> questions.computeIfAbsent(draft.payload(), p -> new CompletableFuture<>()));
    }

    private void pass(Object payload) {
        questions.get(payload).complete(Decision.pass(EventDraft.of("passed", payload)));
        hand.run();
    }

    private Outcome publish(String type, Object payload) {
        Publication publication = a.bus().publish(type, payload);
        hand.run();
        return publication.poll().orElseThrow();
    }

    // ---- into the receiving domain

    @Test
    void oneChangesWhatIsForwarded() {
        seeAll();
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        b.use(
                "adds",
                draft -> Decision.pass(EventDraft.of("changed", draft.payload()).header("by", "b")));
        b.handleRest((event, context) -> "handled " + event.headers().get("by"));
        assertThat(publish("x", 1).results()).extracting(Result::value).containsExactly("handled b");
        assertThat(seen).extracting(NexusEvent::type).containsExactly("changed");
        assertThat(out.stats().forwarded()).isEqualTo(1);
        assertThat(a.log().orElseThrow().read(1).headers())
                .as("here it stays what it was")
                .isEmpty();
    }

    @Test
    void anAnswerIsAReplyOfTheMiddlewares() {
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        b.use("cache", draft -> Decision.answer("cached " + draft.payload()));
        Outcome outcome = publish("x", 1);
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(outcome.results()).containsExactly(new Result("cache", "cached 1", null));
        assertThat(out.stats()).isEqualTo(new Boundary.Stats(0, 0, 0, 0, 0, 0, 1, 0, 0, 0));
        assertThat(b.stats().published()).isZero();
        assertThat(b.stats().answered()).isEqualTo(1);
    }

    @Test
    void aRefusalAndAFailureAreFailedResultsOfTheBoundary() {
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        b.use("guard", draft -> {
            if (draft.payload().equals(2)) {
                throw new IllegalStateException("broken");
            }
            return Decision.refuse("not today");
        });
        for (int i : new int[] {1, 2}) {
            Outcome outcome = publish("x", i);
            assertThat(outcome.status()).isEqualTo(Status.FAILED);
            Result result = outcome.results().get(0);
            assertThat(result.receiver()).isEqualTo("out");
            assertThat(result.error())
                    .isInstanceOf(RefusedByMiddlewareException.class)
                    .hasMessageContaining(i == 1 ? "not today" : "broken");
        }
        assertThat(hand.errors).containsExactly("guard: broken");
        assertThat(out.stats().refused()).isEqualTo(2);
        assertThat(out.stats().unanswered()).isZero();
        assertThat(b.stats().refused()).isEqualTo(2);
        assertThat(b.stats().published()).isZero();
    }

    @Test
    void withoutRepliesTheyAreTheReceivingDomainsAlone() {
        Boundary out = a.boundary("out", BoundaryConfig.to(b).replies(false));
        b.use("guard", draft -> Decision.refuse("not today"));
        assertThat(publish("x", 1).status()).isEqualTo(Status.COMPLETED);
        assertThat(out.stats().refused()).isEqualTo(1);
        assertThat(out.stats().unanswered()).isZero();
    }

    // ---- asynchronous ones

    @Test
    void anAsynchronousOneKeepsTheOrderAndThePlacesAndTheSenderGoesOn() {
        seeAll();
        ask(b);
        Boundary out = a.boundary("out", BoundaryConfig.to(b).select("x"));
        List<Publication> all = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            all.add(a.bus().publish("x", i));
        }
        Publication other = a.bus().publish("y", 5);
        hand.run();
        assertThat(other.poll()).as("nothing holds the sender up").isPresent();
        assertThat(questions.keySet()).as("two places").containsExactly(1, 2);
        assertThat(out.stats().waiting()).isEqualTo(2);
        assertThat(out.stats().unanswered()).isEqualTo(4);
        pass(2);
        assertThat(seen).isEmpty();
        pass(1);
        pass(4);
        assertThat(payloads()).containsExactly(1, 2);
        pass(3);
        assertThat(payloads()).containsExactly(1, 2, 3, 4);
        assertThat(all).allMatch(publication -> publication.status() == Status.COMPLETED);
        assertThat(out.stats().forwarded()).isEqualTo(4);
        assertThat(out.stats().unanswered()).isZero();
        Conservation.atRest(List.of(a, b));
    }

    @Test
    void whatOthersPublishDoesNotOvertakeIt() {
        seeAll();
        ask(b);
        a.boundary("out", BoundaryConfig.to(b));
        a.bus().publish("x", 1);
        hand.run();
        b.bus().publish("x", 2);
        pass(2);
        assertThat(seen).isEmpty();
        pass(1);
        assertThat(payloads()).containsExactly(1, 2);
    }

    /** The middleware is gone, but it still has an event. */
    @Test
    void whatIsForwardedDoesNotOvertakeWhatIsHeld() {
        seeAll();
        var question = new CompletableFuture<Decision>();
        var asks = b.useAsync("asks", draft -> question);
        a.boundary("out", BoundaryConfig.to(b));
        b.bus().publish("x", 1);
        asks.remove(null);
        a.bus().publish("x", 2);
        hand.run();
        assertThat(seen).isEmpty();
        question.complete(Decision.pass(EventDraft.of("x", 1)));
        hand.run();
        assertThat(payloads()).containsExactly(1, 2);
    }

    @Test
    void anAsynchronousOneAnswersAndRefusesAsWell() {
        ask(b);
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        Publication answered = a.bus().publish("x", 1);
        Publication refused = a.bus().publish("x", 2);
        hand.run();
        questions.get(2).complete(Decision.refuse("no"));
        questions.get(1).complete(Decision.answer("yes"));
        hand.run();
        assertThat(answered.poll().orElseThrow().results()).containsExactly(new Result("asks", "yes", null));
        assertThat(refused.poll().orElseThrow().results().get(0).error())
                .isInstanceOf(RefusedByMiddlewareException.class);
        assertThat(out.stats()).isEqualTo(new Boundary.Stats(0, 0, 0, 0, 0, 1, 1, 0, 0, 0));
    }

    @Test
    void oneThatTakesTooLongRefuses() {
        b.useAsync("never", draft -> new CompletableFuture<>());
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        Publication publication = a.bus().publish("x", 1);
        hand.run();
        hand.time.advance(b.config().awaitTimeout());
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(out.stats().refused()).isEqualTo(1);
    }

    @Test
    void aReceiverThatRefusesWhatItHasNoRoomForIsNotWaitedFor() {
        Nexus refusing = hand.start(DomainConfig.of("refusing").withCapacity(1).withOverflow(Overflow.FAIL));
        ask(refusing);
        Boundary out = a.boundary("out", BoundaryConfig.to(refusing));
        a.bus().publish("x", 1);
        Publication second = a.bus().publish("x", 2);
        hand.run();
        assertThat(second.status()).isEqualTo(Status.FAILED);
        assertThat(out.stats().refused()).isEqualTo(1);
        assertThat(out.stats().unanswered()).isEqualTo(1);
    }

    @Test
    void anEventThatIsThereAlreadyIsOneAlsoBehindTheMiddleware() {
        ask(b);
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        b.bus().publish(EventDraft.of("x", 0).id("same").source("/s"));
        questions.get(0).complete(Decision.pass(EventDraft.of("x", 0).id("same").source("/s")));
        Publication publication = a.bus().publish("x", 1);
        hand.run();
        questions.get(1).complete(Decision.pass(EventDraft.of("x", 1).id("same").source("/s")));
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
        assertThat(out.stats()).isEqualTo(new Boundary.Stats(0, 0, 0, 1, 0, 0, 0, 0, 0, 0));
        assertThat(b.stats().published()).isEqualTo(1);
    }

    // ---- stops

    @Test
    @Tag("R12")
    void whatAReceiverPublishesElsewhereStillArrivesWhenAllAreStoppedTogether() {
        var other = new HandEngine();
        Nexus from = other.create(DomainConfig.of("from"));
        Nexus to = other.create(DomainConfig.of("to").withCapacity(1));
        to.useAsync("decides", draft -> CompletableFuture.completedFuture(Decision.pass(draft)));
        to.handleRest((event, context) -> "done");
        from.handleRest(
                (event, context) -> to.bus().publish("y", event.payload()).status());
        for (int i = 0; i < 20; i++) {
            from.bus().publish("x", i);
        }
        other.engine.start();
        other.executor.rejecting(true); // so that the close runs the loops itself
        other.engine.close();
        assertThat(to.stats().delivered()).isEqualTo(20);
        assertThat(to.stats().refused()).isZero();
    }

    @Test
    @Tag("R12")
    void aStopOfTheReceiverRefusesWhatIsUndecided() {
        ask(b);
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        Publication publication = a.bus().publish("x", 1);
        hand.run();
        b.stop(Duration.ZERO);
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        Result result = publication.poll().orElseThrow().results().get(0);
        assertThat(((PublicationException) result.error()).status()).isEqualTo(Status.REFUSED);
        assertThat(out.stats().refused()).isEqualTo(1);
        pass(1);
        assertThat(b.stats().published()).isZero();
    }

    @Test
    @Tag("R12")
    void aStopOfTheSenderAbandonsWhatIsUndecidedOnceAndTheReceiverHasItAllTheSame() {
        for (boolean replies : new boolean[] {true, false}) {
            Nexus sender = hand.start(DomainConfig.of("sender" + replies));
            ask(b);
            Boundary out = sender.boundary("out", BoundaryConfig.to(b).replies(replies));
            Publication publication = sender.bus().publish("x", sender.name());
            hand.run();
            assertThat(publication.status()).isEqualTo(replies ? Status.PENDING : Status.COMPLETED);
            assertThat(out.stats().unanswered())
                    .as("also without replies it is on its way")
                    .isEqualTo(1);
            sender.stop(Duration.ZERO);
            long before = b.stats().published();
            pass(sender.name());
            assertThat(publication.status()).isEqualTo(replies ? Status.ABANDONED : Status.COMPLETED);
            assertThat(b.stats().published()).isEqualTo(before + 1);
            assertThat(out.stats().unanswered()).isZero();
            Conservation.atRest(List.of(sender, b));
        }
    }

    @Test
    @Tag("R12")
    void whatAMiddlewareDecidesAtOnceStillArrivesWhenAllAreStoppedTogether() {
        var other = new HandEngine();
        Nexus from = other.create(DomainConfig.of("from"));
        Nexus to = other.create(DomainConfig.of("to").withCapacity(1));
        to.useAsync("decides", draft -> CompletableFuture.completedFuture(Decision.pass(draft)));
        Boundary out = from.boundary("out", BoundaryConfig.to(to).capacity(2));
        to.handleRest((event, context) -> "done");
        for (int i = 0; i < 20; i++) {
            from.bus().publish("x", i);
        }
        other.engine.start();
        other.executor.rejecting(true); // so that the close runs the loops itself
        other.engine.close();
        assertThat(to.stats().delivered()).isEqualTo(20);
        assertThat(out.stats().forwarded()).isEqualTo(20);
        assertThat(from.stats().abandoned() + to.stats().abandoned()).isZero();
    }

    // ---- replies

    @Test
    void aReplyMeetsTheSendersMiddlewares() {
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        b.handle("x", (event, context) -> {
            for (String each : List.of("pass", "answer", "refuse", "throw")) {
                context.reply("reply", each);
            }
            return "x";
        });
        a.use("guard", draft -> switch (draft.payload().toString()) {
            case "pass" -> Decision.pass(EventDraft.of("changed", "changed"));
            case "answer" -> Decision.answer("answered");
            case "refuse" -> Decision.refuse("no");
            case "throw" -> throw new IllegalStateException("broken");
            default -> Decision.pass(draft);
        });
        a.handle("changed", (event, context) -> "heard " + event.payload());
        Outcome outcome = publish("x", 1);
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.results().stream().filter(Result::ok))
                .extracting(Result::value)
                .containsExactlyInAnyOrder("answered", "heard changed", "x");
        assertThat(outcome.results().stream().filter(result -> !result.ok()))
                .hasSize(2)
                .allMatch(result ->
                        result.receiver().equals("reply") && result.error() instanceof RefusedByMiddlewareException);
        assertThat(a.stats().published()).isEqualTo(2);
        assertThat(a.stats().refused()).isEqualTo(2);
        Conservation.atRest(List.of(a, b));
    }

    @Test
    void nothingWaitsForAnAsynchronousOneThatDoesNotDecideOnAReplyAtOnce() {
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        b.handle("x", (event, context) -> {
            context.reply("reply", "now");
            context.reply("reply", "later");
            return "x";
        });
        a.handle("reply", (event, context) -> "heard");
        a.useAsync(
                "slow",
                draft -> draft.payload().equals("later")
                        ? new CompletableFuture<>()
                        : CompletableFuture.completedFuture(Decision.pass(draft)));
        Outcome outcome = publish("x", 1);
        assertThat(outcome.results().stream().filter(Result::ok))
                .extracting(Result::value)
                .containsExactlyInAnyOrder("heard", "x");
        assertThat(outcome.results().stream().filter(result -> !result.ok()))
                .singleElement()
                .matches(result -> result.error().getMessage().contains("ENX-0074"));
    }
}
