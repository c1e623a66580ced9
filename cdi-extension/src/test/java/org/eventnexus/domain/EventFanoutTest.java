package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDiscarder;
import org.eventnexus.EventFanout;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventFanoutTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final EventFanout<Object> fanout = new EventFanout<>();
    private final List<String> seen = new ArrayList<>();

    private Handler<Object> noting(String name) {
        return (event, context) -> {
            seen.add(name + " " + event.payload());
            return name;
        };
    }

    private Publication publish(Object payload) {
        Publication publication = nexus.bus().publish("a", payload);
        hand.run();
        return publication;
    }

    private static Result only(Publication publication) {
        List<Result> results = publication.poll().orElseThrow().results();
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    @Test
    @Tag("AN-19")
    void everyHandlerGetsEachEventInOrderUntilItIsDeregistered() {
        nexus.handle("a", fanout);
        Handler<Object> first = noting("first");
        fanout.register(first).register(noting("second")).register(new EventDiscarder<>());

        assertThat(only(publish(1)).value()).isEqualTo(Arrays.asList("first", "second", null));
        assertThat(fanout.deregister(first)).isTrue();
        assertThat(fanout.deregister(first)).isFalse();
        fanout.register(first);
        assertThat(only(publish(2)).value()).isEqualTo(Arrays.asList("second", null, "first"));

        assertThat(seen).containsExactly("first 1", "second 1", "second 2", "first 2");
    }

    @Test
    @Tag("AN-19")
    void withoutHandlersItTakesTheEventAllTheSame() {
        nexus.handle("a", fanout);
        Publication publication = publish(1);
        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
        assertThat(only(publication).value()).isEqualTo(List.of());
    }

    @Test
    @Tag("AN-19")
    void whatItsHandlersEmitIsEmitted() {
        nexus.handle(
                "a",
                fanout.register((event, context) -> context.emit("s", event.payload()))
                        .register(noting("second")));
        nexus.handle("s", noting("secondary"));
        publish(1);
        assertThat(seen).containsExactly("second 1", "secondary 1");
    }

    @Test
    @Tag("AN-19")
    @Tag("R8")
    void aFailureStopsNobodyAndIsTheFanOuts() {
        nexus.handle("a", fanout);
        var broken = new IOException("broken");
        var alsoBroken = new IllegalArgumentException("also broken");
        var cancelled = new CompletableFuture<>();
        cancelled.cancel(false);
        fanout.register((event, context) -> {
                    throw broken;
                })
                .register((event, context) -> cancelled)
                .register((event, context) -> CompletableFuture.failedFuture(alsoBroken))
                .register(noting("last"));

        Publication publication = publish(1);

        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(only(publication).error()).isSameAs(broken);
        assertThat(broken.getSuppressed()).hasSize(2).endsWith(alsoBroken);
        assertThat(seen).containsExactly("last 1");
    }

    @Test
    @Tag("AN-19")
    @Tag("R1")
    void stagesAreWaitedForTogether() {
        nexus.handle("a", fanout);
        var one = new CompletableFuture<String>();
        var two = new CompletableFuture<String>();
        fanout.register((event, context) -> one)
                .register((event, context) -> two)
                .register(noting("third"));

        Publication publication = publish(1);
        assertThat(seen).containsExactly("third 1");
        two.complete("two");
        hand.run();
        assertThat(publication.isDone()).isFalse();
        one.complete("one");
        hand.run();

        assertThat(only(publication).value()).isEqualTo(List.of("one", "two", "third"));
    }

    @Test
    @Tag("AN-20")
    void whatIsDiscardedIsNotUnhandled() {
        nexus.handle("a", new EventDiscarder<>());
        nexus.handleRest(noting("rest"));

        Publication publication = publish(1);

        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
        assertThat(only(publication)).isEqualTo(new Result("a", null, null));
        assertThat(seen).isEmpty();
        assertThat(nexus.stats().unhandled()).isZero();
    }
}
