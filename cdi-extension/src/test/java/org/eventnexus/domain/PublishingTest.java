package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.ReceiversFailedException;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a publisher may wish for. */
@Tag("AU-01")
class PublishingTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final List<String> called = new ArrayList<>();
    private final List<Exception> told = new ArrayList<>();

    private static EventDraft<String> draft() {
        return EventDraft.of("a", "x");
    }

    private void subscriber(String name, Handler<String> handler) {
        nexus.bus().<String>subscribe(EventSelector.type("a"), name, (event, context) -> {
            called.add(name);
            return handler.handle(event, context);
        });
    }

    private static Object failing(String message) {
        throw new IllegalStateException(message);
    }

    // ---- the first error

    @Test
    void theFirstErrorEndsAPublicationThatWantsThat() {
        subscriber("good", (event, context) -> "value");
        subscriber("bad", (event, context) -> failing("bad"));
        subscriber("worse", (event, context) -> failing("worse"));
        Publication safe = nexus.bus().publish(draft());
        hand.run();
        assertThat(called).containsExactly("good", "bad", "worse");
        called.clear();
        Publication fast = nexus.bus().publish(draft().failFast());
        hand.run();
        assertThat(called).containsExactly("good", "bad");
        assertThat(safe.poll().orElseThrow().results()).hasSize(3);
        assertThat(fast.poll().orElseThrow().results())
                .extracting(Result::receiver)
                .containsExactly("good", "bad");
        assertThat(fast.status()).isEqualTo(Status.FAILED);
        assertThat(hand.errors).containsExactly("bad: bad", "worse: worse", "bad: bad");
        assertCounted(2, 0);
    }

    @Test
    void aStageThatFailsIsTheFirstErrorToo() {
        var stage = new CompletableFuture<String>();
        subscriber("later", (event, context) -> stage);
        subscriber("never", (event, context) -> "value");
        Publication fast = nexus.bus().publish(draft().failFast());
        hand.run();
        stage.completeExceptionally(new IllegalStateException("late"));
        hand.run();
        assertThat(called).containsExactly("later");
        assertThat(fast.status()).isEqualTo(Status.FAILED);
        assertCounted(1, 0);
    }

    @Test
    @Tag("R4")
    @Tag("R7")
    void whatWasEmittedBeforeTheFirstErrorIsHandledButNotWaitedFor() {
        List<Publication> emitted = new ArrayList<>();
        List<Status> before = new ArrayList<>();
        subscriber("emitting", (event, context) -> {
            emitted.add(context.emit("b", "x"));
            return failing("after");
        });
        Publication fast = nexus.bus().publish(draft().failFast());
        nexus.handle("b", (event, context) -> {
            before.add(fast.status());
            return failing("in b");
        });
        hand.run();
        assertThat(before).containsExactly(Status.FAILED);
        assertThat(emitted).singleElement().extracting(Publication::status).isEqualTo(Status.FAILED);
        assertThat(fast.poll().orElseThrow().results())
                .as("as they were when it ended")
                .extracting(result -> result.error().getMessage())
                .containsExactly("after");
        assertCounted(2, 0);
    }

    @Test
    @Tag("R7")
    void whatFailsInALaneIsNoErrorOfThePublication() {
        nexus.bus()
                .<String>subscribe(
                        "a", SubscriptionOptions.defaults().named("lane").on(Runnable::run), event -> {
                            called.add("lane");
                            failing("in the lane");
                        });
        subscriber("good", (event, context) -> "value");
        Publication fast = nexus.bus().publish(draft().failFast());
        hand.run();
        assertThat(called).containsExactlyInAnyOrder("lane", "good");
        assertThat(fast.status()).isEqualTo(Status.COMPLETED);
        assertThat(hand.errors).containsExactly("lane: in the lane");
        assertCounted(0, 1);
    }

    private void assertCounted(long failed, long delivered) {
        Nexus.Stats stats = nexus.stats();
        assertThat(List.of(stats.failed(), stats.delivered(), stats.waiting())).containsExactly(failed, delivered, 0L);
    }

    // ---- all errors in one

    @Test
    @Tag("AU-17")
    void allErrorsAreInOneException() {
        subscriber("good", (event, context) -> "value");
        subscriber("bad", (event, context) -> failing("bad"));
        subscriber("worse", (event, context) -> failing("worse"));
        Publication publication = nexus.bus().publish(draft());
        hand.run();
        assertThatThrownBy(() -> publication.orThrow().toCompletableFuture().join())
                .hasCauseInstanceOf(ReceiversFailedException.class)
                .satisfies(thrown -> assertThat(thrown.getCause())
                        .hasMessage("ENX-0070 2 of the receivers of the event a failed: [bad, worse]"))
                .satisfies(thrown -> assertThat(thrown.getCause().getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("bad", "worse"));
    }

    @Test
    @Tag("AU-17")
    void whatEndsWellThrowsNothing() {
        subscriber("good", (event, context) -> "value");
        Publication publication = nexus.bus().publish(draft());
        hand.run();
        assertThat(publication.orThrow().toCompletableFuture().join())
                .containsExactly(new Result("good", "value", null));
    }

    @Test
    @Tag("AU-17")
    void theFailuresOfSecondaryEventsAreAmongThem() {
        subscriber("emitting", (event, context) -> context.emit("b", 1).status());
        nexus.handle("b", (event, context) -> failing("in b"));
        Publication publication = nexus.bus().publish(draft().onFailure(told::add));
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(told)
                .singleElement()
                .satisfies(error -> assertThat(error.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("in b"));
    }

    @Test
    void whoIsToldOfErrorsIsToldOnceAndOfNothingElse() {
        subscriber("good", (event, context) -> "value");
        nexus.bus().publish(draft().onFailure(told::add));
        hand.run();
        assertThat(told).isEmpty();
        subscriber("bad", (event, context) -> failing("bad"));
        subscriber("worse", (event, context) -> failing("worse"));
        nexus.bus().publish(draft().onFailure(told::add));
        nexus.bus().publishAsync(draft().onFailure(error -> {
            told.add(error);
            throw new IllegalStateException("the consumer's own");
        }));
        hand.run();
        assertThat(told).hasSize(2).allSatisfy(error -> assertThat(error).isInstanceOf(ReceiversFailedException.class));
    }

    @Test
    void whoIsToldOfErrorsIsToldOfARefusalAndOfNobodyTakingIt() {
        Nexus small = hand.create(DomainConfig.of("small")
                .withCapacity(1)
                .withOverflow(Overflow.FAIL)
                .withUnhandled(UnhandledPolicy.ERROR));
        small.bus().publish(draft().onFailure(told::add));
        small.bus().publish(draft().onFailure(told::add));
        assertThat(told).singleElement().isInstanceOf(PublicationException.class);
        small.start();
        hand.run();
        assertThat(told).last().isInstanceOf(UnhandledEventException.class);
    }

    // ---- waiting

    @Test
    void whoDoesNotWaitCanDoSoLater() throws Exception {
        subscriber("good", (event, context) -> "value");
        Publication publication = nexus.bus().publish(draft());
        assertThat(publication.isDone()).isFalse();
        assertThatThrownBy(() -> publication.await(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);
        hand.run();
        assertThat(publication.await(Duration.ofSeconds(1)).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void afterItsTimeResultsAreWaitedForNoLongerButTheEventGoesOn() {
        var stage = new CompletableFuture<String>();
        subscriber("slow", (event, context) -> stage);
        Publication publication =
                nexus.bus().publish(draft().timeout(Duration.ofSeconds(5)).onFailure(told::add));
        var results = publication.results().toCompletableFuture();
        var result = publication.result(String.class).toCompletableFuture();
        var outcome = publication.outcome().toCompletableFuture();
        hand.run();
        hand.time.advance(Duration.ofSeconds(4));
        assertThat(results).isNotDone();
        hand.time.advance(Duration.ofSeconds(1));
        assertThat(results).isCompletedExceptionally();
        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class)
                .withMessageContaining("ENX-0073 the event a had no result after PT5S");
        assertThat(told).singleElement().isInstanceOf(TimeoutException.class);
        assertThat(publication.results().toCompletableFuture()).isCompletedExceptionally();
        assertThat(outcome).isNotDone();
        assertThat(publication.status()).isEqualTo(Status.PENDING);
        stage.complete("value");
        hand.run();
        assertThat(outcome.join().results()).containsExactly(new Result("slow", "value", null));
        assertThat(told).hasSize(1);
    }

    @Test
    void aPublicationThatEndsInTimeLeavesNoTimer() {
        subscriber("good", (event, context) -> "value");
        Publication publication = nexus.bus().publish(draft().timeout(Duration.ofHours(1)));
        hand.run();
        hand.rest();
        assertThat(publication.result(String.class).toCompletableFuture().join())
                .isEqualTo("value");
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void whatIsPublishedBeforeTheStartIsToldOfItsTimeThen() {
        hand.rest();
        Nexus early = hand.create(DomainConfig.of("early"));
        var stage = new CompletableFuture<String>();
        early.handle("a", (event, context) -> stage);
        Publication publication = early.bus().publish(draft().timeout(Duration.ofSeconds(5)));
        Publication handled = early.bus().publish(EventDraft.of("b", 1).timeout(Duration.ofSeconds(5)));
        assertThat(hand.time.scheduled()).isZero();
        hand.time.advance(Duration.ofSeconds(4));
        early.start();
        hand.run();
        assertThat(publication.results().toCompletableFuture()).isNotDone();
        hand.time.advance(Duration.ofSeconds(1));
        assertThat(publication.results().toCompletableFuture()).isCompletedExceptionally();
        assertThat(handled.isDone()).isFalse();
    }

    @Test
    void optionsOutOfRangeAreTold() {
        assertThatThrownBy(() -> draft().timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout is PT0S");
        assertThatThrownBy(() -> draft().onFailure(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aCopyHasTheSameWishesAndIsAnotherObject() {
        EventDraft<String> draft =
                draft().failFast().timed().key("k").header("h", "v").timeout(Duration.ofSeconds(1));
        EventDraft<String> copy = draft.copy();
        copy.header("h", "w").key("l");
        assertThat(copy.options()).isEqualTo(draft.options());
        assertThat(draft.headers()).containsEntry("h", "v");
        assertThat(draft.key()).isEqualTo("k");
        assertThat(draft.withType(5).withPayload(6).isTimed()).isTrue();
    }

    // ---- the error handler

    @Test
    @Tag("AU-07")
    void aDomainMayHaveAnErrorHandlerOfItsOwn() {
        List<String> own = new ArrayList<>();
        nexus.onError((event, receiver, error) -> own.add(event.type() + " " + receiver + " " + error.getMessage()));
        subscriber("bad", (event, context) -> failing("bad"));
        nexus.bus().publish(draft());
        hand.run();
        assertThat(own).containsExactly("a bad bad");
        assertThat(hand.errors).isEmpty();
        nexus.onError(null);
        nexus.bus().publish(draft());
        hand.run();
        assertThat(own).hasSize(1);
        assertThat(hand.errors).containsExactly("bad: bad");
    }
}
