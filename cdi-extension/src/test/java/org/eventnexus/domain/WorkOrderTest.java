package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.CollectorOptions;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.QueueOrder;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In which order a collector begins with what waits for it. */
class WorkOrderTest {
    private final HandEngine hand = new HandEngine();
    private final List<Object> begun = new ArrayList<>();
    private final Map<Object, CompletableFuture<Object>> stages = new LinkedHashMap<>();
    private WorkQueue queue;

    private void start(QueueOrder order, CollectorOptions options) {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        queue = nexus.workQueue("q", WorkQueueConfig.defaults().withOrder(order));
        queue.work(options, (NexusEvent<Object> event, org.eventnexus.HandlerContext context) -> {
            begun.add(event.payload());
            var stage = new CompletableFuture<Object>();
            stages.put(event.payload(), stage);
            return stage;
        });
    }

    private static CollectorOptions one() {
        return CollectorOptions.named("w").concurrency(1);
    }

    private void send(String payload) {
        send(payload, null);
    }

    private void send(String payload, Integer priority) {
        EventDraft<?> draft = EventDraft.of("q", payload);
        queue.send(priority == null ? draft : draft.priority(priority));
        hand.run();
    }

    private void end(Object payload) {
        stages.remove(payload).complete(null);
        hand.run();
    }

    /** Ends what is being worked on until nothing is left. */
    private void endAll() {
        while (!stages.isEmpty()) {
            end(stages.keySet().iterator().next());
        }
    }

    @Test
    @Tag("EC-02")
    void firstInFirstOut() {
        start(QueueOrder.FIFO, one());
        List.of("a", "b", "c", "d").forEach(this::send);
        endAll();
        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    @Tag("EC-02")
    void lastInFirstOut() {
        start(QueueOrder.LIFO, one());
        List.of("a", "b", "c", "d").forEach(this::send);
        endAll();
        assertThat(begun).containsExactly("a", "d", "c", "b");
    }

    @Test
    @Tag("EC-02")
    @Tag("R14")
    void theLowestNumberFirstUnsetIs1000AndEqualOnesAsTheyCame() {
        start(QueueOrder.PRIORITY, one());
        send("first");
        send("unset");
        send("1001", 1001);
        send("999", 999);
        send("1000", 1000);
        send("0", 0);
        send("unset too");
        send("-1", -1);
        endAll();
        assertThat(begun).containsExactly("first", "-1", "0", "999", "unset", "1000", "unset too", "1001");
    }

    private void sendKey(String payload) {
        queue.send(EventDraft.of("q", payload).key(payload.substring(0, 1)));
        hand.run();
    }

    @ParameterizedTest
    @EnumSource(QueueOrder.class)
    void anOrderedOneWorksOnOneOfAKeyAtATimeAndOnOthersBeside(QueueOrder order) {
        start(order, CollectorOptions.named("w").concurrency(3).ordered());
        List.of("a1", "a2", "a3", "b1", "b2").forEach(this::sendKey);
        send("no key");
        assertThat(begun).containsExactly("a1", "b1", "no key");
        assertThat(queue.stats().waiting()).isEqualTo(3);
        end("a1");
        boolean newestFirst = order == QueueOrder.LIFO;
        assertThat(begun).endsWith(newestFirst ? "a3" : "a2").hasSize(4);
        end("b1");
        assertThat(begun).endsWith("b2").hasSize(5);
        end(newestFirst ? "a3" : "a2");
        assertThat(begun).endsWith(newestFirst ? "a2" : "a3").hasSize(6);
        endAll();
        assertThat(queue.stats().done()).isEqualTo(6);
    }

    @Test
    void withoutThatKeysCountForNothing() {
        start(QueueOrder.FIFO, CollectorOptions.named("w").concurrency(2));
        sendKey("a1");
        sendKey("a2");
        assertThat(begun).containsExactly("a1", "a2");
    }

    @Test
    void anotherAttemptKeepsTheKeysOrderAndFreesThePermit() {
        start(QueueOrder.FIFO, one().ordered().retry(RetryPolicy.of(2).withDelay(Duration.ofSeconds(1))));
        List.of("a1", "a2", "b1").forEach(this::sendKey);
        stages.remove("a1").completeExceptionally(new IllegalStateException("once"));
        hand.run();
        assertThat(begun).as("not a2, though there is a permit").containsExactly("a1", "b1");
        end("b1");
        assertThat(begun).hasSize(2);
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        assertThat(begun).containsExactly("a1", "b1", "a1");
        end("a1");
        assertThat(begun).endsWith("a2").hasSize(4);
        endAll();
        assertThat(queue.stats().retried()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(QueueOrder.class)
    void whatIsTriedAgainIsTheNextOfItsEquals(QueueOrder order) {
        start(order, one().retry(RetryPolicy.of(2).withDelay(Duration.ofSeconds(1))));
        send("a");
        stages.remove("a").completeExceptionally(new IllegalStateException("once"));
        hand.run();
        List.of("b", "c", "d").forEach(this::send);
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        end("b");
        assertThat(begun).containsExactly("a", "b", "a");
        endAll();
        assertThat(begun).hasSize(5);
    }
}
