package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.RecordedLog;
import org.eventnexus.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A receiver that keeps its domain waiting for too long is told while it does. */
@Tag("R2")
class SlowReceiversTest {
    private static final String SLOW = "ENX-0017";
    /** Until a look, or two, that find it. */
    private static final Duration LOOKS = Duration.ofMillis(500);

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final HandEngine hand = new HandEngine();
    private final RecordedLog log = new RecordedLog();
    private final List<Integer> told = new ArrayList<>();

    @AfterEach
    void close() {
        log.close();
    }

    private int lines() {
        return log.records(SLOW).size();
    }

    /** Lets time pass within a receiver, and notes how many lines there are then. */
    private void take(Duration time) {
        hand.time.advance(time);
        told.add(lines());
    }

    private void advance(Duration time) {
        hand.time.advance(time);
        hand.run();
    }

    @Test
    void aCallIsToldWhileItLastsAndOnceForItsReceiver() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.bus().subscribe("a", event -> {
            take(LIMIT.minus(LOOKS));
            take(LOOKS.multipliedBy(2));
            take(LIMIT.multipliedBy(5));
        });
        nexus.bus().publish(EventDraft.of("a", null).id("the-id"));
        hand.run();
        assertThat(told).containsExactly(0, 1, 1);
        assertThat(log.records(SLOW)).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
            assertThat(line.getMessage()).contains("receiver 'a'", "domain 'd'", "event the-id of type a", "PT1S");
        });
        assertThat(nexus.stats().slow()).isEqualTo(1);

        nexus.bus().publish("a", null);
        hand.run();
        assertThat(lines()).as("once for the receiver").isEqualTo(1);
        assertThat(nexus.stats().slow()).as("but counted").isEqualTo(2);
    }

    @Test
    void manyCallsThatAreQuickAreNotSlowTogether() {
        Nexus nexus =
                hand.start(DomainConfig.of("d").withRetry(RetryPolicy.of(4).withDelay(Duration.ofMillis(1))));
        for (int i = 0; i < 4; i++) {
            nexus.bus().subscribe(EventSelector.type("a"), "receiver " + i, (event, context) -> {
                take(Duration.ofMillis(700));
                throw new IllegalStateException("for another attempt");
            });
        }
        nexus.bus().publish("a", null);
        hand.run();
        while (nexus.stats().waiting() > 0) {
            advance(Duration.ofMillis(1));
        }
        assertThat(told).hasSize(16);
        assertThat(nexus.stats().slow()).isZero();
    }

    @Test
    void anOpenStageThatHoldsUpTheDomainIsToldWhileItIsOpen() {
        Nexus nexus = hand.start(DomainConfig.of("d").withSlowReceiver(Duration.ofMillis(100)));
        var stage = new CompletableFuture<Object>();
        nexus.handle("a", (event, context) -> stage);
        nexus.bus().publish("a", null);
        hand.run();
        advance(Duration.ofMillis(99));
        assertThat(lines()).isZero();
        for (int i = 0; i < 100; i++) {
            advance(Duration.ofMillis(10));
        }
        assertThat(lines()).isEqualTo(1);
        assertThat(nexus.stats().slow()).isEqualTo(1);
        stage.complete(null);
        hand.run();
        assertThat(nexus.stats().delivered()).isEqualTo(1);
    }

    @Test
    void aStageThatHoldsUpNobodyIsNotSlow() {
        Nexus nexus = hand.start(DomainConfig.of("d").withInFlight(2));
        nexus.handle("a", (event, context) -> new CompletableFuture<>());
        nexus.bus().publish("a", null);
        hand.run();
        for (int i = 0; i < 20; i++) {
            advance(LOOKS);
        }
        assertThat(nexus.stats().slow()).isZero();
    }

    @Test
    @Tag("R8")
    void theWaitForTheNextAttemptIsNotSlow() {
        Nexus nexus =
                hand.start(DomainConfig.of("d").withRetry(RetryPolicy.of(2).withDelay(Duration.ofSeconds(9))));
        nexus.handle("a", (event, context) -> {
            throw new IllegalStateException("for another attempt");
        });
        nexus.bus().publish("a", null);
        hand.run();
        for (int i = 0; i < 16; i++) {
            advance(LOOKS);
        }
        assertThat(nexus.stats().slow()).isZero();
        assertThat(nexus.stats().failed()).isZero();
    }

    @Test
    @Tag("R11")
    void nobodyLooksUnlessADomainHasSomethingToDo() {
        Nexus nexus = hand.create(DomainConfig.of("d"));
        assertThat(hand.time.scheduled()).isZero();
        nexus.start();
        var stage = new CompletableFuture<Object>();
        nexus.handle("a", (event, context) -> stage);
        nexus.bus().publish("a", null);
        hand.run();
        for (int i = 0; i < 10; i++) {
            advance(LOOKS);
            assertThat(hand.time.scheduled()).isEqualTo(1);
        }
        stage.complete(null);
        hand.run();
        advance(LOOKS);
        assertThat(hand.time.scheduled()).as("the domain is idle").isZero();
        assertThat(hand.executor.waiting()).isZero();

        nexus.bus().publish("other", null);
        assertThat(hand.time.scheduled()).as("it has something to do again").isEqualTo(1);
        hand.run();
        hand.executor.rejecting(true);
        hand.engine.close();
        hand.time.advance(LOOKS);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void aReceiverThatNeverReturnsShows() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withSlowReceiver(Duration.ofMillis(40)));
            var release = new CountDownLatch(1);
            var found = new CountDownLatch(1);
            pooled.timer.scheduleAtFixedRate(
                    () -> {
                        if (nexus.stats().slow() > 0) {
                            found.countDown();
                        }
                    },
                    1,
                    1,
                    TimeUnit.MILLISECONDS);
            nexus.bus().subscribe("a", event -> release.await());
            nexus.bus().publish("a", null);
            assertThat(found.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(lines()).isEqualTo(1);
            release.countDown();
        }
    }
}
