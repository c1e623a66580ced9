package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.UnhandledPolicy;
import org.eventnexus.race.Conservation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a boundary forwards, in which order, and what it does when there is no room. */
@Tag("AN-21")
class BoundaryTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus a = hand.start(DomainConfig.of("a"));
    private final Nexus b = hand.start(DomainConfig.of("b"));

    private static List<NexusEvent<?>> seen(Nexus nexus) {
        var seen = new ArrayList<NexusEvent<?>>();
        nexus.bus().subscribe("**", seen::add);
        return seen;
    }

    private static List<Object> payloads(List<NexusEvent<?>> events) {
        return events.stream().<Object>map(NexusEvent::payload).toList();
    }

    private static Boundary.Stats stats(Object... figures) {
        long[] n = new long[10];
        for (int i = 0; i < figures.length; i += 2) {
            int at = List.of(
                            "forwarded",
                            "filtered",
                            "looped",
                            "duplicates",
                            "dropped",
                            "refused",
                            "answered",
                            "unhandled",
                            "waiting",
                            "unanswered")
                    .indexOf(figures[i]);
            n[at] = (Integer) figures[i + 1];
        }
        return new Boundary.Stats(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], (int) n[8], (int) n[9]);
    }

    @Test
    void whatIsForwardedIsTheSameEvent() {
        List<NexusEvent<?>> seen = seen(b);
        a.boundary("out", BoundaryConfig.to(b));

        Publication publication = a.bus()
                .publish(EventDraft.of(42L, "payload")
                        .id(7)
                        .priority(3)
                        .time(Instant.EPOCH)
                        .subject("s")
                        .key("k")
                        .header("trace", "t"));
        a.bus().publish("plain", 1);
        hand.run();

        NexusEvent<?> event = seen.get(0);
        assertThat(event.numericType()).hasValue(42);
        assertThat(event.numericId()).hasValue(7);
        assertThat(event.payload()).isEqualTo("payload");
        assertThat(event.priority()).isEqualTo(3);
        assertThat(event.time()).isEqualTo(Instant.EPOCH);
        assertThat(event.source()).isEqualTo("/eventnexus/a");
        assertThat(event.subject()).hasValue("s");
        assertThat(event.key()).hasValue("k");
        assertThat(event.headers()).isEqualTo(Map.of("trace", "t"));
        assertThat(event.domain()).isEqualTo("b");
        assertThat(publication.poll().orElseThrow().status()).isEqualTo(Status.COMPLETED);
        NexusEvent<?> here = a.log().orElseThrow().read(2);
        assertThat(seen.get(1).id()).isEqualTo(here.id());
        assertThat(seen.get(1).source()).isEqualTo(here.source());
    }

    @Test
    void onlyWhatIsSelectedAndPassesTheFilterAndEachEventOnce() {
        List<NexusEvent<?>> seen = seen(b);
        Boundary out = a.boundary(
                "out",
                BoundaryConfig.to(b).select("order.*", "order.**", "number 5").filter(event -> event.priority() == 0));
        for (String type : List.of("order.placed", "order.item.added", "other")) {
            a.bus().publish(type, type);
        }
        a.bus().publish(EventDraft.of(5L, "five"));
        a.bus().publish(EventDraft.of("order.late", "late").priority(1));
        hand.run();

        assertThat(payloads(seen)).containsExactly("order.placed", "order.item.added", "five");
        assertThat(out.stats()).isEqualTo(stats("forwarded", 3, "filtered", 1));
        assertThat(a.stats().unhandled()).as("the other one").isEqualTo(1);
    }

    @Test
    void mappingGivesTheEventAnotherPayloadAnEventOfItsOwnOrNothing() {
        List<NexusEvent<?>> seen = seen(b);
        Boundary out = a.boundary("out", BoundaryConfig.to(b).map(event -> switch (event.type()) {
            case "same" -> event;
            case "payload" -> event.payload() + "!";
            case "draft" -> EventDraft.of("drawn", event.payload());
            case "later" -> CompletableFuture.completedFuture("late");
            default -> null;
        }));
        for (String type : List.of("same", "payload", "draft", "later", "none")) {
            a.bus().publish(type, type);
        }
        hand.run();

        assertThat(seen).extracting(NexusEvent::type).containsExactly("same", "payload", "drawn", "later");
        assertThat(payloads(seen)).containsExactly("same", "payload!", "draft", "late");
        assertThat(seen)
                .extracting(NexusEvent::source)
                .containsExactly("/eventnexus/a", "/eventnexus/a", "/eventnexus/b", "/eventnexus/a");
        assertThat(seen.get(2).id()).as("one of b").isNotEqualTo(seen.get(0).id());
        assertThat(out.stats()).isEqualTo(stats("forwarded", 4, "filtered", 1));
    }

    @Test
    void anotherTypeIsAnotherEvent() {
        List<NexusEvent<?>> seen = seen(b);
        a.boundary("out", BoundaryConfig.to(b).type("alert.raised"));
        a.bus().publish(EventDraft.of("quake", 5).subject("s").id("given"));
        hand.run();
        assertThat(seen.get(0).type()).isEqualTo("alert.raised");
        assertThat(seen.get(0).subject()).hasValue("s");
        assertThat(seen.get(0).source()).isEqualTo("/eventnexus/b");
        assertThat(seen.get(0).id()).isNotEqualTo("given");
        assertThatThrownBy(() -> BoundaryConfig.to(b).type("not a type")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMappingThatFailsFailsThePublicationUnderTheBoundarysName() {
        Boundary out = a.boundary("out", BoundaryConfig.to(b).map((event, context) -> {
            throw new IllegalStateException("no map");
        }));
        Publication publication = a.bus().publish("x", 1);
        hand.run();
        assertThat(publication.poll().orElseThrow().status()).isEqualTo(Status.FAILED);
        assertThat(hand.errors).containsExactly("out: no map");
        assertThat(out.stats()).isEqualTo(stats());
    }

    @Test
    @Tag("R1")
    void itComesAfterHandlersAndSubscribersAndKeepsTheOrder() {
        var order = new ArrayList<String>();
        a.boundary("second", BoundaryConfig.to(b).map(event -> {
            order.add("second " + event.payload());
            return null;
        }));
        a.boundary("third", BoundaryConfig.to(b));
        a.handle("x", (event, context) -> order.add("handler " + event.payload()));
        a.bus().subscribe("**", event -> order.add("subscriber " + event.payload()));
        b.bus().subscribe("**", event -> order.add("there " + event.payload()));
        a.bus().publish("x", 1);
        a.bus().publish("x", 2);
        hand.run();
        assertThat(order)
                .containsSubsequence("handler 1", "subscriber 1", "second 1", "there 1", "there 2")
                .containsSubsequence("second 1", "handler 2", "subscriber 2", "second 2", "there 2");
    }

    @Test
    void theSendingDomainGoesOnWhileReplyIsAwaited() {
        var stage = new CompletableFuture<String>();
        b.handle("x", (event, context) -> stage);
        a.boundary("out", BoundaryConfig.to(b).select("x"));
        a.handle("y", (event, context) -> "y");
        Publication x = a.bus().publish("x", 1);
        Publication y = a.bus().publish("y", 2);
        hand.run();
        assertThat(y.poll()).isPresent();
        assertThat(x.poll()).isEmpty();
        stage.complete("late");
        hand.run();
        assertThat(x.poll().orElseThrow().results()).extracting(Result::value).containsExactly("late");
    }

    // ---- room

    private final Nexus narrow = hand.create(DomainConfig.of("narrow").withCapacity(2));

    @Test
    @Tag("R5")
    void aFullReceiverFillsTheQueueAndAFullQueuePausesTheSender() {
        Boundary out = a.boundary("out", BoundaryConfig.to(narrow).capacity(3));
        for (int i = 1; i <= 10; i++) {
            a.bus().publish("x", i);
        }
        hand.run();
        assertThat(out.stats()).isEqualTo(stats("forwarded", 2, "waiting", 3, "unanswered", 5));
        assertThat(a.stats().depth()).as("paused after the fifth").isEqualTo(5);

        List<NexusEvent<?>> seen = seen(narrow);
        narrow.start();
        hand.run();
        assertThat(payloads(seen)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(out.stats()).isEqualTo(stats("forwarded", 10));
        Conservation.atRest(List.of(a, narrow));
    }

    @Test
    void theSenderGoesOnWhenTheQueueIsHalfEmpty() {
        Nexus slow = hand.start(DomainConfig.of("slow").withCapacity(2));
        var open = new ArrayDeque<CompletableFuture<Object>>();
        slow.handle("**", (event, context) -> {
            open.add(new CompletableFuture<>());
            return open.getLast();
        });
        Boundary out = a.boundary("out", BoundaryConfig.to(slow).capacity(4).replies(false));
        for (int i = 1; i <= 12; i++) {
            a.bus().publish("x", i);
            hand.run();
        }
        assertThat(out.stats().waiting()).isEqualTo(4);
        int paused = a.stats().depth();
        assertThat(paused).isPositive();
        open.poll().complete(null);
        hand.run();
        assertThat(out.stats().waiting()).isEqualTo(3);
        assertThat(a.stats().depth()).isEqualTo(paused);
        open.poll().complete(null);
        hand.run();
        assertThat(a.stats().depth()).as("half empty").isLessThan(paused);
        for (CompletableFuture<Object> next = open.poll(); next != null; next = open.poll()) {
            next.complete(null);
            hand.run();
        }
        assertThat(slow.stats().delivered()).isEqualTo(12);
    }

    @Test
    void whatHasNoPriorityHasNoneThere() {
        List<NexusEvent<?>> seen = seen(b);
        a.boundary("out", BoundaryConfig.to(b));
        a.bus().publish("x", 1);
        hand.run();
        assertThat(seen)
                .singleElement()
                .satisfies(event -> assertThat(event.hasPriority()).isFalse());
    }

    @Test
    void aFullQueueMayFailOrDropInstead() {
        Boundary fails = a.boundary(
                "fails", BoundaryConfig.to(narrow).select("f").capacity(1).overflow(Overflow.FAIL));
        Boundary drops = a.boundary(
                "drops", BoundaryConfig.to(narrow).select("d").capacity(1).overflow(Overflow.DROP_NEWEST));
        narrow.bus().publish("x", 0);
        narrow.bus().publish("x", 0);
        var publications = new ArrayList<Publication>();
        for (String type : List.of("f", "f", "d", "d")) {
            publications.add(a.bus().publish(type, type));
        }
        hand.run();
        assertThat(publications)
                .extracting(Publication::status)
                .containsExactly(Status.PENDING, Status.FAILED, Status.PENDING, Status.COMPLETED);
        Result failed = publications.get(1).poll().orElseThrow().results().get(0);
        assertThat(failed.receiver()).isEqualTo("fails");
        assertThat(failed.error()).isInstanceOf(PublicationException.class).hasMessageContaining("ENX-0045");
        assertThat(fails.stats()).isEqualTo(stats("refused", 1, "waiting", 1, "unanswered", 1));
        assertThat(drops.stats()).isEqualTo(stats("dropped", 1, "waiting", 1, "unanswered", 1));

        narrow.start();
        hand.run();
        assertThat(publications).allMatch(Publication::isDone);
        assertThat(narrow.stats().unhandled()).isEqualTo(4);
    }

    @Test
    void aReceiverThatRefusesWhatItHasNoRoomForFailsTheForward() {
        Nexus refusing = hand.create(DomainConfig.of("refusing").withCapacity(1).withOverflow(Overflow.FAIL));
        Boundary out = a.boundary("out", BoundaryConfig.to(refusing));
        a.bus().publish("x", 1);
        Publication second = a.bus().publish("x", 2);
        hand.run();
        assertThat(out.stats()).isEqualTo(stats("forwarded", 1, "refused", 1, "unanswered", 1));
        assertThat(second.poll().orElseThrow().results().get(0).error()).hasMessageContaining("ENX-0002");
    }

    @Test
    void aReceiverThatDropsTheOldestIsNotWaitedFor() {
        Nexus dropping = hand.create(DomainConfig.of("dropping").withCapacity(1).withOverflow(Overflow.DROP_OLDEST));
        a.boundary("out", BoundaryConfig.to(dropping));
        Publication first = a.bus().publish("x", 1);
        a.bus().publish("x", 2);
        hand.run();
        Result failed = first.poll().orElseThrow().results().get(0);
        assertThat(failed.receiver()).isEqualTo("out");
        assertThat(((PublicationException) failed.error()).status()).isEqualTo(Status.DROPPED);
    }

    @Test
    @Tag("R5")
    void aFullCircleGoesOnAndEverythingArrives() {
        Nexus one = hand.create(DomainConfig.of("one").withCapacity(2));
        Nexus two = hand.create(DomainConfig.of("two").withCapacity(2));
        var results = new ArrayList<Publication>();
        one.boundary("to-two", BoundaryConfig.to(two).capacity(1));
        two.boundary("to-one", BoundaryConfig.to(one).capacity(1));
        for (int i = 0; i < 2; i++) {
            results.add(one.bus().publish("x", i));
            results.add(two.bus().publish("x", i));
        }
        one.start();
        two.start();
        for (int i = 2; i < 40; i++) {
            results.add(one.bus().publishAsync(EventDraft.of("x", i)));
            results.add(two.bus().publishAsync(EventDraft.of("x", i)));
            if (i % 3 == 0) {
                hand.run();
            }
        }
        hand.run();
        assertThat(results).allMatch(publication -> publication.status() == Status.COMPLETED);
        assertThat(one.stats().delivered() + one.stats().unhandled()).isEqualTo(80);
    }

    // ---- loops and duplicates

    @Test
    @Tag("R4")
    void nothingComesBackInTheSameWayNorByAnEventEmittedForIt() {
        List<NexusEvent<?>> back = seen(a);
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        Boundary in = b.boundary("in", BoundaryConfig.to(a));
        b.handle("x", (event, context) -> {
            context.emit("emitted", 1);
            return context.bus().publish("published", 2).status();
        });
        Publication publication = a.bus().publish("x", 0);
        hand.run();
        assertThat(back).hasSize(1);
        assertThat(publication.poll().orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(out.stats()).isEqualTo(stats("forwarded", 1));
        assertThat(in.stats()).isEqualTo(stats("looped", 3));
        b.bus().publish("own", 3);
        hand.run();
        assertThat(in.stats()).as("an event of b's own does go").isEqualTo(stats("forwarded", 1, "looped", 3));
        assertThat(out.stats()).isEqualTo(stats("forwarded", 1, "looped", 1));
    }

    @Test
    void aDeadLetterThatIsDeliveredAgainStillKnowsWhereItHasBeen() {
        Nexus c = hand.start(DomainConfig.of("c").withDeadLetter(true));
        var broken = new boolean[] {true};
        c.handle("x", (event, context) -> {
            if (broken[0]) {
                throw new IllegalStateException("broken");
            }
            context.reply("unheard", 1);
            return context.emit("emitted", 1);
        });
        a.boundary("out", BoundaryConfig.to(c));
        Boundary back = c.boundary("back", BoundaryConfig.to(a));
        a.bus().publish("x", 1);
        hand.run();
        broken[0] = false;
        Publication again =
                c.deadLetters().redeliver(c.deadLetters().list(null, 10).get(0).id());
        hand.run();
        assertThat(again.poll().orElseThrow().results()).allMatch(Result::ok);
        assertThat(back.stats()).isEqualTo(stats("looped", 2));
        assertThat(a.stats().published()).isEqualTo(1);
    }

    @Test
    void twoWaysToOneDomainBringAnEventOnceAndItsRepliesOnce() {
        Nexus c = hand.start(DomainConfig.of("c"));
        Nexus d = hand.start(DomainConfig.of("d"));
        d.handle("x", (event, context) -> "d");
        a.boundary("to-b", BoundaryConfig.to(b));
        a.boundary("to-c", BoundaryConfig.to(c));
        Boundary first = b.boundary("b-d", BoundaryConfig.to(d));
        Boundary second = c.boundary("c-d", BoundaryConfig.to(d));
        Publication publication = a.bus().publish("x", 1);
        hand.run();
        assertThat(d.stats().delivered()).isEqualTo(1);
        assertThat(publication.poll().orElseThrow().results())
                .extracting(Result::value)
                .containsExactly("d");
        assertThat(first.stats()).isEqualTo(stats("forwarded", 1));
        assertThat(second.stats()).isEqualTo(stats("duplicates", 1));
    }

    /** Were the second way to wait for the first one's replies, these two would wait for each other. */
    @Test
    void waysThatMeetInsideACircleDoNotWaitForEachOther() {
        List<Nexus> all = new ArrayList<>(List.of(a, b));
        for (String name : List.of("c", "d", "e")) {
            all.add(hand.start(DomainConfig.of(name)));
        }
        Nexus c = all.get(2);
        Nexus d = all.get(3);
        Nexus e = all.get(4);
        a.boundary("1", BoundaryConfig.to(b));
        a.boundary("2", BoundaryConfig.to(c));
        b.boundary("3", BoundaryConfig.to(d));
        c.boundary("4", BoundaryConfig.to(d));
        d.boundary("5", BoundaryConfig.to(e));
        e.boundary("6", BoundaryConfig.to(c));
        Publication publication = a.bus().publish("x", 1);
        hand.run();
        assertThat(publication.poll().orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(all).allMatch(nexus -> nexus.stats().published() == 1);
    }

    // ---- its life

    @Test
    void mistakesAreToldAtOnce() {
        a.boundary("out", BoundaryConfig.to(b));
        assertThatThrownBy(() -> a.boundary("out", BoundaryConfig.to(narrow)))
                .isInstanceOf(MisconfiguredReceiverException.class)
                .hasMessageContaining("ENX-0044")
                .hasMessageContaining("'out'");
        assertThatThrownBy(() -> a.boundary("self", BoundaryConfig.to(a)))
                .isInstanceOf(MisconfiguredReceiverException.class)
                .hasMessageContaining("ENX-0044");
        Nexus foreign = new HandEngine().create(DomainConfig.of("foreign"));
        assertThatThrownBy(() -> a.boundary("far", BoundaryConfig.to(foreign)))
                .isInstanceOf(MisconfiguredReceiverException.class);
        assertThatThrownBy(() -> BoundaryConfig.to(b).overflow(Overflow.KEEP_LATEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BoundaryConfig.to(b).capacity(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BoundaryConfig.to(b).select(new EventSelector[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(a.boundaries()).extracting(Boundary::name).containsExactly("out");
    }

    @Test
    void aBoundaryThatIsClosedTakesNothingAndItsNameIsFree() {
        Boundary out = a.boundary("out", BoundaryConfig.to(b));
        assertThat(out.isActive()).isTrue();
        assertThat(List.of(out.name(), out.from(), out.to())).containsExactly("out", "a", "b");
        hand.time.schedule(hand::run, Duration.ZERO);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(out::close);
        while (!closing.isDone()) {
            hand.run();
        }
        assertThat(out.isActive()).isFalse();
        assertThat(a.boundaries()).isEmpty();
        Publication publication = a.bus().publish("x", 1);
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.UNHANDLED);
        assertThat(b.stats().published()).isZero();
        assertThat(a.boundary("out", BoundaryConfig.to(b)).isActive()).isTrue();
    }

    @Test
    @Tag("R12")
    void aStoppedReceiverRefusesAndSoDoesWhatWaitsForIt() {
        Boundary out = a.boundary("out", BoundaryConfig.to(narrow));
        var publications = new ArrayList<Publication>();
        for (int i = 0; i < 4; i++) {
            publications.add(a.bus().publish("x", i));
        }
        hand.run();
        narrow.stop(Duration.ZERO);
        hand.run();
        publications.add(a.bus().publish("x", 4));
        hand.run();
        assertThat(publications).extracting(Publication::status).containsOnly(Status.FAILED);
        assertThat(publications)
                .extracting(publication -> ((PublicationException) publication
                                .poll()
                                .orElseThrow()
                                .results()
                                .get(0)
                                .error())
                        .status())
                .containsExactly(Status.ABANDONED, Status.ABANDONED, Status.REFUSED, Status.REFUSED, Status.REFUSED);
        assertThat(out.stats()).isEqualTo(stats("forwarded", 2, "refused", 3));
    }

    @Test
    @Tag("R12")
    void aStoppedSenderAbandonsWhatWaitsAndWhatIsUnansweredOnce() {
        Boundary out = a.boundary("out", BoundaryConfig.to(narrow));
        var publications = new ArrayList<Publication>();
        for (int i = 0; i < 4; i++) {
            publications.add(a.bus().publish("x", i));
        }
        hand.run();
        assertThat(a.stop(Duration.ZERO)).isEqualTo(Map.of("x", 4L));
        assertThat(publications).extracting(Publication::status).containsOnly(Status.ABANDONED);
        assertThat(out.stats()).isEqualTo(stats("forwarded", 2, "refused", 2));
        assertThat(out.isActive()).isFalse();
        narrow.start();
        hand.run();
        assertThat(narrow.stats().unhandled()).as("what was forwarded before").isEqualTo(2);
        assertThat(a.stats().abandoned()).isEqualTo(4);
        Conservation.atRest(List.of(a, narrow));
        assertThatThrownBy(() -> a.boundary("late", BoundaryConfig.to(b)))
                .isInstanceOf(LoopStoppedException.class)
                .hasMessageContaining("ENX-0047");
    }

    @Test
    @Tag("R12")
    void whatWaitsStillArrivesWhenAllAreStoppedTogether() {
        for (boolean replies : new boolean[] {true, false}) {
            var other = new HandEngine();
            Nexus from = other.create(DomainConfig.of("from"));
            Nexus to = other.create(DomainConfig.of("to").withCapacity(1).withRetention(0));
            Boundary out =
                    from.boundary("out", BoundaryConfig.to(to).capacity(2).replies(replies));
            to.handleRest((event, context) -> "done");
            for (int i = 0; i < 20; i++) {
                from.bus().publish("x", i);
            }
            other.engine.start();
            other.executor.rejecting(true); // so that the close runs the loops itself
            other.engine.close();
            assertThat(to.stats().delivered()).isEqualTo(20);
            assertThat(out.stats()).isEqualTo(stats("forwarded", 20));
            assertThat(from.stats().abandoned() + to.stats().abandoned()).isZero();
        }
    }

    @Test
    void withoutRepliesThePublicationEndsWhenTheBoundaryHasTheEvent() {
        Boundary out =
                a.boundary("out", BoundaryConfig.to(narrow).replies(false).capacity(2));
        var publications = new ArrayList<Publication>();
        for (int i = 0; i < 3; i++) {
            publications.add(a.bus().publish("x", i));
        }
        hand.run();
        assertThat(publications).extracting(Publication::status).containsOnly(Status.COMPLETED);
        assertThat(out.stats()).isEqualTo(stats("forwarded", 2, "waiting", 1, "unanswered", 1));
        narrow.handleRest((event, context) -> {
            context.reply("nobody waits for it", 1);
            throw new IllegalStateException("there");
        });
        narrow.start();
        hand.run();
        assertThat(out.stats()).isEqualTo(stats("forwarded", 3));
        assertThat(a.stats().published()).isEqualTo(3);
        assertThat(narrow.stats().failed()).isEqualTo(3);
    }

    @Test
    void anEventThatNobodyTakesThereGivesNoResultUnlessThatIsAnErrorThere() {
        Nexus strict = hand.start(DomainConfig.of("strict").withUnhandled(UnhandledPolicy.ERROR));
        Boundary loose = a.boundary("loose", BoundaryConfig.to(b).select("l"));
        a.boundary("strict", BoundaryConfig.to(strict).select("s"));
        Publication unhandled = a.bus().publish("l", 1);
        Publication error = a.bus().publish("s", 1);
        hand.run();
        assertThat(unhandled.poll().orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(unhandled.poll().orElseThrow().results()).isEmpty();
        assertThat(loose.stats()).isEqualTo(stats("forwarded", 1, "unhandled", 1));
        assertThat(error.poll().orElseThrow().status()).isEqualTo(Status.FAILED);
        assertThat(error.poll().orElseThrow().results())
                .extracting(Result::receiver)
                .containsExactly("strict");
    }

    @Test
    void anEventThatHasEndedIsNotKeptByTheLogOfTheOtherDomain() {
        Nexus forgetful = hand.start(DomainConfig.of("forgetful").withRetention(0));
        forgetful.boundary("out", BoundaryConfig.to(b).map(event -> EventDraft.of("y", 1)));
        var payload = new WeakReference<>(
                forgetful.bus().publish("x", new Object()).event().payload());
        forgetful.bus().publish("x", 2);
        hand.run();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return payload.get() == null;
        });
        assertThat(b.log().orElseThrow().read(1).payload()).isEqualTo(1);
    }
}
