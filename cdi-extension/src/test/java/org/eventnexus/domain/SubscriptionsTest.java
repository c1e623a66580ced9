package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How subscriptions begin and end, with subscribers that are called inline. */
class SubscriptionsTest {
    private static final SubscriptionOptions DEFAULTS = SubscriptionOptions.defaults();

    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final EventBus bus = nexus.bus();
    private final List<Object> seen = new ArrayList<>();

    private Publication publish(String type, Object payload) {
        Publication publication = bus.publish(type, payload);
        hand.run();
        return publication;
    }

    /** Runs the loop meanwhile, as a cancellation waits for it. */
    private <V> V whileTheLoopRuns(Callable<V> task) throws Exception {
        var running = new FutureTask<>(task);
        new Thread(running).start();
        while (!running.isDone()) {
            hand.run();
            Thread.onSpinWait();
        }
        return running.get();
    }

    private void cancel(Subscription subscription) throws Exception {
        whileTheLoopRuns(() -> {
            subscription.cancel();
            return null;
        });
    }

    @Test
    @Tag("AE-01")
    void aSubscriberMayReturnAStageWhichIsWaitedForAndAResult() {
        var stage = new CompletableFuture<String>();
        bus.subscribe("a", DEFAULTS.named("first"), (event, context) -> stage);
        bus.subscribe("a", event -> seen.add("second"));
        Publication publication = publish("a", null);
        assertThat(seen).isEmpty();
        assertThat(publication.status()).isEqualTo(Status.PENDING);

        stage.complete("done");
        hand.run();
        assertThat(seen).containsExactly("second");
        assertThat(publication.poll().orElseThrow().results()).containsExactly(new Result("first", "done", null));
    }

    @Test
    @Tag("AE-01")
    void aStageThatDoesNotSayWhetherItIsDoneIsOneAsWell() {
        bus.subscribe("a", DEFAULTS.named("minimal"), (event, context) -> CompletableFuture.completedStage("done"));
        Publication publication = publish("a", null);
        assertThat(publication.poll().orElseThrow().results()).containsExactly(new Result("minimal", "done", null));
    }

    @Test
    @Tag("AE-01")
    void oneOfSeveralSelectorsIsToldOnceOfAnEvent() throws Exception {
        List<EventSelector> selectors =
                List.of(EventSelector.parse("a.*"), EventSelector.parse("a.b"), EventSelector.payload(String.class));
        Subscription subscription = bus.subscribe(selectors, DEFAULTS, event -> seen.add(event.type()));
        publish("a.b", "text");
        publish("x", "text");
        publish("x", 1);
        assertThat(seen).containsExactly("a.b", "x");
        assertThat(subscription.selectors()).isEqualTo(selectors);
        assertThat(subscription.name()).isEqualTo("a.*, a.b, payload java.lang.String");
        assertThat(nexus.stats().subscribers()).isEqualTo(1);

        cancel(subscription);
        publish("a.b", "text");
        assertThat(seen).hasSize(2);
        assertThat(nexus.stats().subscribers()).isZero();
    }

    @Test
    void withoutASelectorThereIsNoSubscription() {
        assertThatThrownBy(() -> bus.subscribe(List.of(), DEFAULTS, event -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(nexus.stats().subscribers()).isZero();
    }

    @Test
    @Tag("AE-03")
    void onceIsForOneEventAndThenGone() throws Exception {
        Subscription subscription = bus.subscribe("a", DEFAULTS.once(), event -> seen.add(event.payload()));
        bus.publish("b", 0);
        bus.publish("a", 1);
        bus.publish("a", 2);
        assertThat(subscription.isActive()).isTrue();
        hand.run();
        assertThat(seen).containsExactly(1);
        assertThat(subscription.isActive()).isFalse();
        assertThat(nexus.stats().subscribers()).isZero();
        assertThat(bus.publish("a", 3)).satisfies(last -> {
            hand.run();
            assertThat(last.status()).isEqualTo(Status.UNHANDLED);
        });
        cancel(subscription);
    }

    @Test
    @Tag("AE-03")
    void anEventThatIsTriedAgainCountsOnce() {
        int[] calls = {0};
        Handler<Object> failingOnce = (event, context) -> {
            seen.add(event.payload());
            if (++calls[0] == 1) {
                throw new IllegalStateException("first");
            }
            return null;
        };
        bus.subscribe("a", DEFAULTS.once().retry(RetryPolicy.of(2)), failingOnce);
        Publication publication = publish("a", 1);
        bus.publish("a", 2);
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        assertThat(seen).as("though it had ended when its second attempt came").containsExactly(1, 1);
        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
        assertThat(hand.errors).isEmpty();
    }

    @Test
    @Tag("AE-03")
    void whatItPublishesItselfIsTheNextEventAndCounts() {
        bus.subscribe("a", DEFAULTS.times(3), event -> {
            seen.add(event.payload());
            bus.publish("a", (Integer) event.payload() + 1);
        });
        publish("a", 1);
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    @Tag("AE-03")
    void timesIsAtLeastOne() {
        assertThatThrownBy(() -> DEFAULTS.times(0)).hasMessage("times is 0, not at least 1");
    }

    @Test
    @Tag("AE-07")
    void unsubscribingBySelectorEndsThoseWithExactlyThis() throws Exception {
        bus.subscribe("a", event -> seen.add("one"));
        Subscription two = bus.subscribe(
                List.of(EventSelector.parse("a"), EventSelector.parse("b")), DEFAULTS, event -> seen.add("two"));
        bus.subscribe("*", event -> seen.add("any"));
        nexus.handle("a", (event, context) -> seen.add("handler"));

        assertThat(whileTheLoopRuns(() -> bus.unsubscribe("a"))).isEqualTo(2);
        assertThat(whileTheLoopRuns(() -> bus.unsubscribe("a"))).isZero();
        assertThat(two.isActive()).isFalse();
        publish("a", null);
        publish("b", null);
        assertThat(seen).containsExactly("handler", "any", "any");
        assertThat(whileTheLoopRuns(() -> bus.unsubscribe(EventSelector.parse("*"))))
                .isEqualTo(1);
        assertThat(nexus.stats().subscribers()).isZero();
    }

    @Test
    @Tag("AE-07")
    void unsubscribingASubscriberEndsAllOfItsSubscriptions() throws Exception {
        Subscriber<Object> subscriber = event -> seen.add("subscriber");
        Handler<Object> handler = (event, context) -> seen.add("handler");
        bus.subscribe("a", subscriber);
        bus.subscribe("b", DEFAULTS.async(), subscriber);
        bus.subscribe("a", DEFAULTS, handler);
        bus.subscribe(EventSelector.parse("b"), "name", handler);

        assertThat(whileTheLoopRuns(() -> bus.unsubscribe(subscriber))).isEqualTo(2);
        assertThat(whileTheLoopRuns(() -> bus.unsubscribe(subscriber))).isZero();
        assertThat(nexus.lanes()).isEmpty();
        publish("a", null);
        assertThat(seen).containsExactly("handler");
        assertThat(whileTheLoopRuns(() -> bus.unsubscribe(handler))).isEqualTo(2);
        assertThat(nexus.stats().subscribers()).isZero();
    }

    @Test
    @Tag("AU-08")
    void untilAStageCompletesAndItsResultComesWhenNothingMoreIsDelivered() {
        var closing = new CompletableFuture<String>();
        Subscription subscription = bus.subscribe("a", event -> seen.add(event.payload()));
        CompletableFuture<String> ended =
                subscription.until(closing, Duration.ofSeconds(5)).toCompletableFuture();
        publish("a", 1);
        closing.complete("closed");
        assertThat(subscription.isActive()).isFalse();
        assertThat(ended).isNotDone();
        publish("a", 2);
        assertThat(ended).isCompletedWithValue("closed");
        assertThat(seen).containsExactly(1);
        assertThat(nexus.stats().subscribers()).isZero();
        hand.rest();
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    @Tag("AU-08")
    void aStageThatFailsEndsTheSubscriptionAsWell() {
        var closing = new CompletableFuture<String>();
        Subscription subscription = bus.subscribe("a", event -> seen.add(event.payload()));
        CompletableFuture<String> ended =
                subscription.until(closing.thenApply(x -> x)).toCompletableFuture();
        closing.completeExceptionally(new IllegalStateException("broken"));
        publish("a", 1);
        assertThat(ended).isCompletedExceptionally();
        assertThatThrownBy(ended::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    @Tag("AU-08")
    void afterTheTimeItStaysForGood() {
        var closing = new CompletableFuture<String>();
        Subscription subscription = bus.subscribe("a", event -> seen.add(event.payload()));
        CompletableFuture<String> ended =
                subscription.until(closing, Duration.ofSeconds(5)).toCompletableFuture();
        hand.time.advance(Duration.ofMillis(4_999));
        assertThat(ended).isNotDone();
        hand.time.advance(Duration.ofMillis(1));
        assertThatThrownBy(ended::join)
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("ENX-0068");
        closing.complete("too late");
        publish("a", 1);
        assertThat(subscription.isActive()).isTrue();
        assertThat(seen).containsExactly(1);
        assertThatThrownBy(() -> subscription.until(closing, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("AU-08")
    void aTimeMayBeLongerThanTheClockCounts() {
        var closing = new CompletableFuture<String>();
        Subscription subscription = bus.subscribe("a", event -> {});
        CompletableFuture<String> ended =
                subscription.until(closing, ChronoUnit.FOREVER.getDuration()).toCompletableFuture();
        closing.complete("closed");
        publish("a", 1);
        assertThat(ended).isCompletedWithValue("closed");
        assertThat(nexus.stats().subscribers()).isZero();
    }

    /** An owner and what it was told of; the subscription's own fields must not lead to it. */
    private static final class Owner {
        private final List<Object> told;

        private Owner(List<Object> told) {
            this.told = told;
        }

        private void tell(Object payload) {
            told.add(payload);
        }
    }

    @Test
    @Tag("AU-16")
    void aWeakSubscriptionEndsWithItsOwner() {
        var owner = new Owner(seen);
        Subscription subscription =
                bus.subscribe("a", Subscriber.weak(owner, (self, event) -> self.tell(event.payload())));
        publish("a", 1);
        System.gc();
        publish("a", 2);
        assertThat(seen).as("the owner is there: %s", owner).containsExactly(1, 2);

        var gone = new WeakReference<>(owner);
        owner = null;
        awaitCollected(gone);
        publish("a", 3);
        assertThat(seen).hasSize(2);
        assertThat(subscription.isActive()).isFalse();
        assertThat(publish("a", 4).status()).isEqualTo(Status.UNHANDLED);
    }

    @Test
    @Tag("AU-16")
    void whoLooksAtTheIndexEndsWeakSubscriptionsThatNoEventComesFor() {
        var owner = new Owner(seen);
        bus.subscribe("a", DEFAULTS.async(), Subscriber.weak(owner, (self, event) -> self.tell(event.payload())));
        assertThat(nexus.stats().subscribers()).isEqualTo(1);
        var gone = new WeakReference<>(owner);
        owner = null;
        awaitCollected(gone);
        Awaitility.await("the collector tells a little later")
                .atMost(Duration.ofSeconds(10))
                .until(() -> nexus.stats().subscribers() == 0);
        assertThat(nexus.lanes()).isEmpty();
    }

    private static void awaitCollected(WeakReference<?> gone) {
        Awaitility.await("the owner is collected")
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    System.gc();
                    return gone.get() == null;
                });
    }

    @Test
    @Tag("AU-16")
    void aWeakSubscriptionThatIsCancelledHoldsNothing() throws Exception {
        var owner = new Owner(seen);
        Subscription subscription =
                bus.subscribe("a", Subscriber.weak(owner, (self, event) -> self.tell(event.payload())));
        cancel(subscription);
        publish("a", 1);
        assertThat(seen).isEmpty();
        assertThat(nexus.stats().subscribers()).isZero();
        var gone = new WeakReference<>(owner);
        owner = null;
        awaitCollected(gone);
        assertThat(nexus.stats().subscribers()).isZero();
    }
}
