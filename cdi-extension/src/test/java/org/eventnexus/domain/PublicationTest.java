package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.PayloadException;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R7")
@Tag("EC-04")
class PublicationTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));

    private Publication handled(String type) {
        Publication publication = nexus.bus().publish(type, null);
        hand.run();
        return publication;
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void resultsAreInTheOrderInWhichReceiversRan() {
        var broken = new IllegalStateException("broken");
        nexus.bus().subscribe(EventSelector.type("a"), "first", (event, context) -> 1);
        nexus.bus().subscribe("a", event -> {});
        nexus.bus().subscribe(EventSelector.any(), "second", (event, context) -> {
            throw broken;
        });
        nexus.bus().subscribe(EventSelector.type("a"), "silent", (event, context) -> null);
        nexus.bus()
                .subscribe(EventSelector.type("a"), "third", (event, context) -> CompletableFuture.completedFuture(3));
        nexus.handle("a", (event, context) -> null);

        Publication publication = handled("a");

        var expected = List.of(
                new Result("a", null, null),
                new Result("first", 1, null),
                new Result("second", null, broken),
                new Result("third", 3, null));
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(publication.poll().orElseThrow().results()).isEqualTo(expected);
        assertThat(get(publication.results())).isEqualTo(expected);
        assertThat(get(publication.outcome()).results()).isEqualTo(expected);
        assertThatThrownBy(() -> get(publication.result(Object.class))).hasCause(broken);
    }

    @Test
    void aResultIsTheFirstOneOfItsClass() {
        nexus.handle("a", (event, context) -> "text");
        nexus.bus().subscribe(EventSelector.type("a"), "other", (event, context) -> 7);
        nexus.handle("none", (event, context) -> null);

        Publication publication = handled("a");

        assertThat(get(publication.result(String.class))).isEqualTo("text");
        assertThat(get(publication.result(CharSequence.class))).isEqualTo("text");
        assertThatThrownBy(() -> get(publication.result(Integer.class))).hasCauseInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> publication.result(null)).isInstanceOf(NullPointerException.class);
        assertThat(get(handled("none").result(String.class))).isNull();
    }

    @Test
    void whoAskedBeforeAndWhoAsksAfterGetTheSame() {
        nexus.handle("a", (event, context) -> "value");
        Publication publication = nexus.bus().publish("a", null);
        assertThat(publication.poll()).isEmpty();
        assertThat(publication.isDone()).isFalse();
        var before = publication.outcome().toCompletableFuture();
        hand.run();

        assertThat(before.join())
                .isEqualTo(get(publication.outcome()))
                .isEqualTo(publication.poll().orElseThrow());
        assertThat(publication.event().type()).isEqualTo("a");
        assertThat(get(publication.accepted())).isSameAs(publication.event());
        assertThat(publication.isDuplicate()).isFalse();
    }

    @Test
    void awaitBlocksUntilTheEndOrTheTimeout() throws Exception {
        nexus.handle("a", (event, context) -> "value");
        Publication publication = nexus.bus().publish("a", null);
        assertThatThrownBy(() -> publication.await(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);

        var waiting = new AtomicReference<Outcome>();
        var thread = new Thread(() -> {
            try {
                waiting.set(publication.await(Duration.ofSeconds(30)));
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        AdmissionTest.awaitBlocked(thread);
        hand.run();
        thread.join(10_000);

        assertThat(waiting.get().status()).isEqualTo(Status.COMPLETED);
        assertThat(publication.await(Duration.ofMillis(1))).isEqualTo(waiting.get());
        assertThat(publication.await(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(waiting.get());
    }

    @Test
    void whatAHolderDoesToAStageIsNotTheOthers() {
        nexus.handle("a", (event, context) -> "value");
        Publication publication = nexus.bus().publish("a", null);
        var mine = publication.outcome().toCompletableFuture();
        assertThat(mine.cancel(true)).isTrue();
        publication.outcome().toCompletableFuture().completeExceptionally(new IllegalStateException());
        publication.results().toCompletableFuture().complete(List.of());
        hand.run();

        assertThat(get(publication.outcome()).status()).isEqualTo(Status.COMPLETED);
        assertThat(get(publication.result(String.class))).isEqualTo("value");

        for (int i = 0; i < 2 * 1024; i++) {
            Publication async = nexus.bus().publishAsync(EventDraft.of("a", i));
            if (!async.accepted().toCompletableFuture().isDone()) {
                async.accepted().toCompletableFuture().cancel(true);
                hand.run();
                assertThat(async.accepted().toCompletableFuture()).isCompleted();
                return;
            }
        }
        throw new AssertionError("none had to wait");
    }

    @Test
    @Tag("R8")
    void whatThrowsInReactionToAnEndStopsNobody() {
        nexus.handle("a", (event, context) -> "value");
        Publication publication = nexus.bus().publish("a", null);
        publication.outcome().thenRun(() -> {
            throw new AssertionError("a reaction on the loop");
        });
        Publication next = nexus.bus().publish("a", null);
        hand.run();

        assertThat(List.of(publication, next)).allMatch(each -> each.status() == Status.COMPLETED);
    }

    @Test
    void whoKnowsOfAnEndFindsItInTheFigures() {
        nexus.handle("a", (event, context) -> "value");
        var counted = new ArrayList<Long>();
        for (int i = 0; i < 3; i++) {
            nexus.bus()
                    .publish("a", null)
                    .outcome()
                    .thenRun(() -> counted.add(nexus.stats().delivered()));
        }
        hand.run();
        assertThat(counted).containsExactly(1L, 2L, 3L);
    }

    @Test
    void timingsAreMeasuredForWhoAsks() {
        var stage = new CompletableFuture<Void>();
        nexus.handle("a", (event, context) -> {
            hand.time.advance(Duration.ofMillis(3));
            return null;
        });
        nexus.bus().subscribe(EventSelector.type("a"), "slow", (event, context) -> stage);
        Publication timed = nexus.bus().publish(EventDraft.of("a", null).timed());
        hand.time.advance(Duration.ofMillis(5));
        hand.run();
        hand.time.advance(Duration.ofMillis(7));
        stage.complete(null);
        hand.run();

        Outcome outcome = timed.poll().orElseThrow();
        assertThat(outcome.total()).isEqualTo(Duration.ofMillis(15));
        assertThat(outcome.service()).isEqualTo(Duration.ofMillis(10));
        Outcome untimed = handled("b").poll().orElseThrow();
        assertThat(untimed.total()).isZero();
        assertThat(untimed.service()).isZero();
    }

    // ---- R6

    @Test
    @Tag("R6")
    void unhandledIsCountedAndSaid() {
        Publication publication = handled("nobody");

        assertThat(publication.status()).isEqualTo(Status.UNHANDLED);
        assertThat(get(publication.results())).isEmpty();
        assertThat(get(publication.result(String.class))).isNull();
        assertThat(nexus.stats().unhandled()).isEqualTo(1);
        assertThat(hand.errors).isEmpty();
    }

    @Test
    @Tag("R6")
    @Tag("AN-08")
    void unhandledIsAnErrorWhereTheDomainSaysSo() {
        Nexus strict = hand.start(DomainConfig.of("strict").withUnhandled(UnhandledPolicy.ERROR));
        Publication publication = strict.bus().publish("nobody", null);
        hand.run();

        assertThat(publication.status()).isEqualTo(Status.UNHANDLED);
        assertThatThrownBy(() -> get(publication.results()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(UnhandledEventException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> get(publication.result(String.class)))
                .hasCauseInstanceOf(UnhandledEventException.class);
        assertThat(strict.stats().unhandled()).isEqualTo(1);
        assertThat(hand.errors).hasSize(1).first().asString().contains("ENX-0009");
    }

    @Test
    @Tag("R6")
    void anUnhandledSecondaryFailsItsRootOnlyWhereThatIsAnError() {
        for (UnhandledPolicy policy : UnhandledPolicy.values()) {
            Nexus each = hand.start(DomainConfig.of("d-" + policy).withUnhandled(policy));
            each.handle("A", (event, context) -> context.emit("nobody", null).isDone());
            Publication root = each.bus().publish("A", null);
            hand.run();
            assertThat(root.status()).isEqualTo(policy == UnhandledPolicy.ERROR ? Status.FAILED : Status.COMPLETED);
        }
    }

    @Test
    @Tag("R6")
    @Tag("AN-04")
    void theDefaultHandlerTakesTheRest() {
        nexus.handle("a", (event, context) -> "a's");
        nexus.handleRest((event, context) -> "default for " + event.type());

        assertThat(get(handled("a").result(String.class))).isEqualTo("a's");
        assertThat(get(handled("b").result(String.class))).isEqualTo("default for b");
        assertThat(nexus.handlers()).containsExactly("a", "default");
    }

    @Test
    void endedOnceWhoeverEndsItFirst() {
        var delivery = new Delivery<>((Domain) nexus, "x", null, 0, 0, null, null, null);
        var stage = delivery.outcome().toCompletableFuture();
        assertThat(delivery.end(Status.COMPLETED)).isTrue();
        assertThat(delivery.end(Status.ABANDONED)).isFalse();
        assertThat(stage.orTimeout(1, TimeUnit.SECONDS).join().status()).isEqualTo(Status.COMPLETED);
        assertThat(delivery.status()).isEqualTo(Status.COMPLETED);
    }
}
