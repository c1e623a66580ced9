package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes back through boundaries, and how it stops. */
@Tag("AN-22")
@Tag("R7")
class BoundaryRepliesTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus a = hand.start(DomainConfig.of("a").withMaxSecondaries(5));
    private final Nexus b = hand.start(DomainConfig.of("b").withMaxSecondaries(7));
    private final Nexus c = hand.start(DomainConfig.of("c"));

    private Outcome publish(String type, Object payload) {
        Publication publication = a.bus().publish(type, payload);
        hand.run();
        return publication.poll().orElseThrow();
    }

    private static String[] values(Outcome outcome) {
        return outcome.results().stream()
                .map(result -> result.receiver() + "="
                        + (result.ok() ? result.value() : result.error().getMessage()))
                .toArray(String[]::new);
    }

    /** The way there and back among three domains: what each returns, and what the last one replies to the one before. */
    @Test
    void aRoundTripAmongThreeDomainsBringsAllResultsToTheFirstPublisher() {
        a.boundary("a-b", BoundaryConfig.to(b));
        b.boundary("b-c", BoundaryConfig.to(c).select("order"));
        a.handle("order", (event, context) -> "a");
        b.handle("order", (event, context) -> {
            context.reply("b.says", event.payload());
            return "b";
        });
        c.handle("order", (event, context) -> {
            context.reply("c.says", event.payload());
            return CompletableFuture.completedFuture("c");
        });
        a.handle("b.says", (event, context) -> "a heard " + event.payload());
        b.handle("c.says", (event, context) -> {
            context.reply("b.passes", event.payload());
            return "b heard " + event.payload();
        });
        a.handle("b.passes", (event, context) -> "a heard of it");

        Outcome outcome = publish("order", 1);

        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(values(outcome))
                .containsExactlyInAnyOrder(
                        "order=a",
                        "order=b",
                        "order=c",
                        "b.says=a heard 1",
                        "c.says=b heard 1",
                        "b.passes=a heard of it");
        assertThat(List.of(
                        a.stats().published(), b.stats().published(), c.stats().published()))
                .as("the order, and what was replied to each")
                .containsExactly(3L, 2L, 1L);
    }

    @Test
    void aRingStopsWhereItBeganAndEachDomainAnswersOnce() {
        var boundaries = List.of(
                a.boundary("a-b", BoundaryConfig.to(b)),
                b.boundary("b-c", BoundaryConfig.to(c)),
                c.boundary("c-a", BoundaryConfig.to(a)));
        for (Nexus nexus : List.of(a, b, c)) {
            nexus.handle("x", (event, context) -> {
                context.emit("again", 0);
                context.reply("echo", 0);
                return nexus.name();
            });
        }
        Outcome outcome = publish("x", 0);

        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(values(outcome)).containsExactlyInAnyOrder("x=a", "x=b", "x=c");
        assertThat(boundaries)
                .extracting(boundary -> boundary.stats().waiting())
                .containsOnly(0);
        assertThat(boundaries)
                .extracting(boundary -> boundary.stats().unanswered())
                .containsOnly(0);
        assertThat(boundaries.get(2).stats().looped())
                .as("the event, and what was emitted")
                .isPositive();
        long published = List.of(a, b, c).stream()
                .mapToLong(nexus -> nexus.stats().published())
                .sum();
        assertThat(published).as("it has come to an end").isLessThan(30);
    }

    @Test
    void repliesPingPongNoLonger() {
        Boundary there = a.boundary("there", BoundaryConfig.to(b));
        b.handle("ping", (event, context) -> {
            context.reply("ping", 1);
            return "pong";
        });
        Outcome outcome = publish("ping", 0);
        assertThat(values(outcome)).containsExactly("ping=pong");
        assertThat(there.stats().looped()).isEqualTo(1);
        assertThat(a.stats().published()).isEqualTo(2);
    }

    @Test
    @Tag("R4")
    void aReplyIsHandledBeforeTheNextEventOfTheQueueAndBeforeThePublicationEnds() {
        var order = new ArrayList<Object>();
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        var release = new CompletableFuture<String>();
        b.handle("x", (event, context) -> {
            context.reply("reply", "early");
            return release.thenApply(late -> {
                context.reply("reply", "late");
                return late;
            });
        });
        a.handle("reply", (event, context) -> order.add(event.payload()));
        Publication x = a.bus().publish("x", 0);
        hand.run();
        assertThat(order).containsExactly("early");
        assertThat(x.status()).isEqualTo(Status.PENDING);
        release.complete("done");
        hand.run();
        assertThat(order).containsExactly("early", "late");
        assertThat(x.poll().orElseThrow().results())
                .extracting(Result::value)
                .containsExactlyInAnyOrder(true, true, "done");
    }

    @Test
    void aReplyByAnEventEmittedThereComesBackAsWell() {
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        b.handle("x", (event, context) -> {
            context.emit("inner", 1);
            return null;
        });
        b.handle("inner", (event, context) -> {
            context.reply("reply", 2);
            return "not the publisher's";
        });
        a.handle("reply", (event, context) -> "heard");
        assertThat(values(publish("x", 0))).containsExactlyInAnyOrder("reply=heard", "x=null");
    }

    @Test
    void whereNothingIsForwardedAReplyIsEmittedHere() {
        a.handle("x", (event, context) -> {
            context.reply("reply", 1);
            return "x";
        });
        a.handle("reply", (event, context) -> "reply");
        assertThat(values(publish("x", 0))).containsExactly("x=x");
        assertThat(a.stats().delivered()).isEqualTo(2);
    }

    @Test
    void aFailureThereAndAFailedReplyAreFailuresHere() {
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        b.handle("x", (event, context) -> {
            context.reply("reply", 1);
            throw new IllegalStateException("there");
        });
        a.handle("reply", (event, context) -> {
            throw new IllegalStateException("here");
        });
        Outcome outcome = publish("x", 0);
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(values(outcome)).containsExactlyInAnyOrder("reply=here", "x=there");
        assertThat(a.stats().failed()).isEqualTo(2);
    }

    @Test
    void repliesAreBoundedOnBothSides() {
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        var refusals = new ArrayList<Throwable>();
        b.handle("x", (event, context) -> {
            for (int i = 0; i < 9; i++) {
                try {
                    context.reply("reply", i);
                } catch (PublicationException tooMany) {
                    refusals.add(tooMany);
                }
            }
            return "x";
        });
        Outcome outcome = publish("x", 0);
        assertThat(refusals).as("b allows 7").hasSize(2);
        assertThat(outcome.results().stream().filter(result -> !result.ok()))
                .as("of which a takes 5")
                .hasSize(2)
                .allMatch(result -> result.error().getMessage().contains("ENX-0010"));
        assertThat(a.stats().published()).isEqualTo(6);
    }

    @Test
    void aReplyAfterTheReceiverIsDoneIsAMistake() {
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        var kept = new ArrayList<HandlerContext>();
        b.handle("x", (event, context) -> kept.add(context));
        publish("x", 0);
        assertThatThrownBy(() -> kept.get(0).reply(EventDraft.of("late", 1)))
                .isInstanceOf(InvalidLoopStateException.class)
                .hasMessageContaining("ENX-0005");
    }

    @Test
    @Tag("R12")
    void aReplyThatComesAfterTheSenderHasStoppedIsNobodys() {
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        var release = new CompletableFuture<String>();
        b.handle("x", (event, context) -> release.whenComplete((value, error) -> context.reply("reply", 1)));
        Publication publication = a.bus().publish("x", 0);
        hand.run();
        a.stop(Duration.ZERO);
        release.complete("late");
        hand.run();
        assertThat(publication.poll().orElseThrow().status()).isEqualTo(Status.ABANDONED);
        assertThat(a.stats().published()).isEqualTo(1);
        assertThat(b.stats().delivered()).isEqualTo(1);
    }

    /** The event that waits has a secondary one as well: neither alone ends it. */
    @Test
    @Tag("R4")
    void anEventWaitsForWhatItEmittedAndForWhatIsElsewhere() {
        a.boundary("out", BoundaryConfig.to(b).select("x", "inner"));
        var there = new CompletableFuture<String>();
        var inner = new CompletableFuture<String>();
        b.handle("x", (event, context) -> "x there");
        b.handle("inner", (event, context) -> inner);
        a.handle("x", (event, context) -> {
            context.emit("inner", 1);
            return "x here";
        });
        Publication x = a.bus().publish("x", 0);
        hand.run();
        assertThat(x.poll()).isEmpty();
        inner.completeExceptionally(new IllegalStateException("inner"));
        there.complete("");
        hand.run();
        assertThat(x.poll().orElseThrow().status()).isEqualTo(Status.FAILED);
        assertThat(values(x.poll().orElseThrow())).containsExactly("x=x here", "x=x there", "inner=inner");
    }
}
