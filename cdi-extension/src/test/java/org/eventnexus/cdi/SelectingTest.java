package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eventnexus.Filter.Verdict.CONSUMED;
import static org.eventnexus.Filter.Verdict.PASS;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventType;
import org.eventnexus.Filter.Verdict;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which events a bean's methods get: by each kind of selector, by the payload's class, and by what filters let pass. */
@Tag("BX-01")
class SelectingTest {

    @EventType("order.placed")
    record Placed(String sku) {}

    record Unnamed(int number) {}

    @ApplicationScoped
    static class Numbers {
        String two(@Handles(number = {404, 500}) Object payload) {
            return "number";
        }

        String range(@Handles(range = {400, 499}) Object payload) {
            return "range";
        }

        String mask(@Handles(mask = 0b0110) Object payload) {
            return "mask";
        }

        String text(@Handles("numbers 600..699") Object payload) {
            return "text";
        }

        String told(@Subscribes(range = {1, 1000}) Object payload) {
            return "told";
        }

        String toldByBits(@Subscribes(mask = 1L << 40) Object payload) {
            return "told by bits";
        }
    }

    @ApplicationScoped
    static class Named {
        String placed(@Handles Placed order) {
            return "placed " + order.sku();
        }

        String unnamed(@Handles Unnamed unnamed) {
            return "unnamed " + unnamed.number();
        }

        String classes(@Subscribes(payload = {Placed.class, Unnamed.class}) Object payload) {
            return "class " + payload.getClass().getSimpleName();
        }
    }

    @ApplicationScoped
    @EventDomain("several")
    static class Several {
        String second(@Handles({"a", "*"}) @Priority(2) String text) {
            return "second";
        }

        String first(@Handles("a") @Priority(1) String text) {
            return "first";
        }

        String range(@Handles(range = {1, 5}) Object payload) {
            return "low";
        }

        String overlapping(@Handles(range = {5, 9}) Object payload) {
            return "high";
        }
    }

    @ApplicationScoped
    static class Gate {
        private final List<String> seen = new ArrayList<>();

        Verdict last(@Filters @Priority(2) NexusEvent<?> event, EventBus bus) {
            seen.add("last " + event.type() + " in " + bus.domain());
            return PASS;
        }

        private CompletionStage<Verdict> first(@Filters @Priority(1) Object payload) {
            seen.add("first " + payload);
            return CompletableFuture.completedFuture("bad".equals(payload) ? CONSUMED : PASS);
        }

        String handle(@Handles("a") String text) {
            return text;
        }

        List<String> seen() {
            return seen;
        }
    }

    private static List<Object> values(Started app, String domain, EventDraft<?> draft) {
        Outcome outcome = Started.await(app.bus(domain).publish(draft));
        assertThat(outcome.status()).as("%s", outcome.results()).isEqualTo(Status.COMPLETED);
        return outcome.results().stream().map(Result::value).toList();
    }

    @Test
    @Tag("AN-01")
    @Tag("AN-05")
    @Tag("AN-06")
    void numbersRangesAndMasksAreMembersOfTheAnnotation() {
        try (var app = Started.with(Numbers.class)) {
            assertThat(values(app, "default", EventDraft.of(404, null))).containsExactly("number", "told");
            assertThat(values(app, "default", EventDraft.of(500, null))).containsExactly("number", "told");
            assertThat(values(app, "default", EventDraft.of(400, null))).containsExactly("range", "told");
            assertThat(values(app, "default", EventDraft.of(499, null))).containsExactly("range", "told");
            assertThat(values(app, "default", EventDraft.of(4, null))).containsExactly("mask", "told");
            assertThat(values(app, "default", EventDraft.of(650, null))).containsExactly("text", "told");
            assertThat(values(app, "default", EventDraft.of((1L << 40) + 2, null)))
                    .containsExactly("mask", "told by bits");
            assertThat(Started.await(app.bus("default").publish("404", null)).status())
                    .as("a name")
                    .isEqualTo(Status.UNHANDLED);
        }
    }

    @Test
    @Tag("AN-02")
    void withoutASelectorTheParametersClassNamesTheType() {
        try (var app = Started.with(Named.class)) {
            assertThat(values(app, "default", EventDraft.of(new Placed("lamp"))))
                    .containsExactly("placed lamp", "class Placed");
            assertThat(values(app, "default", EventDraft.of("order.placed", new Placed("sofa"))))
                    .containsExactly("placed sofa", "class Placed");
            assertThat(values(app, "default", EventDraft.of("other", new Placed("desk"))))
                    .as("its class does not make it an order.placed")
                    .containsExactly("class Placed");
            assertThat(values(app, "default", EventDraft.of(new Unnamed(1))))
                    .containsExactly("unnamed 1", "class Unnamed");
        }
    }

    @Test
    @Tag("AN-04")
    @Tag("R1")
    void inADomainWithMultipleAllHandlersTakeTheEventByPriority() {
        try (var several = SystemSetting.of("eventnexus.domain.several.multiple", "true");
                var app = Started.with(Several.class)) {
            assertThat(values(app, "several", EventDraft.of("a", "x"))).containsExactly("first", "second");
            assertThat(values(app, "several", EventDraft.of("b", "x"))).containsExactly("second");
            assertThat(values(app, "several", EventDraft.of(5, null)))
                    .as("by the methods' names")
                    .containsExactly("high", "low");
        }
    }

    @Test
    @Tag("AN-07")
    void filtersSeeEveryEventByPriority() {
        try (var app = Started.with(Gate.class)) {
            assertThat(values(app, "default", EventDraft.of("a", "good"))).containsExactly("good");
            assertThat(values(app, "default", EventDraft.of("a", "bad"))).isEmpty();
            assertThat(Started.await(app.bus("default").publish(7 + "", 7)).status())
                    .isEqualTo(Status.UNHANDLED);
            assertThat(app.get(Gate.class).seen())
                    .isEqualTo(Arrays.asList(
                            "first good", "last a in default", "first bad", "first 7", "last 7 in default"));
        }
    }
}
