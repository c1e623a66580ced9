package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A domain is stopped when it has handled everything, or at once; what comes later fails at once. */
@Tag("AU-14")
@Tag("R12")
class StopTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();

    private Nexus started(Overflow overflow) {
        Nexus nexus = hand.start(DomainConfig.of("d").withOverflow(overflow));
        nexus.handle("a", (event, context) -> seen.add(event.payload()));
        return nexus;
    }

    private static List<Publication> publish(Nexus nexus, int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> nexus.bus().publish("a", i))
                .toList();
    }

    private static void assertRefusedAtOnce(Nexus nexus) {
        Publication late = nexus.bus().publish("a", "late");
        assertThat(late.status()).isEqualTo(Status.REFUSED);
        assertThatThrownBy(() -> late.results().toCompletableFuture().join())
                .hasCauseInstanceOf(PublicationException.class)
                .hasMessageContaining("it has stopped");
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void withTimeEverythingIsHandled(Overflow overflow) {
        Nexus nexus = started(overflow);
        List<Publication> waiting = publish(nexus, 5);
        assertThat(nexus.stop(LONG)).isEmpty();
        assertThat(waiting).extracting(Publication::status).containsOnly(Status.COMPLETED);
        assertThat(seen).containsExactly(0, 1, 2, 3, 4);
        assertRefusedAtOnce(nexus);
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void atOnceNothingIsHandledAnyMoreAndWhoeverWaitsIsTold(Overflow overflow) {
        Nexus nexus = started(overflow);
        var stage = new CompletableFuture<Void>();
        nexus.handle("slow", (event, context) -> {
            context.emit("a", "secondary");
            return stage;
        });
        Publication current = nexus.bus().publish("slow", null);
        hand.run();
        List<Publication> waiting = publish(nexus, 5);
        List<Status> told = new ArrayList<>();
        waiting.forEach(each -> each.outcome().thenAccept(outcome -> told.add(outcome.status())));

        assertThat(nexus.stop(Duration.ZERO)).isEqualTo(Map.of("slow", 1L, "a", 6L));
        assertThat(current.status()).isEqualTo(Status.ABANDONED);
        assertThat(told).hasSize(5).containsOnly(Status.ABANDONED);
        stage.complete(null);
        hand.run();
        assertThat(seen).isEmpty();
        assertRefusedAtOnce(nexus);
    }

    @Test
    void figuresAddUpAndStayReadable() {
        Nexus nexus = started(Overflow.AWAIT);
        publish(nexus, 2);
        hand.run();
        publish(nexus, 3);
        nexus.stop(Duration.ZERO);
        assertRefusedAtOnce(nexus);
        Nexus.Stats stats = nexus.stats();
        assertThat(stats.published()).isEqualTo(5);
        assertThat(stats.delivered()).isEqualTo(2);
        assertThat(stats.abandoned()).isEqualTo(3);
        assertThat(stats.refused()).isEqualTo(1);
        assertThat(stats.waiting()).isZero();
        assertThat(nexus.bus().typeStats().get("a").abandoned()).isEqualTo(3);
        assertThat(nexus.bus().inspect().handlers()).hasSize(1);
    }
}
