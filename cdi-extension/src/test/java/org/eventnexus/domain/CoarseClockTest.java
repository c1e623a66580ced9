package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R13")
class CoarseClockTest {
    private final VirtualTime time = new VirtualTime();
    private final CoarseClock clock = new CoarseClock(time);

    private void assertNow() {
        assertThat(clock.currentTimeMillis())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(2_000L));
    }

    @Test
    @Tag("R12")
    void beforeTheStartAndAfterTheStopItReadsTheSystemsClockItself() {
        assertNow();
        assertThat(time.scheduled()).isZero();
        clock.start();
        clock.stop();
        assertNow();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void whileItIsReadItTicksOnceAMillisecondAndThenRests() {
        clock.start();
        assertThat(time.scheduled()).as("nobody has read it").isZero();
        assertNow();
        assertThat(time.scheduled()).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            assertNow();
            time.advance(Duration.ofMillis(1));
            assertThat(time.scheduled()).as("one tick at a time").isEqualTo(1);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(time.scheduled()).as("not read for a while").isZero();
        assertNow();
        assertThat(time.scheduled()).isEqualTo(1);
        assertNow();
    }

    @Test
    void aStopEndsItAndAStartBeginsAnew() {
        clock.start();
        assertNow();
        clock.stop();
        time.advance(Duration.ofMillis(1));
        assertThat(time.scheduled()).isZero();
        assertNow();
        clock.start();
        assertNow();
        assertThat(time.scheduled()).isEqualTo(1);
    }

    @Test
    void aSchedulerThatRejectsLeavesTheSystemsClock() {
        clock.start();
        assertNow();
        time.stop();
        clock.stop();
        clock.start();
        assertNow();
        assertNow();
    }

    @Test
    void itNeverStandsStillWhateverTheOrderOfStartsStopsAndReads() throws Exception {
        var timer = Executors.newScheduledThreadPool(1);
        var coarse = new CoarseClock(PooledEngine.scheduler(timer));
        var stop = new CountDownLatch(1);
        var reader = new Thread(() -> {
            while (stop.getCount() > 0) {
                coarse.currentTimeMillis();
            }
        });
        reader.setDaemon(true);
        reader.start();
        for (int i = 0; i < 20_000; i++) {
            coarse.start();
            coarse.currentTimeMillis();
            coarse.stop();
        }
        coarse.start();
        long before = coarse.currentTimeMillis();
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> coarse.currentTimeMillis() > before + 5);
        coarse.stop();
        stop.countDown();
        timer.shutdown();
        assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(coarse.currentTimeMillis())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(2_000L));
    }
}
