package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventLog;
import org.eventnexus.EventSelector;
import org.eventnexus.HandlerContext;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R4")
@Tag("AN-09")
class SecondaryEventsTest {
    private final HandEngine hand = engine();
    private final List<String> seen = new ArrayList<>();

    private Nexus nexus(DomainConfig config) {
        Nexus nexus = hand.start(config);
        nexus.bus().subscribe("**", event -> seen.add(event.type()));
        return nexus;
    }

    HandEngine engine() {
        return new HandEngine();
    }

    @Test
    void theyComeAfterTheirEventAndBeforeTheNextInTheOrderOfEmission() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.handle("A", (event, context) -> {
            context.emit("s1", null);
            context.emit("s2", null);
            return null;
        });
        nexus.handle("s1", (event, context) -> context.emit("t1", null).status().name());

        nexus.bus().publish("A", null);
        nexus.bus().publish("B", null);
        hand.run();

        assertThat(seen).containsExactly("A", "s1", "s2", "t1", "B");
    }

    @Test
    void howeverFullTheQueueIs() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(2).withOverflow(Overflow.FAIL));
        nexus.handle("A", (event, context) -> {
            // The queue is full again while A is handled.
            assertThat(nexus.bus().publish(EventDraft.of("own", null)).status()).isEqualTo(Status.PENDING);
            for (int i = 0; i < 10; i++) {
                context.emit("s" + i, null);
            }
            return null;
        });
        nexus.bus().publish("A", null);
        nexus.bus().publish("B", null);
        hand.run();

        assertThat(seen).containsExactly("A", "own", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "B");
        assertThat(nexus.stats().refused()).isZero();
    }

    @Test
    void aPublicationIntoTheOwnDomainOnTheLoopsThreadIsOne() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        var emitted = new ArrayList<Publication>();
        nexus.bus().subscribe("A", event -> {
            emitted.add(nexus.bus().publish("s1", null));
            emitted.add(nexus.bus().publishAsync(EventDraft.of("s2", null)));
        });
        Publication root = nexus.bus().publish("A", null);
        nexus.bus().publish("B", null);
        hand.run();

        assertThat(seen).containsExactly("A", "s1", "s2", "B");
        assertThat(emitted).allMatch(publication -> publication.status() == Status.COMPLETED);
        assertThat(emitted.get(1).accepted().toCompletableFuture()).isCompleted();
        assertThat(root.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aPublicationFromAnotherThreadIsOneFromOutside() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.bus().subscribe("A", event -> onAnotherThread(() -> nexus.bus().publish("x", null)));
        nexus.bus().publish("A", null);
        nexus.bus().publish("B", null);
        hand.run();

        assertThat(seen).containsExactly("A", "B", "x");
    }

    @Test
    void anyThreadMayEmitUntilTheReceiversStageHasCompleted() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        var stage = new CompletableFuture<Void>();
        var kept = new AtomicReference<HandlerContext>();
        nexus.handle("A", (event, context) -> {
            kept.set(context);
            return stage;
        });
        Publication root = nexus.bus().publish("A", null);
        nexus.bus().publish("B", null);
        hand.run();

        onAnotherThread(() -> kept.get().emit("s1", null));
        onAnotherThread(() -> kept.get().emit("s2", null));
        assertThat(seen).isEmpty();
        stage.complete(null);
        assertThatThrownBy(() -> kept.get().emit("late", null))
                .as("from the moment that the stage has completed, not only when the loop has noticed")
                .isInstanceOf(InvalidLoopStateException.class)
                .hasMessageContaining("ENX-0005");
        hand.run();

        assertThat(seen).containsExactly("A", "s1", "s2", "B");
        assertThat(root.status()).isEqualTo(Status.COMPLETED);
        assertThatThrownBy(() -> kept.get().emit("late", null)).isInstanceOf(InvalidLoopStateException.class);
        assertThat(nexus.log().orElseThrow().newest())
                .as("a late one gets no position")
                .isEqualTo(4);
    }

    @Test
    void emissionAfterAReceiverHasReturnedOrThrownIsAnError() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        var contexts = new ArrayList<HandlerContext>();
        nexus.handle("A", (event, context) -> contexts.add(context));
        nexus.handle("B", (event, context) -> {
            contexts.add(context);
            throw new IllegalStateException("broken");
        });
        nexus.bus().publish("A", null);
        nexus.bus().publish("B", null);
        hand.run();

        assertThat(contexts)
                .hasSize(2)
                .allSatisfy(context -> assertThatThrownBy(() -> context.emit("late", null))
                        .isInstanceOf(InvalidLoopStateException.class));
    }

    @Test
    void theRootEndsAfterItsSecondaries() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        var ends = new ArrayList<String>();
        var stage = new CompletableFuture<Void>();
        nexus.handle("A", (event, context) -> {
            context.emit("s1", null).outcome().thenRun(() -> ends.add("s1"));
            context.emit("s2", null).outcome().thenRun(() -> ends.add("s2"));
            return "value of A";
        });
        nexus.handle("s1", (event, context) -> {
            context.emit("t1", null).outcome().thenRun(() -> ends.add("t1"));
            return null;
        });
        nexus.handle("t1", (event, context) -> stage);
        Publication root = nexus.bus().publish("A", null);
        root.outcome().thenRun(() -> ends.add("A"));
        hand.run();
        assertThat(ends).containsExactly("s2");

        stage.complete(null);
        hand.run();

        assertThat(ends).containsExactly("s2", "t1", "s1", "A");
        assertThat(root.poll().orElseThrow().results())
                .as("the secondaries' values are their own publications'")
                .containsExactly(new Publication.Result("A", "value of A", null));
    }

    @Test
    @Tag("R7")
    void aFailedSecondaryFailsTheRoot() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        var broken = new IllegalArgumentException("t1 is broken");
        nexus.handle("A", (event, context) -> context.emit("s1", null).status().name());
        nexus.handle("s1", (event, context) -> {
            context.emit("t1", null);
            context.emit("t2", null);
            return null;
        });
        nexus.handle("t1", (event, context) -> {
            throw broken;
        });
        Publication root = nexus.bus().publish("A", null);
        hand.run();

        assertThat(root.status()).isEqualTo(Status.FAILED);
        assertThat(root.poll().orElseThrow().results())
                .extracting(Publication.Result::receiver)
                .containsExactly("A", "t1");
        assertThat(root.result(String.class).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCause(broken);
        assertThat(seen).as("its siblings are handled all the same").containsExactly("A", "s1", "t1", "t2");
        assertThat(nexus.stats().failed()).isEqualTo(3); // t1, s1, A
        assertThat(nexus.stats().delivered()).isEqualTo(1);
    }

    @Test
    void theyHavePositionsOfTheirOwnInTheOrderOfEmission() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.handle("A", (event, context) -> {
            context.emit("s1", null);
            context.emit("s2", null);
            return null;
        });
        nexus.bus().publish("A", null);
        nexus.bus().publish("B", null);
        hand.run();

        EventLog log = nexus.log().orElseThrow();
        assertThat(LongStream.rangeClosed(log.oldest(), log.newest()).mapToObj(log::read))
                .extracting(event -> event.type())
                .containsExactly("A", "B", "s1", "s2");
        assertThat(nexus.stats().published()).isEqualTo(4);
    }

    @Test
    void atMostTenThousandForOneRoot() {
        Nexus nexus = hand.start(DomainConfig.of("d").withRetention(0));
        var failures = new ArrayList<Throwable>();
        var refused = new ArrayList<Publication>();
        nexus.handle("A", (event, context) -> {
            for (int i = 0; i < 10_000; i++) {
                context.emit("s", i);
            }
            try {
                context.emit("s", 10_000);
            } catch (PublicationException e) {
                failures.add(e);
            }
            refused.add(nexus.bus().publish("s", 10_001));
            return null;
        });
        nexus.handle("s", (event, context) -> null);
        Publication root = nexus.bus().publish("A", null);
        hand.run();

        assertThat(failures)
                .hasSize(1)
                .first()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(PublicationException.class))
                .satisfies(e -> assertThat(e.status()).isEqualTo(Status.REFUSED))
                .satisfies(e -> assertThat(e).hasMessageContaining("10000"));
        assertThat(refused.get(0).status()).as("a publication says so instead").isEqualTo(Status.REFUSED);
        assertThat(root.status()).isEqualTo(Status.COMPLETED);
        assertThat(nexus.stats().delivered()).isEqualTo(10_001);
        assertThat(nexus.stats().refused()).isEqualTo(2);
    }

    @Test
    void theLimitCountsTheWholeFamilyAndStopsAnEndlessOne() {
        Nexus nexus = hand.start(DomainConfig.of("d").withMaxSecondaries(100));
        nexus.handle("again", (event, context) -> {
            context.emit("again", null);
            context.emit("again", null);
            return null;
        });
        Publication root = nexus.bus().publish("again", null);
        Publication other = nexus.bus().publish("unrelated", null);
        hand.run();

        assertThat(root.status()).isEqualTo(Status.FAILED);
        assertThat(other.status()).isEqualTo(Status.UNHANDLED);
        assertThat(nexus.stats().published()).isEqualTo(102);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    @Tag("R8")
    void whatAReceiverEmittedBeforeItFailedIsHandled() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.handle("A", (event, context) -> {
            context.emit("s", null);
            throw new IllegalStateException("after emission");
        });
        Publication root = nexus.bus().publish("A", null);
        hand.run();

        assertThat(seen).containsExactly("A", "s");
        assertThat(root.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void subscribersEmitTooInTheOrderInWhichTheyRun() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.bus()
                .subscribe(
                        EventSelector.type("A"),
                        "one",
                        (event, context) -> context.emit("s1", null).isDone());
        nexus.bus()
                .subscribe(
                        EventSelector.type("A"),
                        "two",
                        (event, context) -> context.emit("s2", null).isDone());
        nexus.bus().publish("A", null);
        hand.run();

        assertThat(seen).containsExactly("A", "s1", "s2");
    }

    @Test
    @Tag("R7")
    void aDeepChainEndsWithoutRecursion() {
        Nexus nexus =
                hand.start(DomainConfig.of("d").withMaxSecondaries(200_000).withRetention(0));
        nexus.handle("next", (event, context) -> {
            int left = (Integer) event.payload();
            if (left > 0) {
                context.emit("next", left - 1);
            }
            return null;
        });
        Publication root = nexus.bus().publish("next", 200_000);
        hand.run();

        assertThat(root.status()).isEqualTo(Status.COMPLETED);
        assertThat(nexus.stats().delivered()).isEqualTo(200_001);
    }

    private static void onAnotherThread(Runnable work) {
        var thread = new Thread(work);
        thread.start();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isFalse();
    }
}
