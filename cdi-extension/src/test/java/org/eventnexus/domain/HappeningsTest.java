package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Happening;
import org.eventnexus.Happening.Cause;
import org.eventnexus.Happening.DeadLetterKept;
import org.eventnexus.Happening.DomainStarted;
import org.eventnexus.Happening.DomainStopped;
import org.eventnexus.Happening.DomainStopping;
import org.eventnexus.Happening.Event;
import org.eventnexus.Happening.EventUnhandled;
import org.eventnexus.Happening.QueueFreed;
import org.eventnexus.Happening.QueueFull;
import org.eventnexus.Happening.ReceiverFailed;
import org.eventnexus.Happening.ReceiverSlow;
import org.eventnexus.Happening.SourceEnded;
import org.eventnexus.Happening.SourceFailed;
import org.eventnexus.Happening.SourceGivenUp;
import org.eventnexus.Happening.SourceStarted;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the engine does is told as events of a domain of its own. */
@Tag("EC-10")
@Tag("AU-15")
class HappeningsTest {
    private final HandEngine hand = new HandEngine();
    private final List<Happening> told = new ArrayList<>();

    /** The domain for happenings, looping, with somebody who listens. */
    private Nexus listening() {
        Nexus monitor = hand.start(DomainConfig.of(Happening.DOMAIN));
        monitor.bus().<Happening>subscribe(Happening.class, event -> told.add(event.payload()));
        return monitor;
    }

    /** Runs all loops, and gives what was told since the last time. */
    private List<Happening> told() {
        hand.run();
        List<Happening> since = List.copyOf(told);
        told.clear();
        return since;
    }

    private static Event event(Publication publication) {
        return Event.of(publication.event());
    }

    @Test
    void theLifeOfADomainIsTold() {
        listening();
        Nexus nexus = hand.start(DomainConfig.of("d"));
        assertThat(told()).containsExactly(new DomainStarted("d"));
        nexus.bus().publish("left", null);
        nexus.stop(Duration.ZERO);
        assertThat(told()).containsExactly(new DomainStopping("d"), new DomainStopped("d", Map.of("left", 1L)));
    }

    @Test
    void eventsHaveTheirTypeAndTheirDomainAsSubject() {
        Nexus monitor = listening();
        List<String> types = new ArrayList<>();
        monitor.bus()
                .subscribe(
                        "eventnexus.domain.*",
                        event -> types.add(event.type() + ' ' + event.subject().orElseThrow()));
        hand.start(DomainConfig.of("d")).stop(Duration.ZERO);
        hand.run();
        assertThat(types)
                .containsExactly(
                        "eventnexus.domain.started d", "eventnexus.domain.stopping d", "eventnexus.domain.stopped d");
    }

    @Test
    void aReceiverThatFailsForGoodIsToldWithTheEventAndWithoutItsPayload() {
        listening();
        Nexus nexus =
                hand.start(DomainConfig.of("d").withRetry(RetryPolicy.of(2)).withDeadLetter(true));
        nexus.bus().subscribe("a", event -> {
            throw new IllegalStateException("x".repeat(2000));
        });
        told();
        Publication publication =
                nexus.bus().publish(EventDraft.of("a", "secret").id("the-id"));
        hand.rest();
        hand.run();
        String letter = nexus.deadLetters().list(null, 1).get(0).id();
        assertThat(told())
                .containsExactlyInAnyOrder(
                        new DeadLetterKept("d", letter, "a", event(publication)),
                        new ReceiverFailed(
                                "d",
                                "a",
                                2,
                                new Event(
                                        "the-id",
                                        "a",
                                        publication
                                                .event()
                                                .position()
                                                .orElseThrow()
                                                .toString()),
                                new Cause(IllegalStateException.class.getName(), "x".repeat(1000))))
                .noneMatch(happening -> happening.toString().contains("secret"));
    }

    @Test
    void anEventThatNobodyTakesIsToldWhereThatMatters() {
        listening();
        Nexus counting = hand.start(DomainConfig.of("counting"));
        Nexus strict = hand.start(DomainConfig.of("strict").withUnhandled(UnhandledPolicy.ERROR));
        Nexus keeping = hand.start(DomainConfig.of("keeping").withUnhandled(UnhandledPolicy.DEAD_LETTER));
        told();
        counting.bus().publish("a", null);
        Publication failed = strict.bus().publish("a", null);
        Publication kept = keeping.bus().publish("a", null);
        hand.run();
        String letter = keeping.deadLetters().list(null, 1).get(0).id();
        assertThat(told())
                .containsExactly(
                        new EventUnhandled("strict", event(failed)),
                        new EventUnhandled("keeping", event(kept)),
                        new DeadLetterKept("keeping", letter, null, event(kept)));
    }

    @Test
    void aSlowReceiverIsToldWhileItIs() {
        listening();
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.bus().subscribe("a", event -> hand.time.advance(Duration.ofSeconds(2)));
        told();
        Publication publication = nexus.bus().publish("a", null);
        assertThat(told()).containsExactly(new ReceiverSlow("d", "a", event(publication)));
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void aFullQueueIsToldOnceAndWhenThereIsRoomAgain(Overflow overflow) {
        listening();
        Nexus nexus = hand.start(
                DomainConfig.of("d").withCapacity(4).withOverflow(overflow).withAwaitTimeout(Duration.ofMillis(1)));
        nexus.handleRest((event, context) -> null);
        told();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 7; i++) {
                nexus.bus().publish(EventDraft.of("a", null).key("k" + i));
            }
            assertThat(told()).containsExactly(new QueueFull("d", 4), new QueueFreed("d", 4));
        }
        for (int i = 0; i < 4; i++) {
            nexus.bus().publish(EventDraft.of("a", null).key("k" + i));
        }
        assertThat(told()).as("the last place was enough").isEmpty();
    }

    @Test
    void sourcesAreTold() {
        listening();
        Nexus nexus = hand.start(DomainConfig.of("d"));
        told();
        var broken = new AtomicInteger(1);
        nexus.source(
                "pulled",
                (PullSource) () -> {
                    if (broken.getAndDecrement() > 0) {
                        throw new IllegalStateException("off");
                    }
                    throw new org.eventnexus.NoMoreEventsException();
                },
                RetryPolicy.of(2).withDelay(Duration.ofMillis(1)));
        hand.run();
        hand.time.advance(Duration.ofMillis(10));
        var off = new Cause(IllegalStateException.class.getName(), "off");
        assertThat(told())
                .containsExactly(
                        new SourceStarted("d", "pulled"),
                        new SourceFailed("d", "pulled", Duration.ofMillis(1), off),
                        new SourceEnded("d", "pulled"));

        nexus.source("pushed", new Pushing(), RetryPolicy.of(2).withDelay(Duration.ofMillis(1)));
        hand.run();
        hand.time.advance(Duration.ofMillis(10));
        assertThat(told())
                .containsExactly(
                        new SourceStarted("d", "pushed"),
                        new SourceFailed("d", "pushed", Duration.ofMillis(1), off),
                        new SourceGivenUp("d", "pushed", off));
    }

    /** Starts well and fails later the first time, and does not start the second time. */
    private static final class Pushing implements PushSource {
        private boolean again;

        @Override
        public void start(SourceContext context) {
            if (again) {
                throw new IllegalStateException("off");
            }
            again = true;
            context.executor().execute(() -> context.fail(new IllegalStateException("off")));
        }

        @Override
        public void close() {}
    }

    @Test
    void whoFollowsAndWhoWaitsIsTold() {
        listening();
        Nexus nexus = hand.start(DomainConfig.of("d"));
        told();
        var waiting = nexus.bus().next("a", Duration.ofSeconds(1)).toCompletableFuture();
        Flow.Publisher<NexusEvent<Object>> stream = nexus.bus().stream("b.*");
        var following = new AtomicReference<Flow.Subscription>();
        stream.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                following.set(subscription);
            }

            @Override
            public void onNext(NexusEvent<Object> event) {}

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        assertThat(told())
                .containsExactlyInAnyOrder(
                        new Happening.WaiterOpened("d", "a"), new Happening.StreamOpened("d", "b.*"));
        assertThat(nexus.inspect().streams()).extracting("streams", "waiters").containsExactly(1, 1);
        nexus.bus().publish("a", null);
        hand.run();
        assertThat(waiting).isCompleted();
        following.get().cancel();
        assertThat(told())
                .containsExactlyInAnyOrder(
                        new Happening.WaiterClosed("d", "a"), new Happening.StreamClosed("d", "b.*"));
    }

    @Test
    void aCircleThatABoundaryStopsIsTold() {
        listening();
        Nexus a = hand.start(DomainConfig.of("a"));
        Nexus b = hand.start(DomainConfig.of("b"));
        a.boundary("there", BoundaryConfig.to(b).select("x"));
        b.boundary("back", BoundaryConfig.to(a).select("x"));
        told();
        Publication publication = a.bus().publish(EventDraft.of("x", null).id("i"));
        assertThat(told()).singleElement().isInstanceOfSatisfying(Happening.LoopStopped.class, stopped -> {
            assertThat(stopped.domain()).isEqualTo("b");
            assertThat(stopped.boundary()).isEqualTo("back");
            assertThat(stopped.to()).isEqualTo("a");
            assertThat(stopped.event().id()).isEqualTo(publication.event().id());
        });
    }

    @Test
    void whatFailsAmongThoseWhoListenIsNotToldAgain() {
        Nexus monitor = listening();
        monitor.bus().subscribe("**", event -> {
            throw new IllegalStateException("deaf");
        });
        hand.start(DomainConfig.of("d"));
        assertThat(told()).containsExactly(new DomainStarted("d"));
        assertThat(hand.errors).containsExactly("**: deaf");
        assertThat(monitor.stats().published()).isEqualTo(1);
    }

    @Test
    void nobodyWaitsForThoseWhoListen() {
        Nexus monitor = hand.engine.create(DomainConfig.of(Happening.DOMAIN).withCapacity(2));
        assertThat(monitor.config().overflow()).isEqualTo(Overflow.DROP_OLDEST);
        for (int i = 0; i < 5; i++) {
            hand.start(DomainConfig.of("d" + i));
        }
        monitor.bus().<Happening>subscribe(Happening.class, event -> told.add(event.payload()));
        monitor.start();
        assertThat(told()).containsExactly(new DomainStarted("d3"), new DomainStarted("d4"));
        assertThat(monitor.stats().dropped()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"AWAIT", "FAIL", "DROP_NEWEST"})
    void underAnotherPolicyTheNewOneIsRefusedAtOnce(Overflow overflow) {
        Nexus monitor = hand.engine.create(
                DomainConfig.of(Happening.DOMAIN).withCapacity(2).withOverflow(overflow));
        monitor.start();
        hand.run();
        for (int i = 0; i < 5; i++) {
            hand.engine.create(DomainConfig.of("d" + i)).stop(Duration.ZERO);
        }
        assertThat(monitor.stats().published()).isEqualTo(2);
        assertThat(monitor.stats().refused()).isEqualTo(8);
    }

    @Test
    void theEndOfAllDomainsIsToldBeforeTheirOwnEnds() {
        Nexus monitor = listening();
        hand.start(DomainConfig.of("d"));
        told();
        hand.engine.close();
        assertThat(told).containsExactly(new DomainStopping("d"), new DomainStopped("d", Map.of()));
        assertThat(monitor.state()).isEqualTo(Nexus.State.STOPPED);
    }

    @Test
    void withoutTheDomainNothingIsMade() {
        Nexus nexus = hand.start(DomainConfig.of("d").withUnhandled(UnhandledPolicy.ERROR));
        nexus.bus()
                .subscribe(
                        EventSelector.any(),
                        "broken",
                        (event, context) -> {
                            throw new IllegalStateException("off");
                        },
                        ReceiverOptions.defaults().deadLetter(true));
        nexus.bus().publish("a", null);
        hand.run();
        assertThat(hand.engine.find(Happening.DOMAIN)).isEmpty();
        var made = new AtomicInteger();
        ((Domain) nexus).tell(() -> {
            made.incrementAndGet();
            return new DomainStarted("d");
        });
        assertThat(made).hasValue(0);
    }
}
