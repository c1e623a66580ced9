package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eventnexus.DomainConfig;
import org.eventnexus.ErrorHandler;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("R8")
@Tag("AE-09")
class ErrorsTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));

    static List<Throwable> throwables() {
        return List.of(
                new IllegalStateException("unchecked"),
                new java.io.IOException("checked"),
                new StackOverflowError("an error"),
                new AssertionError("another"),
                new InterruptedException("interrupted"));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAReceiverThrowsStopsNeitherTheOthersNorTheDomain(Throwable thrown) {
        var seen = new ArrayList<String>();
        nexus.bus().subscribe(EventSelector.type("a"), "broken", (event, context) -> sneak(thrown));
        nexus.bus().subscribe("a", event -> seen.add("other"));

        Publication publication = nexus.bus().publish("a", null);
        nexus.bus().publish("a", null);
        hand.run();

        assertThat(seen).containsExactly("other", "other");
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(publication.poll().orElseThrow().results())
                .containsExactly(new Publication.Result("broken", null, thrown));
        assertThat(hand.errors)
                .as("told once for each failure")
                .containsExactly("broken: " + thrown.getMessage(), "broken: " + thrown.getMessage());
        assertThat(nexus.stats().failed()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAStageFailsWithIsTheFailure(Throwable thrown) {
        var stages = List.of(
                CompletableFuture.failedFuture(thrown),
                CompletableFuture.failedFuture(new CompletionException(thrown)),
                CompletableFuture.completedFuture(1).thenApply(one -> sneak(thrown)));
        for (CompletionStage<?> stage : stages) {
            Nexus each = hand.start(DomainConfig.of("d" + stages.indexOf(stage)));
            each.handle("a", (event, context) -> stage);
            Publication publication = each.bus().publish("a", null);
            hand.run();
            assertThat(publication.poll().orElseThrow().results())
                    .containsExactly(new Publication.Result("a", null, thrown));
        }
    }

    @Test
    void aStageThatCannotBeListenedToIsAFailure() {
        nexus.handle("a", (event, context) -> new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(
                    java.util.function.BiConsumer<? super Object, ? super Throwable> action) {
                throw new UnsupportedOperationException("no listeners");
            }
        });
        Publication first = nexus.bus().publish("a", null);
        Publication second = nexus.bus().publish("a", null);
        hand.run();

        assertThat(List.of(first, second)).allMatch(publication -> publication.status() == Status.FAILED);
    }

    @Test
    void aStageThatEndsTwiceCountsOnce() {
        nexus.handle("a", (event, context) -> new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(
                    java.util.function.BiConsumer<? super Object, ? super Throwable> action) {
                action.accept("one", null);
                action.accept("two", null);
                return this;
            }
        });
        Publication publication = nexus.bus().publish("a", null);
        hand.run();

        assertThat(publication.poll().orElseThrow().results())
                .extracting(Publication.Result::value)
                .containsExactly("one");
    }

    /** The second one throws what it was given: an exception cannot be its own suppressed one. */
    static List<ErrorHandler> brokenErrorHandlers() {
        return List.of(
                (event, receiver, error) -> {
                    throw new IllegalStateException("the error handler itself");
                },
                (event, receiver, error) -> sneak(error),
                (event, receiver, error) -> sneak(new java.io.IOException("checked")));
    }

    @ParameterizedTest
    @MethodSource("brokenErrorHandlers")
    void anErrorHandlerThatThrowsStopsNobodyEither(ErrorHandler broken) {
        var told = new ArrayList<String>();
        var engine = DomainEngine.builder()
                .executor(hand.executor)
                .scheduler(hand.time)
                .clock(hand.time)
                .errorHandler((event, receiver, error) -> {
                    told.add(receiver);
                    broken.onError(event, receiver, error);
                })
                .build();
        Nexus other = engine.create(DomainConfig.of("d").withUnhandled(UnhandledPolicy.ERROR));
        other.start();
        var seen = new ArrayList<String>();
        other.handle("a", (event, context) -> {
            throw new IllegalArgumentException("the handler");
        });
        other.bus().subscribe("a", event -> seen.add("subscriber"));
        Publication publication = other.bus().publish("a", null);
        Publication unhandled = other.bus().publish("b", null);
        hand.run();

        assertThat(told).containsExactly("a", "");
        assertThat(seen).containsExactly("subscriber");
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(unhandled.status()).isEqualTo(Status.UNHANDLED);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
