package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eventnexus.EventDraft;
import org.junit.jupiter.api.Test;

/** Heartbeats, slow clients and gone ones. */
class StreamClientTest {
    private static final Duration LONGER_THAN_A_HICCUP = Duration.ofSeconds(2);

    private static FakeOutlet reading(Streams streams) {
        FakeOutlet outlet = streams.live();
        outlet.open();
        streams.manual.run();
        return outlet;
    }

    private static int comments(FakeOutlet outlet) {
        return outlet.text().split("(?<=\n\n):\n\n", -1).length - 1;
    }

    @Test
    void aQuietStreamSaysThatItIsAlive() {
        try (Streams streams = new Streams(100)) {
            FakeOutlet outlet = reading(streams);
            streams.manual.pass(Duration.ofSeconds(14));
            assertThat(comments(outlet)).isZero();
            streams.manual.pass(Duration.ofSeconds(2));
            assertThat(comments(outlet)).isPositive();
            int first = comments(outlet);
            streams.manual.pass(Duration.ofSeconds(10));
            int probed = comments(outlet);
            streams.manual.pass(Duration.ofSeconds(5));
            assertThat(comments(outlet)).isGreaterThan(probed).isGreaterThan(first);
        }
    }

    @Test
    void whatAFlushLeftBehindIsFlushedAgainSoonAfter() {
        try (Streams streams = new Streams(100)) {
            FakeOutlet outlet = reading(streams);
            streams.domain.publish("a", 1);
            streams.manual.run();
            int flushes = outlet.flushes();
            int writes = outlet.writes();
            streams.manual.pass(Duration.ofSeconds(1));
            assertThat(outlet.flushes()).isGreaterThan(flushes);
            assertThat(outlet.writes()).isEqualTo(writes);
        }
    }

    @Test
    void aCutConnectionIsNoticedWithinTwoHeartbeats() {
        try (Streams streams = new Streams(100)) {
            FakeOutlet outlet = reading(streams);
            outlet.cut();
            streams.manual.pass(Streams.HEARTBEAT.multipliedBy(2));
            assertThat(streams.open()).isZero();
        }
    }

    @Test
    void nothingTicksWhereNobodyListens() {
        try (Streams streams = new Streams(100)) {
            FakeOutlet outlet = reading(streams);
            outlet.cut();
            streams.manual.pass(Streams.HEARTBEAT.multipliedBy(2));
            streams.manual.pass(Duration.ofSeconds(5));
            streams.domain.publish("a", 1);
            assertThat(streams.manual.run()).isZero();
        }
    }

    @Test
    void whoDoesNotReadIsClosedPastTheBoundOfEvents() {
        try (Streams streams = new Streams(5_000)) {
            FakeOutlet outlet = reading(streams);
            outlet.shut();
            streams.domain.publish("a", 1_000);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isFalse();
            streams.domain.publish("a", 1);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isTrue();
            assertThat(streams.open()).isZero();
        }
    }

    @Test
    void whoDoesNotReadIsClosedPastTheBoundOfBytes() {
        try (Streams streams = new Streams(5_000, Streams.settings(1_000, 100_000))) {
            FakeOutlet outlet = reading(streams);
            outlet.shut();
            for (int i = 0; i < 11; i++) {
                streams.domain.publish(EventDraft.of("a", "x".repeat(10_000)));
            }
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isTrue();
        }
    }

    @Test
    void whatIsNotWantedDoesNotWait() {
        try (Streams streams = new Streams(5_000)) {
            FakeOutlet outlet = streams.live("b");
            outlet.open();
            streams.manual.run();
            outlet.shut();
            streams.domain.publish("a", 4_000);
            streams.domain.publish("b", 500);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isFalse();
            outlet.open();
            streams.manual.run();
            assertThat(outlet.ids()).hasSize(500);
        }
    }

    @Test
    void aHiccupIsForgiven() {
        try (Streams streams = new Streams(5_000)) {
            FakeOutlet outlet = reading(streams);
            outlet.shut();
            streams.domain.publish("a", 3_000);
            streams.manual.pass(Duration.ofMillis(100));
            assertThat(outlet.isCompleted()).isFalse();
            outlet.open();
            streams.manual.run();
            assertThat(outlet.ids()).isEqualTo(streams.positions(1, 3_000));
        }
    }

    @Test
    void whoReadsOldEventsIsNotSlow() {
        try (Streams streams = new Streams(5_000)) {
            streams.domain.publish("a", 4_000);
            FakeOutlet outlet = streams.after("0");
            outlet.open();
            streams.manual.step();
            outlet.shut();
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isFalse();
            streams.domain.publish("a", 900);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isFalse();
            outlet.open();
            streams.manual.run();
            assertThat(outlet.ids()).isEqualTo(streams.positions(1, 4_900));
        }
    }

    @Test
    void whoStopsReadingOldEventsIsClosedAsWell() {
        try (Streams streams = new Streams(5_000)) {
            streams.domain.publish("a", 3_000);
            FakeOutlet outlet = streams.after("0");
            outlet.open();
            streams.manual.step();
            outlet.shut();
            streams.manual.run();
            streams.domain.publish("a", 1_001);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isTrue();
        }
    }

    @Test
    void whoWasClosedResumesWithoutLoss() {
        try (Streams streams = new Streams(5_000)) {
            FakeOutlet outlet = reading(streams);
            streams.domain.publish("a", 50);
            streams.manual.run();
            outlet.shut();
            streams.domain.publish("a", 2_000);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isTrue();
            List<String> all = new ArrayList<>(outlet.ids());
            FakeOutlet resumed = streams.after(all.get(all.size() - 1));
            resumed.open();
            streams.manual.run();
            all.addAll(resumed.ids());
            assertThat(all).isEqualTo(streams.positions(1, 2_050));
        }
    }

    @Test
    void whoFallsOutOfTheLogIsToldOfTheGapWhenItReadsAgain() {
        try (Streams streams = new Streams(100)) {
            FakeOutlet outlet = reading(streams);
            streams.domain.publish("a", 1);
            streams.manual.run();
            outlet.shut();
            streams.domain.publish("a", 300);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isFalse();
            outlet.open();
            streams.manual.run();
            List<String> all = new ArrayList<>(streams.positions(1, 1));
            all.addAll(streams.positions(202, 301));
            assertThat(outlet.text()).contains("event: gap");
            assertThat(outlet.ids()).isEqualTo(all);
        }
    }

    @Test
    void whoIsPastItsBoundIsClosedThoughTheLogHasForgottenWhatWaits() {
        try (Streams streams = new Streams(100)) {
            FakeOutlet outlet = reading(streams);
            outlet.shut();
            streams.domain.publish("a", 1);
            streams.manual.run();
            streams.domain.publish("a", 1_200);
            streams.manual.pass(LONGER_THAN_A_HICCUP);
            assertThat(outlet.isCompleted()).isTrue();
        }
    }

    @Test
    void whoIsSilentForLongIsClosedThoughNothingWaits() {
        try (Streams streams = new Streams(100)) {
            FakeOutlet outlet = reading(streams);
            outlet.shut();
            streams.domain.publish("a", 1);
            streams.manual.pass(Streams.HEARTBEAT.multipliedBy(5));
            assertThat(outlet.isCompleted()).isTrue();
        }
    }

    @Test
    void aSlowClientDelaysNobody() {
        try (Streams streams = new Streams(5_000)) {
            FakeOutlet slow = reading(streams);
            FakeOutlet quick = reading(streams);
            slow.shut();
            streams.domain.publish("a", 2_000);
            streams.manual.run();
            assertThat(quick.ids()).isEqualTo(streams.positions(1, 2_000));
        }
    }
}
