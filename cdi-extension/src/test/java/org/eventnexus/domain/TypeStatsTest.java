package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Tracking;
import org.eventnexus.TypeStats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Figures by type, since the start, since the last clear, and for a stretch of time. */
@Tag("AU-11")
class TypeStatsTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d").withCapacity(4).withOverflow(Overflow.FAIL));

    private void publish(String... types) {
        for (String type : types) {
            nexus.bus().publish(type, null);
            hand.run();
        }
    }

    private static TypeStats delivered(long events) {
        return new TypeStats(events, events, 0, 0, 0, 0, 0);
    }

    @Test
    void eachOutcomeIsCountedUnderItsType() {
        nexus.handle("good", (event, context) -> null);
        nexus.handle("bad", (event, context) -> {
            throw new IllegalStateException("bad");
        });
        nexus.handle("root", (event, context) -> context.emit("good", null));
        publish("good", "bad", "nobody", "root", "bad");
        assertThat(nexus.bus().typeStats())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "good",
                        delivered(2),
                        "root",
                        delivered(1),
                        "bad",
                        new TypeStats(2, 0, 2, 0, 0, 0, 0),
                        "nobody",
                        new TypeStats(1, 0, 0, 1, 0, 0, 0)));
    }

    @Test
    void whatIsInHandIsTold() {
        var stage = new CompletableFuture<Void>();
        nexus.handle("slow", (event, context) -> stage);
        publish("slow", "slow");
        assertThat(nexus.bus().typeStats().get("slow").inHand())
                .as("the second one waits in the queue")
                .isEqualTo(1);
        stage.complete(null);
        hand.run();
        assertThat(nexus.bus().typeStats()).containsOnly(Map.entry("slow", delivered(2)));
    }

    @Test
    void whatIsRefusedDroppedOrAbandonedIsToldAsWell() {
        Nexus full = hand.create(DomainConfig.of("full").withCapacity(1).withOverflow(Overflow.DROP_OLDEST));
        full.bus().publish("old", null);
        full.bus().publish("new", null);
        for (int i = 0; i < 6; i++) {
            nexus.bus().publish("many", null);
        }
        full.stop(Duration.ZERO);
        assertThat(full.bus().typeStats())
                .containsOnly(
                        Map.entry("old", new TypeStats(1, 0, 0, 0, 1, 0, 0)),
                        Map.entry("new", new TypeStats(1, 0, 0, 0, 0, 1, 0)));
        assertThat(nexus.bus().typeStats()).containsOnly(Map.entry("many", new TypeStats(0, 0, 0, 0, 0, 0, 2)));
    }

    @Test
    void typesDependingOnThePayloadAreCountedTogether() {
        nexus.bus().subscribe(String.class, event -> {});
        nexus.bus().subscribe(Integer.class, event -> {});
        nexus.bus().publish("a", "text");
        nexus.bus().publish("a", 1);
        hand.run();
        assertThat(nexus.bus().typeStats()).containsOnly(Map.entry("a", delivered(2)));
    }

    @Test
    void aNumberIsCountedWhateverObjectItIs() {
        nexus.handleRest((event, context) -> null);
        for (int i = 0; i < 3; i++) {
            nexus.bus().publish(EventDraft.of(100_000, null));
            hand.run();
        }
        assertThat(nexus.bus().typeStats()).containsOnly(Map.entry("100000", delivered(3)));
    }

    @Test
    void typesWithoutEndAreToldTogether() {
        nexus.handleRest((event, context) -> null);
        int types = TypeCounts.MAX_TYPES + 10;
        for (int i = 0; i < types; i++) {
            publish("t" + i);
        }
        publish("t0", "t" + (types - 1));
        Map<String, TypeStats> stats = nexus.bus().typeStats();
        assertThat(stats).hasSize(TypeCounts.MAX_TYPES + 1);
        assertThat(stats.get("t0")).isEqualTo(delivered(2));
        assertThat(stats.get(TypeStats.OTHER)).isEqualTo(delivered(11));
    }

    @Test
    void aStretchOfTimeHasItsOwnFigures() {
        nexus.handleRest((event, context) -> null);
        publish("a");
        Consumer<Tracking> afterwards = tracking -> {
            publish("a", "b");
            assertThat(tracking.counts()).containsOnly(Map.entry("a", delivered(1)), Map.entry("b", delivered(1)));
        };
        Tracking closed;
        try (Tracking outer = nexus.bus().track();
                Tracking inner = nexus.bus().track()) {
            assertThat(inner.counts()).isEmpty();
            afterwards.accept(inner);
            nexus.bus().clearStats(); // is not theirs
            closed = outer;
        }
        publish("a");
        assertThat(closed.counts()).containsOnly(Map.entry("a", delivered(1)), Map.entry("b", delivered(1)));
        closed.close();
        assertThat(closed.counts()).hasSize(2);
    }

    @Test
    @Tag("AU-13")
    void clearedFiguresBeginAnewAndTheSumsStay() {
        nexus.handleRest((event, context) -> null);
        publish("a", "a", "b");
        nexus.bus().clearStats();
        assertThat(nexus.bus().typeStats()).isEmpty();
        publish("a");
        assertThat(nexus.bus().typeStats()).containsOnly(Map.entry("a", delivered(1)));
        assertThat(nexus.stats().published()).isEqualTo(4);
        assertThat(nexus.stats().delivered()).isEqualTo(4);
    }

    @Test
    @Tag("AU-14")
    void figuresStayAfterTheStop() {
        nexus.handleRest((event, context) -> null);
        publish("a");
        nexus.stop(Duration.ZERO);
        nexus.bus().publish("a", null);
        assertThat(nexus.bus().typeStats()).containsOnly(Map.entry("a", new TypeStats(1, 1, 0, 0, 0, 0, 1)));
    }
}
