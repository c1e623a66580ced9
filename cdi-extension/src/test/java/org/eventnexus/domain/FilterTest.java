package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eventnexus.Filter.Verdict.CONSUMED;
import static org.eventnexus.Filter.Verdict.PASS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eventnexus.DeadLetter;
import org.eventnexus.DomainConfig;
import org.eventnexus.Filter;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscription;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AN-07")
class FilterTest {
    private static final DomainConfig CONFIG = DomainConfig.of("d");

    private final HandEngine hand = new HandEngine();
    private final List<String> seen = new ArrayList<>();
    private Nexus nexus = hand.start(CONFIG);

    private static String show(NexusEvent<?> event) {
        return event.type() + event.payload();
    }

    /** Notes what it sees, and consumes what is of a type. */
    private Filter<Object> consuming(String name, String type) {
        return (event, context) -> {
            seen.add(name + ' ' + show(event));
            return event.type().equals(type) ? CONSUMED : PASS;
        };
    }

    private void receivers() {
        nexus.handleRest((event, context) -> seen.add("handler " + show(event)));
        nexus.bus().subscribe("**", event -> seen.add("subscriber " + show(event)));
    }

    private Publication publish(String type, Object payload) {
        Publication publication = nexus.bus().publish(type, payload);
        hand.run();
        return publication;
    }

    @Test
    @Tag("AN-08")
    void filtersSeeEveryEventInTheOrderOfRegistrationBeforeItsHandler() {
        receivers();
        nexus.filter("one", consuming("one", "x"));
        nexus.filter("two", consuming("two", "y"));

        publish("a", 1);
        Publication consumed = publish("x", 2);
        publish("y", 3);

        assertThat(seen)
                .containsExactly("one a1", "two a1", "handler a1", "subscriber a1", "one x2", "one y3", "two y3");
        assertThat(consumed.poll().orElseThrow().results()).isEmpty();
    }

    @Test
    @Tag("R6")
    void whatAFilterConsumesIsTakenAndWhatAllLetPassMayBeUnhandled() {
        nexus = hand.start(DomainConfig.of("strict").withUnhandled(UnhandledPolicy.ERROR));
        nexus.filter("one", consuming("one", "x"));

        assertThat(publish("x", 1).status()).isEqualTo(Status.COMPLETED);
        Publication unhandled = publish("a", 2);

        assertThat(unhandled.status()).isEqualTo(Status.UNHANDLED);
        assertThat(unhandled.poll().orElseThrow().results())
                .singleElement()
                .extracting(Result::error)
                .isInstanceOf(UnhandledEventException.class);
        assertThat(nexus.stats().unhandled()).isEqualTo(1);
        assertThat(nexus.stats().delivered()).isEqualTo(1);
        assertThat(nexus.log().orElseThrow().newest()).as("the log has both").isEqualTo(2);
    }

    @Test
    @Tag("R8")
    void whatAFilterThrowsIsAFailureAndTheEventGoesNoFurther() {
        receivers();
        nexus.filter("one", (event, context) -> {
            throw new IllegalArgumentException("unreadable");
        });
        nexus.filter("two", consuming("two", "x"));

        Publication failed = publish("a", 1);

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.poll().orElseThrow().results()).singleElement().satisfies(result -> {
            assertThat(result.receiver()).isEqualTo("one");
            assertThat(result.error()).hasMessage("unreadable");
        });
        assertThat(seen).isEmpty();
        assertThat(hand.errors).containsExactly("one: unreadable");
    }

    @Test
    void whatIsNoVerdictIsAFailure() {
        receivers();
        nexus.filter("one", (event, context) -> true);
        assertThat(publish("a", 1).status()).isEqualTo(Status.FAILED);
        nexus = hand.start(DomainConfig.of("another"));
        receivers();
        nexus.filter("two", (event, context) -> CompletableFuture.completedFuture(null));
        assertThat(publish("a", 2).status()).isEqualTo(Status.FAILED);

        assertThat(hand.errors)
                .containsExactly(
                        "one: a filter returns PASS or CONSUMED, not true",
                        "two: a filter returns PASS or CONSUMED, not null");
        assertThat(seen).isEmpty();
    }

    @Test
    @Tag("R1")
    void aVerdictMayComeLaterAndTheNextEventWaitsForIt() {
        receivers();
        List<CompletableFuture<Filter.Verdict>> verdicts = new ArrayList<>();
        nexus.filter("later", (event, context) -> {
            verdicts.add(new CompletableFuture<>());
            return verdicts.get(verdicts.size() - 1);
        });
        nexus.filter("two", consuming("two", "x"));
        Publication first = publish("a", 1);
        publish("a", 2);
        assertThat(verdicts).hasSize(1);

        verdicts.get(0).complete(CONSUMED);
        hand.run();
        assertThat(first.status()).isEqualTo(Status.COMPLETED);
        assertThat(seen).isEmpty();
        verdicts.get(1).complete(PASS);
        hand.run();

        assertThat(seen).containsExactly("two a2", "handler a2", "subscriber a2");
    }

    @Test
    @Tag("AN-09")
    void aFilterMayEmitAndSeesSecondaryEventsToo() {
        nexus.filter("emits", (event, context) -> {
            seen.add("filter " + show(event));
            if (event.type().equals("split")) {
                context.emit("part", 1);
                context.emit("part", 2);
                return CONSUMED;
            }
            if (event.type().equals("lost")) {
                context.emit("part", 3);
            }
            return PASS;
        });
        nexus.handle("part", (event, context) -> seen.add("handler " + show(event)));

        Publication split = publish("split", 0);
        Publication lost = publish("lost", 0);

        assertThat(seen)
                .containsExactly(
                        "filter split0",
                        "filter part1",
                        "handler part1",
                        "filter part2",
                        "handler part2",
                        "filter lost0",
                        "filter part3",
                        "handler part3");
        assertThat(split.status()).isEqualTo(Status.COMPLETED);
        assertThat(lost.status()).as("nobody took the event itself").isEqualTo(Status.UNHANDLED);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    @Tag("R4")
    void aSecondaryEventThatFailsFailsAnEventThatNobodyTook() {
        nexus.filter("emits", (event, context) -> {
            if (event.type().equals("root")) {
                context.emit("part", 1);
            }
            return PASS;
        });
        nexus.handle("part", (event, context) -> {
            throw new IllegalStateException("broken");
        });

        Publication root = publish("root", 0);

        assertThat(root.status()).isEqualTo(Status.FAILED);
        assertThat(root.results().toCompletableFuture().join())
                .singleElement()
                .extracting(result -> result.error().getMessage())
                .isEqualTo("broken");
        assertThat(nexus.stats().failed()).isEqualTo(2);
        assertThat(nexus.stats().unhandled()).isZero();
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    void aCancelledFilterSeesNothingMore() {
        receivers();
        var filter = new AtomicReference<Subscription>();
        filter.set(nexus.filter("once", (event, context) -> {
            seen.add("once " + show(event));
            filter.get().cancel();
            return CONSUMED;
        }));
        nexus.filter("other", (event, context) -> PASS);
        assertThat(nexus.filters()).containsExactly("once", "other");
        publish("a", 1);
        publish("a", 2);
        assertThat(seen).containsExactly("once a1", "handler a2", "subscriber a2");
        assertThat(nexus.filters()).containsExactly("other");
    }

    @Test
    @Tag("R8")
    void aFilterIsCalledAgainWhereItsOptionsSaySo() {
        receivers();
        var attempts = new AtomicInteger();
        nexus.filter(
                "shaky",
                (event, context) -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return PASS;
                },
                ReceiverOptions.defaults().retry(RetryPolicy.of(3).withDelay(Duration.ofMillis(10))));

        Publication publication = publish("a", 1);
        for (int i = 0; i < 2; i++) {
            hand.time.advance(Duration.ofSeconds(1));
            hand.run();
        }

        assertThat(publication.status()).isEqualTo(Status.COMPLETED);
        assertThat(seen).containsExactly("handler a1", "subscriber a1");
    }

    @Test
    @Tag("R8")
    void aDeadLetterOfAFilterGoesOnBehindItWhenItPasses() {
        nexus.filter("one", consuming("one", "x"));
        var broken = new AtomicInteger(2);
        nexus.filter(
                "broken",
                (event, context) -> {
                    if (broken.getAndDecrement() > 0) {
                        throw new IllegalStateException("broken");
                    }
                    return PASS;
                },
                ReceiverOptions.defaults().deadLetter(true));
        receivers();
        publish("a", 1);
        assertThat(seen).containsExactly("one a1");
        seen.clear();

        redeliver();
        assertThat(seen).isEmpty();
        assertThat(nexus.deadLetters().size()).as("it has failed again").isEqualTo(1);
        redeliver();

        assertThat(seen).containsExactly("handler a1", "subscriber a1");
        assertThat(nexus.deadLetters().size()).isZero();
    }

    private void redeliver() {
        DeadLetter letter = nexus.deadLetters().list(null, 1).get(0);
        nexus.deadLetters().redeliver(letter.id());
        hand.run();
    }
}
