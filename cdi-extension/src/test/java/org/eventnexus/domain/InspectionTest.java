package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Filter;
import org.eventnexus.Inspection;
import org.eventnexus.Inspection.Registered;
import org.eventnexus.LaneStats;
import org.eventnexus.Middleware;
import org.eventnexus.Nexus;
import org.eventnexus.PushSource;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a look at a domain shows. */
@Tag("AU-12")
class InspectionTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final Subscriber<Object> subscriber = event -> {};

    private Inspection look() {
        return nexus.bus().inspect();
    }

    @Test
    void receiversAreShownByKindAndInOrder() {
        var retried = ReceiverOptions.defaults().retry(RetryPolicy.of(3));
        nexus.bus().subscribe("order.**", subscriber);
        nexus.bus().subscribe("order.placed", subscriber);
        nexus.bus().subscribe(EventSelector.type(5), "five", (event, context) -> null, retried);
        nexus.handle("order.placed", (event, context) -> null);
        nexus.filter("guard", (event, context) -> Filter.Verdict.PASS);
        nexus.use("stamp", Middleware.Decision::pass);

        Inspection seen = look();
        assertThat(seen).isEqualTo(nexus.inspect());
        assertThat(seen.domain()).isEqualTo("d");
        assertThat(seen.state()).isEqualTo(Nexus.State.LOOPING);
        assertThat(seen.middlewares()).containsExactly("stamp");
        assertThat(seen.filters()).extracting(Registered::name).containsExactly("guard");
        assertThat(seen.handlers()).extracting(Registered::name).containsExactly("order.placed");
        assertThat(seen.subscribers()).extracting(Registered::name).containsExactly("order.**", "order.placed", "five");
        assertThat(seen.subscribers().get(2).options()).isEqualTo(retried);
        assertThat(seen.receivers()).hasSize(5).allMatch(Registered::active);
        assertThat(seen.eventNames()).containsExactly("5", "order.placed");
        assertThat(seen.wildcards()).extracting(Registered::name).containsExactly("order.**");
        assertThat(seen.totalSubscribers()).isEqualTo(3);
    }

    @Test
    void aSubscriberOfSeveralSelectorsIsOneAndItsLaneIsShown() {
        nexus.bus()
                .subscribe(
                        List.of(EventSelector.parse("a"), EventSelector.parse("a.*"), EventSelector.parse("**")),
                        SubscriptionOptions.defaults().named("lane").async(),
                        subscriber);
        Inspection seen = look();
        assertThat(seen.totalSubscribers()).isEqualTo(1);
        assertThat(seen.subscriberCount("a")).isEqualTo(1);
        assertThat(seen.wildcards()).hasSize(1);
        assertThat(seen.eventNames()).containsExactly("a");
        assertThat(seen.isSubscribed(subscriber, EventSelector.parse("a.*"))).isTrue();
        assertThat(seen.lanes()).singleElement().extracting(LaneStats::receiver).isEqualTo("lane");
    }

    @Test
    void aBoundaryIsNoSubscriber() {
        nexus.boundary(
                "away", BoundaryConfig.to(hand.start(DomainConfig.of("b"))).select("a"));
        Inspection seen = look();
        assertThat(seen.boundaries()).extracting(Registered::name).containsExactly("away");
        assertThat(seen.hasSubscribers("a")).isFalse();
    }

    @Test
    void whoWouldBeToldOfAnEvent() {
        nexus.bus().subscribe("order.**", subscriber);
        nexus.bus().subscribe("order.placed", event -> {});
        nexus.bus().subscribe(Integer.class, event -> {});
        nexus.handle("paid", (event, context) -> null);
        Inspection seen = look();
        assertThat(seen.subscribersFor("order.placed")).hasSize(2);
        assertThat(seen.subscriberCount("order.lost")).isEqualTo(1);
        assertThat(seen.hasSubscribers("paid")).as("a handler is none").isFalse();
        assertThat(seen.subscribersFor(7)).isEmpty();
        assertThat(seen.subscribersFor(EventDraft.of("order.lost", 1))).hasSize(2);
        assertThat(seen.isSubscribed(subscriber)).isTrue();
        assertThat(seen.isSubscribed(subscriber, EventSelector.parse("order.**")))
                .isTrue();
        assertThat(seen.isSubscribed(subscriber, EventSelector.parse("order.placed")))
                .isFalse();
        Subscriber<Object> other = event -> {};
        assertThat(seen.isSubscribed(other)).isFalse();
        assertThatThrownBy(() -> seen.subscribersFor("no type")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLookStaysAsItWas() {
        Subscription subscription = nexus.bus().subscribe("a", subscriber);
        Inspection before = look();
        subscription.cancel();
        assertThat(before.isSubscribed(subscriber)).isTrue();
        assertThat(look().receivers()).isEmpty();
        assertThatThrownBy(() -> before.receivers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void callsThatAreGoingOnAreCounted() {
        var stage = new CompletableFuture<Void>();
        var within = new CompletableFuture<Integer>();
        nexus.handle("stage", (event, context) -> stage);
        nexus.handle("call", (event, context) -> within.complete(look().activeCalls()));
        nexus.bus().publish("stage", null);
        hand.run();
        assertThat(look().activeCalls()).as("a stage is open").isEqualTo(1);
        stage.complete(null);
        hand.run();
        assertThat(look().activeCalls()).isZero();
        nexus.bus().publish("call", null);
        hand.run();
        assertThat(within).isCompletedWithValue(1);
    }

    @Test
    void sourcesAreShownAndTheEnd() {
        nexus.source("feed", new PushSource() {
            @Override
            public void start(SourceContext context) {}

            @Override
            public void close() {}
        });
        assertThat(look().sources()).hasSize(1);
        nexus.stop(Duration.ZERO);
        assertThat(look().state()).isEqualTo(Nexus.State.STOPPED);
        assertThat(look().sources()).isEmpty();
    }
}
