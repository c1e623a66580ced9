package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eventnexus.EventDraft;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Instant MONDAY = Instant.parse("2018-02-05T00:00:00Z");
    private static final Duration LAP = Duration.ofSeconds(7); // a second for each day

    private final VirtualTime time = new VirtualTime();
    private final List<EventDraft<?>> taken = new ArrayList<>();

    @Test
    void givesEachReportAtItsPlaceInTheLap() {
        start(LAP, on("a", 0), on("b", 1.5), on("c", 6.5));

        time.pass(Duration.ZERO);
        assertThat(ids()).containsExactly("1-a");
        time.pass(Duration.ofMillis(1499));
        assertThat(ids()).containsExactly("1-a");
        time.pass(Duration.ofMillis(1));
        assertThat(ids()).containsExactly("1-a", "1-b");
        time.pass(Duration.ofMillis(4999));
        assertThat(ids()).containsExactly("1-a", "1-b");
        time.pass(Duration.ofMillis(1));
        assertThat(ids()).containsExactly("1-a", "1-b", "1-c");
    }

    @Test
    void saysWhatTheReportSays() {
        start(LAP, on("a", 0.25));
        time.pass(Duration.ZERO);

        EventDraft<?> draft = taken.get(0);
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
        assertThat(ids()).containsExactly("1-a", "1-b");
        time.pass(Duration.ofMillis(1));
        assertThat(ids()).containsExactly("1-a", "1-b", "2-a");
        time.pass(LAP.multipliedBy(2));
        assertThat(ids()).containsExactly("1-a", "1-b", "2-a", "2-b", "3-a", "3-b", "4-a");
    }

    @Test
    void doesNotDriftWhenTheSchedulerIsAlwaysLate() {
        time.beLateBy(Duration.ofMillis(15));
        start(LAP, on("a", 0), on("b", 3));

        time.pass(LAP.multipliedBy(1000).plusMillis(15));

        assertThat(taken).hasSize(2001);
        assertThat(ids()).endsWith("1000-a", "1000-b", "1001-a");
    }

    @Test
    void replaysTheRealWeekInOrderInAMinute() {
        List<Report> week = WeekFile.load();
        take(new Replay(week, Duration.ofMinutes(1), time, time));

        time.pass(Duration.ofMinutes(1).minusMillis(1));

        assertThat(ids())
                .containsExactlyElementsOf(
                        week.stream().map(report -> "1-" + report.id()).toList());
    }

    @Test
    void skipsTheLapsThatAMachineSleptThrough() {
        start(LAP, on("a", 0), on("b", 1));
        time.pass(LAP.minusMillis(1));

        time.beLateBy(Duration.ofHours(8));
        time.pass(Duration.ofHours(8).plusMillis(1));
        assertThat(ids()).containsExactly("1-a", "1-b", "2-a", "2-b", "3-a");
        time.beLateBy(Duration.ZERO);
        time.pass(LAP);
        assertThat(ids()).endsWith("3-a", "3-b", "4-a");
    }

    @Test
    void givesNothingOnceClosed() {
        Replay replay = start(LAP, on("a", 0), on("b", 1));
        time.pass(Duration.ZERO);

        replay.close();

        assertThat(time.tasks()).isZero();
        time.pass(LAP.multipliedBy(10));
        assertThat(ids()).containsExactly("1-a");
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
        var replay = new Replay(Stream.of(reports).toList(), lap, time, time);
        take(replay);
        return replay;
    }

    /** As a domain does that has room. */
    private void take(Replay replay) {
        replay.obtain().thenAccept(draft -> {
            taken.add(draft);
            time.execute(() -> take(replay));
        });
    }

    private List<String> ids() {
        return taken.stream().map(draft -> (String) draft.id()).toList();
    }

    private static Report on(String id, double day) {
        Instant at = MONDAY.plusMillis((long) (day * Duration.ofDays(1).toMillis()));
        return new Report(id, "quake.earthquake", at, new Quake(1.0, "nowhere", 0, 0, 10.0, null, 0));
    }
}
