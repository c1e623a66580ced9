package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Middleware;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.PullSource;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RefusedByMiddlewareException;
import org.eventnexus.UnknownMiddlewareException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Before the admission: what middlewares see, change, answer and refuse. */
@Tag("AU-03")
class MiddlewareTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void subscribe() {
        nexus.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event.type() + " " + event.payload()));
    }

    private static Middleware appending(String text) {
        return draft -> Decision.pass(draft.withPayload(draft.payload() + text));
    }

    private static Throwable cause(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().join();
            throw new AssertionError("completed normally");
        } catch (CompletionException failed) {
            return failed.getCause();
        }
    }

    @Test
    void eachGetsWhatTheOneBeforeHasLetPassInTheOrderOfRegistration() {
        nexus.use("first", appending("1"));
        nexus.use("second", appending("2"));
        nexus.use("type", draft -> Decision.pass(draft.withType("b").key("k").header("h", "v")));
        Publication publication = nexus.bus().publish("a", "x");
        assertThat(publication.event().type()).isEqualTo("b");
        assertThat(publication.event().key()).contains("k");
        assertThat(publication.event().headers()).containsEntry("h", "v");
        hand.run();
        assertThat(seen).containsExactly("b x12");
        assertThat(nexus.middlewares()).containsExactly("first", "second", "type");
    }

    @Test
    void isCalledOnThePublishersThreadAndTheDraftStaysAsItWas() {
        List<Thread> threads = new ArrayList<>();
        nexus.use("m", draft -> {
            threads.add(Thread.currentThread());
            return Decision.pass(draft.key("k"));
        });
        EventDraft<String> draft = EventDraft.of("a", "x");
        nexus.bus().publish(draft);
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(draft.key()).isNull();
    }

    @Test
    @Tag("R3")
    @Tag("R7")
    void whatIsAnsweredIsNotAdmitted() throws Exception {
        nexus.use("cache", draft -> Decision.answer("cached"));
        nexus.use("never", draft -> {
            throw new AssertionError("behind one that has answered");
        });
        Publication publication = nexus.bus().publish("a", "x");
        assertThat(publication.poll().orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(publication.result(String.class).toCompletableFuture().join())
                .isEqualTo("cached");
        assertThat(publication.poll().orElseThrow().results()).containsExactly(new Result("cache", "cached", null));
        assertThat(publication.accepted().toCompletableFuture().join().position())
                .isEmpty();
        hand.run();
        assertThat(seen).isEmpty();
        assertThat(nexus.log().orElseThrow().newest()).isZero();
        Nexus.Stats stats = nexus.stats();
        assertThat(List.of(stats.published(), stats.delivered(), stats.refused(), stats.answered(), stats.waiting()))
                .containsExactly(0L, 0L, 0L, 1L, 0L);
    }

    @Test
    @Tag("R3")
    void whatIsRefusedNeverHasAPositionNorIsInTheLog() {
        nexus.use("guard", draft -> draft.type().equals("bad") ? Decision.refuse("too bad") : Decision.pass(draft));
        Publication bad = nexus.bus().publish("bad", 1);
        Publication good = nexus.bus().publish("good", 2);
        assertThat(bad.status()).isEqualTo(Status.REFUSED);
        assertThat(bad.event().position()).isEmpty();
        assertThat(bad.event().sequence()).isZero();
        assertThat(cause(bad.accepted()))
                .isInstanceOf(RefusedByMiddlewareException.class)
                .hasMessage(
                        "ENX-0002 the event bad was refused by the domain 'd': the middleware 'guard' refused it: too bad")
                .hasNoCause();
        assertThat(((PublicationException) cause(bad.results())).status()).isEqualTo(Status.REFUSED);
        hand.run();
        assertThat(good.event().sequence()).isEqualTo(1);
        assertThat(nexus.log().orElseThrow().newest()).isEqualTo(1);
        assertThat(seen).containsExactly("good 2");
        assertThat(nexus.stats().refused()).isEqualTo(1);
        assertThat(nexus.find(bad.event().id(), null)).isEmpty();
    }

    @Test
    @Tag("AU-05")
    void whatItThrowsRefusesTheEventAndIsToldToPublisherAndErrorHandler() {
        var error = new IllegalStateException("broken");
        nexus.use("m", draft -> {
            throw error;
        });
        List<Exception> chaperoned = new ArrayList<>();
        Publication publication = nexus.bus().publish(EventDraft.of("a", "x").onFailure(chaperoned::add));
        assertThat(publication.status()).isEqualTo(Status.REFUSED);
        assertThat(cause(publication.results()))
                .isInstanceOf(RefusedByMiddlewareException.class)
                .hasCause(error);
        assertThat(publication.poll().orElseThrow().results()).containsExactly(new Result("m", null, error));
        assertThat(hand.errors).containsExactly("m: broken");
        assertThat(chaperoned)
                .singleElement()
                .satisfies(told -> assertThat(told).hasCause(error));
        assertThat(nexus.stats().refused()).isEqualTo(1);
    }

    @Test
    @Tag("AU-05")
    void whoAsksForItIsThrownWhatItThrows() {
        nexus.use("m", draft -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> nexus.bus().publish(EventDraft.of("a", "x").failFast()))
                .isInstanceOf(RefusedByMiddlewareException.class)
                .hasRootCauseMessage("broken");
    }

    @Test
    void nullIsNoDecision() {
        nexus.use("m", draft -> null);
        Publication publication = nexus.bus().publish("a", "x");
        assertThat(cause(publication.results()).getCause())
                .hasMessage("ENX-0072 the middleware 'm' gave null instead of a decision");
    }

    @Test
    void anErrorIsNoMoreThanAnException() {
        nexus.use("m", draft -> {
            throw new StackOverflowError("deep");
        });
        assertThat(nexus.bus().publish("a", "x").status()).isEqualTo(Status.REFUSED);
    }

    @Test
    @Tag("R4")
    void secondaryEventsPassItInTheirOrder() throws Exception {
        nexus.use(
                "m",
                draft ->
                        draft.type().equals("refused") ? Decision.refuse("no") : Decision.pass(draft.withPayload("m")));
        List<Status> refused = new ArrayList<>();
        nexus.handle("root", (event, context) -> {
            context.emit("one", "x");
            refused.add(context.emit("refused", "x").status());
            nexus.bus().publish("two", "x");
            refused.add(nexus.bus().publish("refused", "x").status());
            return null;
        });
        nexus.handle("one", (event, context) -> context.emit("three", "x").status());
        Publication root = nexus.bus().publish("root", "x");
        hand.run();
        assertThat(seen).containsExactly("root m", "one m", "two m", "three m");
        assertThat(refused).containsExactly(Status.REFUSED, Status.REFUSED);
        assertThat(root.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void duplicatesAreFoundAfterIt() {
        nexus.use("id", draft -> Decision.pass(draft.id("always the same")));
        Publication first = nexus.bus().publish("a", 1);
        Publication second = nexus.bus().publish(EventDraft.of("a", 2).id("other"));
        assertThat(first.isDuplicate()).isFalse();
        assertThat(second.isDuplicate()).isTrue();
        hand.run();
        assertThat(seen).containsExactly("a 1");
    }

    @Test
    @Tag("AU-01")
    void anotherDraftIsPublishedAsTheFirstOneWished() {
        nexus.use("m", draft -> Decision.pass(EventDraft.of("b", "other")));
        nexus.handle("b", (event, context) -> {
            throw new IllegalStateException("first");
        });
        Publication publication =
                nexus.bus().publish(EventDraft.of("a", "x").failFast().timed());
        hand.run();
        assertThat(seen).as("not called after the first error").isEmpty();
        assertThat(publication.status()).isEqualTo(Status.FAILED);
    }

    // ---- registration

    @Test
    void howLongItTakesIsMeasuredThoughAnotherDraftIsPassed() {
        nexus.use("m", draft -> Decision.pass(EventDraft.of("b", "other")));
        Publication publication = nexus.bus().publish(EventDraft.of("a", "x").timed());
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        assertThat(publication.poll().orElseThrow().total()).isPositive();
    }

    @Test
    @Tag("AU-04")
    void aRemovedOneIsNotCalledAndGivesTheResultBack() {
        MiddlewareRegistration first = nexus.use("first", appending("1"));
        MiddlewareRegistration second = nexus.use("second", appending("2"));
        nexus.use("third", appending("3"));
        assertThat(second.remove("done")).isEqualTo("done");
        assertThat(second.isActive()).isFalse();
        assertThat(second.removed().toCompletableFuture().join()).isEqualTo("done");
        assertThat(second.remove("again")).as("the first removal's").isEqualTo("done");
        nexus.bus().publish("a", "x");
        first.close();
        first.close();
        nexus.bus().publish("a", "y");
        hand.run();
        assertThat(seen).containsExactly("a x13", "a y3");
        assertThat(nexus.middlewares()).containsExactly("third");
    }

    @Test
    @Tag("AU-04")
    void removingStrictlyWhatIsNotThereIsAnError() {
        MiddlewareRegistration registration = nexus.use("m", appending("1"));
        assertThat(registration.remove(1, true)).isEqualTo(1);
        assertThatThrownBy(() -> registration.remove(2, true))
                .isInstanceOf(UnknownMiddlewareException.class)
                .hasMessage("ENX-0071 the domain 'd' has no middleware 'm' any more");
    }

    @Test
    @Tag("AU-04")
    void aTemporaryOneEndsWithItsStageAndHasItsResult() {
        var end = new CompletableFuture<String>();
        MiddlewareRegistration registration = nexus.useUntil(end, "m", appending("1"));
        nexus.bus().publish("a", "x");
        end.complete("over");
        nexus.bus().publish("a", "y");
        hand.run();
        assertThat(seen).containsExactly("a x1", "a y");
        assertThat(registration.removed().toCompletableFuture().join()).isEqualTo("over");
        assertThat(registration.remove("other", true)).as("it had a result").isEqualTo("over");
    }

    @Test
    @Tag("AU-04")
    void aTemporaryOneWhoseStageFailsGivesItsErrorBack() {
        MiddlewareRegistration registration = nexus.useUntil(
                CompletableFuture.failedFuture(new IllegalStateException("broken")), "m", appending("1"));
        assertThat(registration.isActive()).isFalse();
        assertThatThrownBy(() -> registration.remove("other")).hasRootCauseMessage("broken");
    }

    @Test
    @Tag("AU-04")
    void aTemporaryOneRemovedBeforeItsTimeHasThatResult() {
        var end = new CompletableFuture<String>();
        MiddlewareRegistration registration = nexus.useUntil(end, "m", appending("1"));
        assertThat(registration.remove("early")).isEqualTo("early");
        end.complete("late");
        assertThat(registration.removed().toCompletableFuture().join()).isEqualTo("early");
    }

    @Test
    void theSameMayBeThereSeveralTimes() {
        Middleware twice = appending("1");
        MiddlewareRegistration one = nexus.use("m", twice);
        nexus.use("m", twice);
        nexus.bus().publish("a", "x");
        one.remove();
        nexus.bus().publish("a", "y");
        hand.run();
        assertThat(seen).containsExactly("a x11", "a y1");
    }

    @Test
    void manyAreRemovedInAnyOrder() {
        List<MiddlewareRegistration> all = IntStream.range(0, 1_000)
                .mapToObj(i -> nexus.use("m" + i, appending("")))
                .toList();
        for (int i = 0; i < 1_000; i += 2) {
            all.get(i).remove();
        }
        for (int i = 999; i > 1; i -= 2) {
            all.get(i).remove();
        }
        assertThat(nexus.middlewares()).containsExactly("m1");
    }

    @Test
    void oneThatRemovesItselfLetsTheOthersSeeTheEvent() {
        List<MiddlewareRegistration> self = new ArrayList<>();
        self.add(nexus.use("once", draft -> {
            self.get(0).remove();
            return Decision.pass(draft.withPayload(draft.payload() + "1"));
        }));
        nexus.use("next", appending("2"));
        nexus.bus().publish("a", "x");
        nexus.bus().publish("a", "y");
        hand.run();
        assertThat(seen).containsExactly("a x12", "a y2");
    }

    @Test
    @Tag("AU-04")
    void oneThatRemovesItselfAndTheNextIsFollowedByTheThird() {
        List<MiddlewareRegistration> both = new ArrayList<>();
        both.add(nexus.use("first", draft -> {
            both.forEach(MiddlewareRegistration::remove);
            return Decision.pass(draft.withPayload(draft.payload() + "1"));
        }));
        both.add(nexus.use("second", appending("2")));
        nexus.use("third", appending("3"));
        nexus.bus().publish("a", "x");
        hand.run();
        assertThat(seen).containsExactly("a x13");
    }

    @Test
    @Tag("AU-04")
    void nothingIsLeftOfOneThatIsRemoved() {
        nexus.use("stays", appending("1"));
        var gone = new WeakReference<>(useAndRemove());
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return gone.get() == null;
        });
        assertThat(nexus.middlewares()).containsExactly("stays");
    }

    private Middleware useAndRemove() {
        Middleware middleware = appending(String.valueOf(System.nanoTime()));
        nexus.use("goes", middleware).remove();
        return middleware;
    }

    // ---- those who publish otherwise

    @Test
    void aSourceGoesOnAfterAnEventThatIsRefused() {
        nexus.use("guard", draft -> draft.payload().equals(2) ? Decision.refuse("even") : Decision.pass(draft));
        nexus.source(PullSource.of(
                IntStream.rangeClosed(1, 3).mapToObj(i -> EventDraft.of("a", i)).iterator()));
        hand.rest();
        assertThat(seen).containsExactly("a 1", "a 3");
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    void redeliveriesDoNotPassIt() throws Exception {
        nexus.onError((event, receiver, error) -> {});
        List<String> attempts = new ArrayList<>();
        nexus.handle(
                EventSelector.type("a"),
                "h",
                (event, context) -> {
                    attempts.add("attempt");
                    throw new IllegalStateException("always");
                },
                ReceiverOptions.defaults().deadLetter(true));
        nexus.bus().publish("a", 1);
        hand.run();
        nexus.use("m", draft -> Decision.refuse("no"));
        nexus.deadLetters().redeliver(nexus.deadLetters().list(null, 1).get(0).id());
        hand.run();
        assertThat(attempts).hasSize(2);
    }
}
