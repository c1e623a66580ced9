package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eventnexus.EventDraft;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Instant MONDAY = Instant.parse("2018-02-05T00:00:00Z");
    private static final Duration LAP = Duration.ofSeconds(7); // a second for each day

    private final VirtualTime time = new VirtualTime();
    private final NarrowBus bus = new NarrowBus();

    @Test
    void publishesEachReportAtItsPlaceInTheLap() {
        start(LAP, on("a", 0), on("b", 1.5), on("c", 6.5));

        time.pass(Duration.ZERO);
        assertThat(bus.ids()).containsExactly("1-a");
        time.pass(Duration.ofMillis(1499));
        assertThat(bus.ids()).containsExactly("1-a");
        time.pass(Duration.ofMillis(1));
        assertThat(bus.ids()).containsExactly("1-a", "1-b");
        time.pass(Duration.ofMillis(4999));
        assertThat(bus.ids()).containsExactly("1-a", "1-b");
        time.pass(Duration.ofMillis(1));
        assertThat(bus.ids()).containsExactly("1-a", "1-b", "1-c");
    }

    @Test
    void saysWhatTheReportSays() {
        start(LAP, on("a", 0.25));
        time.pass(Duration.ZERO);

        EventDraft<?> draft = bus.admitted.get(0);
        assertThat(draft.type()).isEqualTo("quake.earthquake");
        assertThat(draft.id()).isEqualTo("1-a");
        assertThat(draft.subject()).isEqualTo("a");
        assertThat(draft.time()).isEqualTo(Instant.parse("2018-02-05T06:00:00Z"));
        assertThat(draft.payload()).isEqualTo(on("a", 0.25).quake());
    }

    @Test
    void beginsTheNextLapAWeekAfterTheFirstReport() {
        start(LAP, on("a", 1), on("b", 2));

        time.pass(LAP.minusMillis(1));
        assertThat(bus.ids()).containsExactly("1-a", "1-b");
        time.pass(Duration.ofMillis(1));
        assertThat(bus.ids()).containsExactly("1-a", "1-b", "2-a");
        time.pass(LAP.multipliedBy(2));
        assertThat(bus.ids()).containsExactly("1-a", "1-b", "2-a", "2-b", "3-a", "3-b", "4-a");
    }

    @Test
    void doesNotDriftWhenTheSchedulerIsAlwaysLate() {
        time.beLateBy(Duration.ofMillis(15));
        start(LAP, on("a", 0), on("b", 3));

        time.pass(LAP.multipliedBy(1000).plusMillis(15));

        assertThat(bus.admitted).hasSize(2001);
        assertThat(bus.ids()).endsWith("1000-a", "1000-b", "1001-a");
    }

    @Test
    void replaysTheRealWeekInOrderInAMinute() {
        List<Report> week = WeekFile.load();
        new Replay(bus, week, Duration.ofMinutes(1), time, time, time).start();

        time.pass(Duration.ofMinutes(1).minusMillis(1));

        assertThat(bus.ids())
                .containsExactlyElementsOf(
                        week.stream().map(report -> "1-" + report.id()).toList());
    }

    @Test
    void neverRunsAheadOfAFullQueueAndLosesNothing() {
        List<Report> week = WeekFile.load();
        bus.room(100);
        new Replay(bus, week, Duration.ofMillis(1), time, time, time).start();

        time.pass(Duration.ofHours(1));
        assertThat(bus.admitted).hasSize(100);
        assertThat(bus.waiting()).isEqualTo(1);
        while (bus.admitted.size() < 1707) {
            bus.room(7);
            time.pass(Duration.ZERO);
        }

        assertThat(bus.mostWaiting).isEqualTo(1);
        assertThat(bus.ids().subList(0, 1707))
                .containsExactlyElementsOf(
                        week.stream().map(report -> "1-" + report.id()).toList());
    }

    @Test
    void triesARefusedReportAgain() {
        start(LAP, on("a", 0), on("b", 1));
        bus.refuseNext(2);

        time.pass(Duration.ofMillis(1999));
        assertThat(bus.ids()).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(bus.ids()).containsExactly("1-a", "1-b");
    }

    @Test
    void skipsTheLapsThatAMachineSleptThrough() {
        start(LAP, on("a", 0), on("b", 1));
        time.pass(LAP.minusMillis(1));

        time.beLateBy(Duration.ofHours(8));
        time.pass(Duration.ofHours(8).plusMillis(1));
        assertThat(bus.ids()).containsExactly("1-a", "1-b", "2-a", "2-b", "3-a");
        time.beLateBy(Duration.ZERO);
        time.pass(LAP);
        assertThat(bus.ids()).endsWith("3-a", "3-b", "4-a");
    }

    @Test
    void publishesNothingOnceStopped() {
        Replay replay = start(LAP, on("a", 0), on("b", 1));
        time.pass(Duration.ZERO);

        replay.stop();

        assertThat(time.tasks()).isZero();
        time.pass(LAP.multipliedBy(10));
        assertThat(bus.ids()).containsExactly("1-a");
    }

    @Test
    void staysStoppedWhenTheQueueMakesRoomAfterwards() {
        bus.room(0);
        Replay replay = start(LAP, on("a", 0), on("b", 1));
        time.pass(Duration.ZERO);

        replay.stop();
        bus.room(10);
        time.pass(LAP.multipliedBy(10));

        assertThat(bus.ids()).containsExactly("1-a");
        assertThat(time.tasks()).isZero();
    }

    @Test
    void refusesALapThatCannotBe() {
        for (Duration lap : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(8))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> start(lap, on("a", 0)))
                    .withMessageContaining(lap.toString());
        }
    }

    private Replay start(Duration lap, Report... reports) {
        var replay = new Replay(bus, Stream.of(reports).toList(), lap, time, time, time);
        replay.start();
        return replay;
    }

    private static Report on(String id, double day) {
        Instant at = MONDAY.plusMillis((long) (day * Duration.ofDays(1).toMillis()));
        return new Report(id, "quake.earthquake", at, new Quake(1.0, "nowhere", 0, 0, 10.0, null, 0));
    }
}
