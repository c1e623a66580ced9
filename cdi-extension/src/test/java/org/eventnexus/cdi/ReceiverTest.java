package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventBus;
import org.eventnexus.HandlerContext;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.PayloadException;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a receiver's method may look like, and what becomes of what it returns. */
@Tag("BX-01")
class ReceiverTest {

    record Order(String sku) {}

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cold {}

    interface Stock {
        String name();
    }

    @Default
    @ApplicationScoped
    static class WarmStock implements Stock {
        @Override
        public String name() {
            return "warm";
        }
    }

    @Cold
    @Singleton
    static class ColdStock implements Stock {
        @Override
        public String name() {
            return "cold";
        }
    }

    @ApplicationScoped
    static class Receivers {
        private final List<String> seen = new ArrayList<>();

        String payload(@Handles("payload") Order order) {
            return order.sku();
        }

        String envelope(@Handles("envelope") NexusEvent<Order> event) {
            return event.type() + ' ' + event.payload().sku();
        }

        String injected(@Cold Stock cold, @Handles("injected") Order order, Stock stock) {
            return order.sku() + ' ' + stock.name() + ' ' + cold.name();
        }

        String context(HandlerContext context, EventBus bus, @Handles("context") String text, Nexus nexus) {
            context.emit("emitted", text);
            return bus.domain() + ' ' + nexus.name();
        }

        String other(
                @Handles("other") @EventDomain("second") String text,
                EventBus own,
                @EventDomain("third") EventBus third) {
            return own.domain() + ' ' + third.domain();
        }

        CompletionStage<String> staged(@Handles("staged") String text) {
            return CompletableFuture.supplyAsync(() -> text + " later");
        }

        int primitive(@Handles("primitive") int number) {
            return number + 1;
        }

        String byClass(@Handles Order order) {
            return "class " + order.sku();
        }

        String several(@Handles({"several.one", "several.two", "several.one"}) String text) {
            return text;
        }

        String anything(@Handles("anything") NexusEvent<?> event) {
            return event.type();
        }

        String checked(@Handles("checked") String text) throws IOException {
            throw new IOException(text);
        }

        static String fixed(@Handles("fixed") String text, Stock stock) {
            return text + ' ' + stock.name();
        }

        void told(@Subscribes("emitted") NexusEvent<String> event) {
            seen.add(event.type() + ' ' + event.payload());
        }

        String seen(@Handles("seen") Object nothing) {
            return seen.toString();
        }

        String answers(@Subscribes("payload") Order order) {
            return "subscriber " + order.sku();
        }
    }

    private static final Class<?>[] BEANS = {Receivers.class, WarmStock.class, ColdStock.class};

    private static Object result(String type, Object payload) {
        try (var app = Started.with(BEANS)) {
            Outcome outcome = app.publish(type, payload);
            assertThat(outcome.status()).as("%s", outcome.results()).isEqualTo(Status.COMPLETED);
            return outcome.results().get(0).value();
        }
    }

    @Test
    void aHandlersValueIsTheResult() {
        assertThat(result("payload", new Order("a"))).isEqualTo("a");
    }

    @Test
    void resultsAreNamedAfterTheMethods() {
        try (var app = Started.with(BEANS)) {
            assertThat(app.publish("payload", new Order("a")).results())
                    .containsExactly(new Result("payload", "a", null), new Result("answers", "subscriber a", null));
        }
    }

    @Test
    void takesTheEventAroundThePayload() {
        assertThat(result("envelope", new Order("a"))).isEqualTo("envelope a");
        assertThat(result("anything", 1)).isEqualTo("anything");
    }

    @Test
    void furtherParametersAreInjectedWithTheirQualifiers() {
        assertThat(result("injected", new Order("a"))).isEqualTo("a warm cold");
    }

    @Test
    void contextBusAndNexusAreThoseOfTheDomain() {
        assertThat(result("context", "x")).isEqualTo("default default");
        try (var app = Started.with(BEANS)) {
            assertThat(Started.await(app.bus("second").publish("other", "x")).results())
                    .extracting(Result::value)
                    .containsExactly("second third");
        }
    }

    @Test
    void emittedEventsAreDelivered() {
        try (var app = Started.with(BEANS)) {
            app.publish("context", "x");
            assertThat(app.publish("seen", null).results().get(0).value()).isEqualTo("[emitted x]");
        }
    }

    @Test
    void aStageIsWaitedFor() {
        assertThat(result("staged", "x")).isEqualTo("x later");
    }

    @Test
    void primitivesAreUnwrapped() {
        assertThat(result("primitive", 1)).isEqualTo(2);
        try (var app = Started.with(BEANS)) {
            assertThat(app.publish("primitive", null).results().get(0).error())
                    .isInstanceOf(PayloadException.class)
                    .hasMessageContaining("primitive");
        }
    }

    @Test
    void withoutSelectorItIsThePayloadsClass() {
        assertThat(result("whatever", new Order("a"))).isEqualTo("class a");
    }

    @Test
    void severalSelectorsMayBeGiven() {
        assertThat(result("several.one", "1")).isEqualTo("1");
        assertThat(result("several.two", "2")).isEqualTo("2");
    }

    @Test
    void staticMethodsReceive() {
        assertThat(result("fixed", "x")).isEqualTo("x warm");
    }

    @Test
    void whatIsThrownFailsThePublication() {
        try (var app = Started.with(BEANS)) {
            Outcome outcome = app.publish("checked", "why");
            assertThat(outcome.status()).isEqualTo(Status.FAILED);
            assertThat(outcome.results().get(0).error())
                    .isInstanceOf(IOException.class)
                    .hasMessage("why");
        }
    }

    @Test
    void aPayloadOfAnotherClassIsTheReceiversFailure() {
        try (var app = Started.with(BEANS)) {
            assertThat(app.publish("payload", "text").results())
                    .extracting(Result::error)
                    .hasOnlyElementsOfType(PayloadException.class);
            assertThat(app.publish("envelope", "text").results().get(0).error()).isInstanceOf(PayloadException.class);
        }
    }
}
