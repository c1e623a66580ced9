package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.ScheduledPublication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that wait for their time. */
@Tag("AE-05")
class ScheduledPublicationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();

    private Nexus create(DomainConfig config) {
        Nexus nexus = hand.create(config);
        nexus.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event.payload()));
        return nexus;
    }

    private Nexus start(DomainConfig config) {
        Nexus nexus = create(config);
        nexus.start();
        hand.run();
        return nexus;
    }

    private void advance(Duration by) {
        hand.time.advance(by);
        hand.run();
    }

    @Test
    void comesAfterItsDelayAndNotBefore() {
        Nexus nexus = start(DomainConfig.of("d"));
        ScheduledPublication scheduled = nexus.bus().publishAfter(SECOND, "a", 1);
        advance(Duration.ofMillis(999));
        assertThat(scheduled.isPending()).isTrue();
        assertThat(scheduled.publication().toCompletableFuture()).isNotDone();
        assertThat(nexus.stats().published()).isZero();
        advance(Duration.ofMillis(1));
        assertThat(scheduled.isPending()).isFalse();
        assertThat(seen).containsExactly(1);
        Publication publication = scheduled.publication().toCompletableFuture().join();
        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
        assertThat(scheduled.cancel()).isFalse();
    }

    @Test
    void comeInTheOrderOfTheirTimesThenOfTheCalls() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.bus().publishAfter(SECOND.multipliedBy(3), "a", 3);
        nexus.bus().publishAfter(SECOND, "a", 1);
        nexus.bus().publishAfter(SECOND.multipliedBy(2), "a", 20);
        nexus.bus().publishAfter(SECOND.multipliedBy(2), "a", 21);
        nexus.bus().publishAfter(Duration.ZERO, "a", 0);
        advance(Duration.ZERO);
        assertThat(seen).containsExactly(0);
        advance(SECOND.multipliedBy(10));
        assertThat(seen).containsExactly(0, 1, 20, 21, 3);
    }

    @Test
    void whatIsCancelledDoesNotComeAndLeavesNothing() {
        Nexus nexus = start(DomainConfig.of("d").withMaxScheduled(1));
        for (int i = 0; i < 1_000; i++) {
            ScheduledPublication scheduled = nexus.bus().publishAfter(Duration.ofHours(1), "a", i);
            assertThat(scheduled.cancel()).isTrue();
            assertThat(scheduled.cancel()).isFalse();
            assertThat(scheduled.publication().toCompletableFuture())
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(CancellationException.class);
        }
        assertThat(hand.time.scheduled()).as("one look at most").isLessThanOrEqualTo(2);
        advance(Duration.ofHours(2));
        assertThat(seen).isEmpty();
        assertThat(nexus.stats().refused()).isZero();
    }

    @Test
    void oneBeforeTheOthersIsNotKeptWaitingByThem() {
        Nexus nexus = start(DomainConfig.of("d"));
        nexus.bus().publishAfter(Duration.ofHours(1), "a", "late");
        nexus.bus().publishAfter(SECOND, "a", "soon").cancel();
        nexus.bus().publishAfter(SECOND.multipliedBy(2), "a", "sooner");
        advance(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly("sooner");
        advance(Duration.ofHours(1));
        assertThat(seen).containsExactly("sooner", "late");
    }

    @Test
    void tooManyAreRefused() {
        Nexus nexus = start(DomainConfig.of("d").withMaxScheduled(2));
        nexus.bus().publishAfter(SECOND, "a", 1);
        nexus.bus().publishAfter(SECOND, "a", 2);
        List<Exception> told = new ArrayList<>();
        ScheduledPublication third =
                nexus.bus().publishAfter(SECOND, EventDraft.of("a", 3).onFailure(told::add));
        Publication refused = third.publication().toCompletableFuture().join();
        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        assertThat(refused.accepted().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("2 events wait for their time already");
        assertThat(told).hasSize(1);
        assertThat(nexus.stats().refused()).isEqualTo(1);
        assertThat(third.cancel()).isFalse();
        advance(SECOND);
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    @Tag("R12")
    void aStopRefusesThoseThatWait() {
        Nexus nexus = start(DomainConfig.of("d"));
        ScheduledPublication waiting = nexus.bus().publishAfter(SECOND, "a", 1);
        nexus.stop(SECOND);
        assertThat(waiting.publication().toCompletableFuture().join().status()).isEqualTo(Status.REFUSED);
        assertThat(waiting.isPending()).isFalse();
        ScheduledPublication late = nexus.bus().publishAfter(SECOND, "a", 2);
        assertThat(late.publication().toCompletableFuture().join().status()).isEqualTo(Status.REFUSED);
        hand.rest();
        assertThat(hand.time.scheduled()).isZero();
        advance(SECOND.multipliedBy(2));
        assertThat(seen).isEmpty();
    }

    @Test
    @Tag("AE-08")
    void whatIsDueBeforeTheStartComesThen() {
        Nexus nexus = create(DomainConfig.of("d"));
        nexus.bus().publishAfter(SECOND, "a", 1);
        nexus.bus().publishAfter(SECOND.multipliedBy(5), "a", 5);
        assertThat(hand.time.scheduled()).as("the scheduler is not used before").isZero();
        advance(SECOND.multipliedBy(3));
        nexus.start();
        advance(Duration.ZERO);
        assertThat(seen).containsExactly(1);
        advance(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly(1, 5);
    }

    @Test
    void atATimeOfDayOrAtOnceIfThatIsOver() {
        Nexus nexus = start(DomainConfig.of("d"));
        Instant now = Instant.ofEpochMilli(hand.time.currentTimeMillis());
        nexus.bus().publishAt(now.plusSeconds(60), EventDraft.of("a", "in a minute"));
        nexus.bus().publishAt(now.minusSeconds(60), EventDraft.of("a", "a minute ago"));
        nexus.bus().publishAt(Instant.MAX, EventDraft.of("a", "never"));
        advance(Duration.ZERO);
        assertThat(seen).containsExactly("a minute ago");
        advance(Duration.ofSeconds(60));
        assertThat(seen).containsExactly("a minute ago", "in a minute");
        advance(Duration.ofDays(3_650));
        assertThat(seen).hasSize(2);
    }

    @Test
    void whatIsPublishedIsWhatTheDraftSaidThen() {
        Nexus nexus = start(DomainConfig.of("d"));
        EventDraft<Integer> draft = EventDraft.of("a", 1).key("before");
        ScheduledPublication scheduled = nexus.bus().publishAfter(SECOND, draft);
        draft.key("after");
        advance(SECOND);
        assertThat(scheduled.publication().toCompletableFuture().join().event().key())
                .contains("before");
    }

    @Test
    void aNegativeDelayIsAMistake() {
        Nexus nexus = start(DomainConfig.of("d"));
        assertThatThrownBy(() -> nexus.bus().publishAfter(SECOND.negated(), "a", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutATimerItIsRefused() {
        Nexus nexus = start(DomainConfig.of("d"));
        hand.time.stop();
        ScheduledPublication scheduled = nexus.bus().publishAfter(SECOND, "a", 1);
        assertThat(scheduled.isPending()).isFalse();
        assertThat(scheduled.publication().toCompletableFuture().join().status())
                .isEqualTo(Status.REFUSED);
    }
}
