package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.MisconfiguredSourceException;
import org.eventnexus.MultipleStartException;
import org.eventnexus.Nexus;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;
import org.eventnexus.SourceRegistration;
import org.eventnexus.Timer;
import org.eventnexus.Timer.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Timers of the four kinds, on virtual time. */
@Tag("AN-18")
class TimerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final Nexus nexus = hand.start(DomainConfig.of("d").withCapacity(2));

    TimerTest() {
        nexus.bus().subscribe("tick", event -> {
            seen.add(event.payload());
            times.add(hand.time.nanoTime());
        });
    }

    private void pass(Duration time) {
        hand.time.advance(time);
        hand.run();
    }

    private SourceRegistration start(Timer timer) {
        SourceRegistration registration = nexus.source(timer);
        hand.run();
        return registration;
    }

    @Test
    void aThousandTicksOfTenMillisecondsDoNotDriftHoweverLateEachOneIs() {
        Duration interval = Duration.ofMillis(10);
        start(Timer.countUp(interval, 1000, "tick"));
        long begun = hand.time.nanoTime();

        for (int tick = 1; tick <= 1000; tick++) {
            Duration late = Duration.ofMillis(tick % 10);
            hand.time.advance(Duration.ofNanos(begun + tick * interval.toNanos() - hand.time.nanoTime())
                    .plus(late));
            hand.run();
        }

        assertThat(seen)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 1000)
                        .<Object>mapToObj(Long::valueOf)
                        .toList());
        for (int tick = 1; tick <= 1000; tick++) {
            assertThat(times.get(tick - 1) - begun)
                    .as("tick %s", tick)
                    .isEqualTo(Duration.ofMillis(10L * tick + tick % 10).toNanos());
        }
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    void countsUpFromOneToTheCount() {
        start(Timer.countUp(SECOND, 3, "tick"));
        assertThat(nexus.sources()).containsExactly("Timer");
        pass(SECOND.minusNanos(1));
        assertThat(seen).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(seen).containsExactly(1L);
        pass(SECOND);
        pass(SECOND);
        pass(SECOND);
        assertThat(seen).containsExactly(1L, 2L, 3L);
        assertThat(nexus.sources()).isEmpty();
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void countsDownFromTheCountToOne() {
        start(Timer.countDown(SECOND, 3, "tick"));
        for (int i = 0; i < 5; i++) {
            pass(SECOND);
        }
        assertThat(seen).containsExactly(3L, 2L, 1L);
    }

    @Test
    void ongoingGoesOnUntilItIsStopped() {
        var timer = Timer.ongoing(SECOND, "tick");
        SourceRegistration registration = start(timer);
        for (int i = 0; i < 100; i++) {
            pass(SECOND);
        }
        assertThat(seen).hasSize(100).startsWith(1L).endsWith(100L);

        assertThat(timer.stop()).isTrue();
        pass(SECOND);
        assertThat(seen).hasSize(100);
        assertThat(registration.isActive()).isFalse();
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void oneShotTicksOnce() {
        start(Timer.oneShot(SECOND, "tick"));
        for (int i = 0; i < 5; i++) {
            pass(SECOND);
        }
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void stopSaysWhetherItKeptTheLastTickFromComing() {
        assertThat(Timer.oneShot(SECOND, "tick").stop()).as("never run").isTrue();

        var stopped = Timer.oneShot(SECOND, "tick");
        start(stopped);
        assertThat(stopped.stop()).as("waiting").isTrue();
        assertThat(stopped.stop()).as("stopped before").isTrue();
        pass(SECOND);
        assertThat(seen).isEmpty();

        var ran = Timer.oneShot(SECOND, "tick");
        start(ran);
        pass(SECOND);
        assertThat(ran.stop()).as("had run").isFalse();
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void itMayBeStartedAgainAfterItsEndAndThenCountsFromTheBeginning() {
        var timer = Timer.countUp(SECOND, 2, "tick");
        start(timer);
        pass(SECOND);
        timer.stop();
        start(timer);
        pass(SECOND);
        pass(SECOND);
        start(timer);
        pass(SECOND);
        assertThat(seen).containsExactly(1L, 1L, 2L, 1L);
    }

    @Test
    void theFunctionMakesTheEventOfATickOrNone() {
        start(new Timer(Kind.COUNT_UP, SECOND, 5, n -> n % 2 == 0 ? null : EventDraft.of("tick", "tick " + n)));
        for (int i = 0; i < 5; i++) {
            pass(SECOND);
        }
        assertThat(seen).containsExactly("tick 1", "tick 3", "tick 5");
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    void aFunctionThatThrowsIsAFailureAfterWhichTheTimerBeginsAnew() {
        var timer = new Timer(Kind.COUNT_UP, SECOND, 2, n -> {
            if (n == 2 && seen.size() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return EventDraft.of("tick", n);
        });
        nexus.source("timer", timer, RetryPolicy.of(2).withDelay(SECOND));
        hand.run();
        for (int i = 0; i < 6; i++) {
            pass(SECOND);
        }
        assertThat(seen).containsExactly(1L, 1L, 2L);
    }

    @Test
    void ticksThatWereMissedDoNotComeInABunchAndTheCounterTellsTheTime() {
        start(Timer.countUp(SECOND, 100, "tick"));
        pass(SECOND);
        hand.executor.runAll();
        hand.time.advance(Duration.ofMillis(10_500)); // nobody runs what is due in this time
        hand.run();
        assertThat(seen).containsExactly(1L, 11L);
        pass(Duration.ofMillis(500));
        assertThat(seen).as("not late because of the late ones").containsExactly(1L, 11L, 12L);
        hand.time.advance(Duration.ofSeconds(500));
        hand.run();
        assertThat(seen).as("the last one always comes").containsExactly(1L, 11L, 12L, 100L);
    }

    @Test
    void ticksDoNotPileUpWhileTheDomainIsFull() {
        var holding = new CompletableFuture<Void>();
        nexus.handle("hold", (event, context) -> holding);
        nexus.bus().publish("hold", null);
        hand.run();
        start(Timer.ongoing(SECOND, "tick"));
        for (int i = 0; i < 8; i++) {
            pass(SECOND);
        }
        assertThat(nexus.stats().published()).as("one is held, two wait").isEqualTo(3);

        holding.complete(null);
        hand.run();
        assertThat(seen).as("two in the queue, and one that waited for room").containsExactly(1L, 2L, 3L);
        pass(SECOND);
        assertThat(seen).containsExactly(1L, 2L, 3L, 9L);
    }

    @Test
    void argumentsAreChecked() {
        for (Duration interval : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(4000))) {
            assertThatThrownBy(() -> Timer.ongoing(interval, "tick"))
                    .isInstanceOf(MisconfiguredSourceException.class)
                    .hasMessageContaining(interval.toString());
        }
        for (Kind kind : List.of(Kind.COUNT_UP, Kind.COUNT_DOWN)) {
            assertThatThrownBy(() -> new Timer(kind, SECOND, 0, n -> null))
                    .isInstanceOf(MisconfiguredSourceException.class)
                    .hasMessageContaining("count");
        }
        for (Kind kind : List.of(Kind.ONGOING, Kind.ONE_SHOT)) {
            assertThatThrownBy(() -> new Timer(kind, SECOND, 1, n -> null))
                    .isInstanceOf(MisconfiguredSourceException.class)
                    .hasMessageContaining("count");
        }
        assertThatThrownBy(() -> Timer.ongoing(SECOND, "not a type")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Timer.ongoing(null, "tick")).isInstanceOf(NullPointerException.class);
    }

    @Test
    @Tag("AN-14")
    void aTimerThatTicksCannotBeStartedForAnotherEngine() {
        var timer = Timer.ongoing(SECOND, "tick");
        start(timer);
        var context = new CompletableFuture<SourceContext>();
        assertThatThrownBy(() -> timer.start(context.getNow(null))).isInstanceOf(MultipleStartException.class);
        pass(SECOND);
        assertThat(seen).containsExactly(1L);
    }
}
