package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventFactory;
import org.eventnexus.EventType;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AN-03")
class EventFactoryTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));

    @EventType("order.placed")
    record Placed(String sku) {}

    private NexusEvent<?> publish(EventDraft<?> draft) {
        return nexus.bus().publish(draft).event();
    }

    @Test
    void draftsGetConsecutiveNumbers() {
        long first = nexus.nextId();

        assertThat(publish(nexus.create("a", 1)).numericId()).hasValue(first + 1);
        assertThat(publish(nexus.create(7, 2)).numericId()).hasValue(first + 2);
        NexusEvent<?> named = publish(nexus.create(new Placed("lamp")));
        assertThat(named.numericId()).hasValue(first + 3);
        assertThat(named.type()).isEqualTo("order.placed");
        assertThat(publish(nexus.create("a", 1).priority(5)).priority()).isEqualTo(5);
        assertThat(nexus.nextId()).isEqualTo(first + 5);
    }

    @Test
    @Tag("R13")
    void anIdMayBeRandomOrGiven() {
        Set<Long> random = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            long id = nexus.randomId();
            assertThat(id).isPositive();
            random.add(id);
        }
        assertThat(random).hasSize(10_000);
        long id = nexus.randomId();
        assertThat(publish(EventDraft.of("a", 1).id(id)).numericId()).hasValue(id);
        assertThat(publish(nexus.create("a", 1).id("given")).id()).isEqualTo("given");
    }

    @Test
    @Tag("R13")
    void theNumbersOfALaterLifeDoNotRepeatThoseOfAnEarlierOne() {
        long before = nexus.nextId();
        hand.time.advance(Duration.ofMillis(2));
        DomainEngine later = DomainEngine.builder()
                .executor(hand.executor)
                .scheduler(hand.time)
                .clock(hand.time)
                .build();

        long after = later.create(DomainConfig.of("d")).nextId();

        assertThat(after - before)
                .as("room for what the first one makes meanwhile")
                .isGreaterThan(1_000_000);
    }

    @Test
    void nobodyGetsANumberThatAnotherThreadHas() throws Exception {
        EventFactory factory = EventFactory.startingAt(1);
        var together = new CyclicBarrier(4);
        long[][] ids = new long[4][250_000];
        List<FutureTask<Integer>> takers = new ArrayList<>();
        for (long[] mine : ids) {
            var taker = new FutureTask<>(() -> {
                together.await();
                Arrays.setAll(mine, i -> factory.nextId());
                return mine.length;
            });
            takers.add(taker);
            new Thread(taker).start();
        }
        for (FutureTask<Integer> taker : takers) {
            taker.get(30, TimeUnit.SECONDS);
        }
        assertThat(Arrays.stream(ids).flatMapToLong(Arrays::stream).distinct().count())
                .isEqualTo(1_000_000);
        assertThat(factory.nextId()).isEqualTo(1_000_001);
    }
}
