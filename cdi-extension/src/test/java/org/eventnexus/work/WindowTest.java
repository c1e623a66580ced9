package org.eventnexus.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A window's figures are those of the newest intervals, exactly, when nothing happens meanwhile. */
@Tag("EC-09")
class WindowTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = SECOND / 1000;

    private final Window window = new Window(Duration.ofSeconds(1), 3, 0, 2);

    /** An item that comes, begins and ends at times in milliseconds. */
    private void item(long arrival, long begin, long end) {
        window.arrived();
        window.began(begin * MILLI, (begin - arrival) * MILLI);
        window.ended(end * MILLI, (end - begin) * MILLI);
    }

    @Test
    void countsMeansAndLoadAreOfWhatHappened() {
        item(0, 100, 300);
        item(100, 200, 600);
        Figures figures = window.figures(SECOND);
        assertThat(figures.over()).isEqualTo(Duration.ofSeconds(1));
        assertThat(figures.arrivalRate()).isEqualTo(2);
        assertThat(figures.departureRate()).isEqualTo(2);
        assertThat(figures.meanWait()).isEqualTo(Duration.ofMillis(100));
        assertThat(figures.meanService()).isEqualTo(Duration.ofMillis(300));
        assertThat(figures.meanBusy()).isCloseTo(0.6, within(1e-9));
        assertThat(figures.meanLoad()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void whoIsStillAtWorkIsBusyFromItsBeginOn() {
        window.arrived();
        window.began(250 * MILLI, 0);
        assertThat(window.figures(SECOND).meanBusy()).isCloseTo(0.75, within(1e-9));
        Interval first = window.next(SECOND, 0);
        assertThat(first.busyNanos()).isEqualTo(750 * MILLI);
        Interval second = window.next(2 * SECOND, 0);
        assertThat(second.busyNanos()).isEqualTo(SECOND);
        window.ended(2500 * MILLI, 2250 * MILLI);
        Interval third = window.next(3 * SECOND, 0);
        assertThat(third.busyNanos()).isEqualTo(500 * MILLI);
        assertThat(third.serviceNanos()).isEqualTo(2250 * MILLI);
    }

    @Test
    void whatIsOlderThanTheWindowNoLongerCounts() {
        item(0, 0, 500);
        window.next(SECOND, 0);
        item(1000, 1000, 1100);
        window.next(2 * SECOND, 0);
        assertThat(window.figures(2 * SECOND).meanService()).isEqualTo(Duration.ofMillis(300));
        window.next(3 * SECOND, 0);
        Figures later = window.figures(3500 * MILLI);
        assertThat(later.over()).isEqualTo(Duration.ofMillis(2500));
        assertThat(later.meanService()).isEqualTo(Duration.ofMillis(100));
        assertThat(later.arrivalRate()).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void aMonitorThatRestedFindsNothingOfLongAgo() {
        item(0, 0, 500);
        window.next(SECOND, 0);
        assertThat(window.figures(60 * SECOND).arrivalRate()).isZero();
        Interval rest = window.next(60 * SECOND, 0);
        assertThat(rest.nanos()).isEqualTo(59 * SECOND);
        item(60_000, 60_000, 60_100);
        Figures awake = window.figures(60_500 * MILLI);
        assertThat(awake.over()).as("the window, and not the minute of sleep").isEqualTo(Duration.ofSeconds(3));
        assertThat(awake.departureRate()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(awake.meanBusy()).isCloseTo(0.1 / 3, within(1e-9));
        assertThat(awake.meanLoad()).isCloseTo(0.1 / 6, within(1e-9));
    }

    @Test
    void theFirstMomentIsNoRate() {
        window.arrived();
        assertThat(window.figures(MILLI).arrivalRate()).isEqualTo(1);
    }

    @Test
    void loadIsOfThePermitsThatThereWere() {
        window.next(SECOND, 0);
        window.permits(8);
        window.began(SECOND, 0);
        window.ended(2 * SECOND, SECOND);
        assertThat(window.figures(2 * SECOND).meanLoad()).isCloseTo(0.1, within(1e-9));
    }

    /** Nothing is lost, though counts come late for an interval that has ended; the lock is the backlog's otherwise. */
    @Test
    @Race
    void manyCountWhileIntervalsEnd(Chance chance) throws Exception {
        int items = 20_000;
        int threads = 4;
        var clock = new AtomicLong();
        var service = new AtomicLong();
        var wide = new Window(Duration.ofSeconds(1), 1_000, 0, threads);
        var crowd = new Crowd(chance).add(threads, own -> {
            for (int i = 0; i < items; i++) {
                long begin = clock.incrementAndGet();
                synchronized (wide) {
                    wide.arrived();
                    wide.began(begin, 3);
                }
                long end = clock.incrementAndGet();
                synchronized (wide) {
                    wide.ended(end, end - begin);
                }
                service.addAndGet(end - begin);
            }
        });
        crowd.add(own -> {
            for (int i = 0; i < 500; i++) {
                synchronized (wide) {
                    wide.next(clock.get(), 0);
                    wide.figures(clock.get());
                }
                own.delay();
            }
        });
        crowd.start().await(Duration.ofSeconds(20));
        Figures figures = wide.figures(clock.get());
        double seconds = (double) figures.over().toNanos() / SECOND;
        assertThat(figures.arrivalRate() * seconds).isCloseTo(items * threads, within(1e-3));
        assertThat(figures.departureRate() * seconds).isCloseTo(items * threads, within(1e-3));
        assertThat(figures.meanWait()).isEqualTo(Duration.ofNanos(3));
        assertThat(figures.meanBusy() * figures.over().toNanos()).isCloseTo(service.get(), within(1e-3));
    }
}
