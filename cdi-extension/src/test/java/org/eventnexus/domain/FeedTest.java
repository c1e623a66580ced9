package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AU-10")
class FeedTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final EventBus bus = nexus.bus();

    private RecordedSubscriber<Integer> follow(String selector) {
        var subscriber = RecordedSubscriber.<Integer>unbounded();
        bus.<Integer>stream(selector).subscribe(subscriber);
        hand.run();
        return subscriber;
    }

    private boolean feed(String type, int number) {
        boolean fed = bus.feed(EventDraft.of(type, number));
        hand.run();
        return fed;
    }

    @Test
    void streamsGetItAndNobodyElse() {
        var handled = new AtomicInteger();
        nexus.handle("n", (event, context) -> handled.incrementAndGet());
        var next = bus.next("n", Duration.ofSeconds(1)).toCompletableFuture();
        RecordedSubscriber<Integer> first = follow("n");
        RecordedSubscriber<Integer> second = follow("**");

        assertThat(feed("n", 1)).isTrue();

        assertThat(first.payloads).containsExactly(1);
        assertThat(second.payloads).containsExactly(1);
        assertThat(handled).hasValue(0);
        assertThat(next).isNotDone();
        assertThat(nexus.log().orElseThrow().newest()).isZero();
        assertThat(nexus.stats().published()).isZero();
        assertThat(bus.streamStats().fed()).isEqualTo(1);
    }

    @Test
    void itHasNoPosition() {
        RecordedSubscriber<Integer> subscriber = follow("n");

        bus.feed(EventDraft.of("n", 1).id("mine").subject("s"));
        hand.run();

        NexusEvent<Integer> event = subscriber.events.get(0);
        assertThat(event.position()).isEmpty();
        assertThat(event.sequence()).isZero();
        assertThat(event.id()).isEqualTo("mine");
        assertThat(event.subject()).hasValue("s");
        assertThat(event.domain()).isEqualTo("d");
    }

    @Test
    void whatWasPublishedBeforeComesBefore() {
        RecordedSubscriber<Integer> subscriber = follow("n");

        for (int i = 0; i < 1_000; i += 2) {
            bus.publish("n", i);
            bus.feed(EventDraft.of("n", i + 1));
            if (i % 100 == 0) {
                hand.run();
            }
        }
        hand.run();

        assertThat(subscriber.payloads).hasSize(1_000).isSorted();
    }

    @Test
    void theNextStreamThatSelectsItGetsWhatWasFedBefore() {
        feed("n", 1);
        feed("other", 2);
        feed("n", 3);
        assertThat(bus.streamStats().kept()).isEqualTo(3);

        RecordedSubscriber<Integer> first = follow("n");
        bus.publish("n", 4);
        hand.run();
        RecordedSubscriber<Integer> second = follow("**");

        assertThat(first.payloads).containsExactly(1, 3, 4);
        assertThat(second.payloads).containsExactly(2);
        assertThat(bus.streamStats().kept()).isZero();
    }

    @Test
    void whatWasKeptDoesNotCountAsLagging() {
        for (int i = 0; i < 1_000; i++) {
            feed("n", i);
        }

        RecordedSubscriber<Integer> subscriber = follow("n");
        bus.publish("n", 1_000);
        hand.run();

        assertThat(subscriber.payloads).hasSize(1_001).isSorted();
    }

    @Test
    void itIsKeptWithinABoundAndRefusedBeyond() {
        int kept = 0;
        while (feed("n", kept)) {
            kept++;
        }

        assertThat(kept).isEqualTo(1_024);
        assertThat(bus.streamStats().kept()).isEqualTo(kept);
        assertThat(bus.streamStats().fed()).isEqualTo(kept);
        assertThat(follow("n").payloads).hasSize(kept);
        assertThat(feed("n", 0)).isTrue();
    }

    @Test
    void beforeTheStartItIsKept() {
        Nexus later = hand.engine.create(DomainConfig.of("later"));
        later.bus().feed(EventDraft.of("n", 1));
        var subscriber = RecordedSubscriber.<Integer>unbounded();
        later.bus().<Integer>stream("n").subscribe(subscriber);

        later.start();
        hand.run();

        assertThat(subscriber.payloads).containsExactly(1);
    }

    @Test
    @Tag("AU-14")
    void aStoppedDomainTakesNone() {
        RecordedSubscriber<Integer> subscriber = follow("n");
        bus.feed(EventDraft.of("n", 1));

        nexus.stop(Duration.ofSeconds(5));

        assertThat(subscriber.payloads).containsExactly(1);
        assertThat(subscriber.completed).isTrue();
        assertThat(feed("n", 2)).isFalse();
    }
}
