package org.eventnexus.docs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventDiscarder;
import org.eventnexus.EventDraft;
import org.eventnexus.EventFanout;
import org.eventnexus.EventSelector;
import org.eventnexus.Filter;
import org.eventnexus.Nexus;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.Publication;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;
import org.eventnexus.SourceContext;
import org.eventnexus.Timer;
import org.eventnexus.UnhandledPolicy;
import org.eventnexus.domain.DomainEngine;

/** The program of {@code docs/how-to/event-domains.md}, section by section; {@link EventDomainsDocumentationTest} runs it. */
final class EventDomains {
    private EventDomains() {}

    // ---- a domain

    static Nexus aDomain(DomainEngine engine) {
        Nexus nexus = engine.create(DomainConfig.of("kitchen"));
        return nexus;
    }

    static void aTimer(Nexus nexus) {
        nexus.source(Timer.countDown(Duration.ofMillis(15), 5, "launch.count"));
    }

    static void aTeapot(Nexus nexus, Executor delayed) {
        delayed.execute(() -> nexus.bus().publish(EventDraft.of(99, "TEAPOT!").id(1001)));
    }

    static void itsHandlers(Nexus nexus, List<String> out) {
        nexus.handle(EventSelector.type(99), "teapot", (event, context) -> out.add("teapot ID: " + event.id()));
        nexus.handleRest((event, context) -> out.add(event.type() + " " + event.payload()));
    }

    static void runHere(Nexus nexus) throws InterruptedException {
        nexus.run(); // returns when somebody has stopped the domain
    }

    static CompletionStage<Void> runInTheBackground(Nexus nexus) {
        CompletionStage<Void> ended = nexus.start();
        return ended;
    }

    // ---- sources

    public static class Greetings implements PullSource {
        private int id = 1000;

        @Override
        public EventDraft<?> obtain() {
            if (id == 1003) {
                throw new NoMoreEventsException(); // and the source is removed
            }
            return EventDraft.of(50, "hi").id(++id);
        }
    }

    static void pulled(Nexus nexus) {
        nexus.source(new Greetings());
        nexus.source("squares", PullSource.of(Stream.of(1, 2, 3).map(n -> nexus.create("square", n * n))));
    }

    public static class Doorbell implements PushSource {
        private volatile SourceContext context;

        @Override
        public void start(SourceContext context) {
            this.context = context;
        }

        public void ring(String who) {
            context.distribute(EventDraft.of("door.rang", who));
        }

        @Override
        public void close() {
            context = null;
        }
    }

    static Doorbell pushed(Nexus nexus) {
        var doorbell = new Doorbell();
        nexus.source(doorbell);
        return doorbell;
    }

    // ---- receivers

    static Nexus strict(DomainEngine engine) {
        return engine.create(DomainConfig.of("strict").withUnhandled(UnhandledPolicy.ERROR));
    }

    static void inThisOrder(Nexus nexus) {
        nexus.<Object>filter(
                "complete",
                (event, context) -> event.payload() == null ? Filter.Verdict.CONSUMED : Filter.Verdict.PASS);
        nexus.<String>handle("order.placed", (event, context) -> "reserved " + event.payload());
        nexus.handle(EventSelector.range(400, 499), "client-error", (event, context) -> "error " + event.type());
        nexus.handle("order.noise", new EventDiscarder<>());
        nexus.handleRest((event, context) -> "nobody else took " + event.type());
    }

    static void secondaries(Nexus nexus) {
        nexus.<String>handle("order.paid", (event, context) -> {
            context.emit("order.shipped", event.payload());
            context.emit("order.billed", event.payload());
            return "paid";
        });
    }

    // ---- a domain in a block

    static Nexus.State inABlock(DomainEngine engine) throws Exception {
        Nexus seen;
        try (Nexus nexus = engine.create(DomainConfig.of("short"))) {
            nexus.handleRest((event, context) -> null);
            nexus.start();
            nexus.bus().publish("order.placed", "lamp").await(Duration.ofSeconds(5));
            seen = nexus;
        } // stopped: what was admitted has been handled
        return seen.state();
    }

    // ---- buses

    static Doorbell oneSourceForTwo(Nexus kitchen, Nexus porch) {
        var doorbell = new Doorbell();
        kitchen.source(doorbell);
        porch.source(doorbell);
        return doorbell;
    }

    static EventFanout<String> oneHandlerForMany(Nexus nexus, List<String> out) {
        var fanout = new EventFanout<String>()
                .register((event, context) -> out.add("mail " + event.payload()))
                .register((event, context) -> out.add("page " + event.payload()));
        nexus.handle("alarm", fanout);
        return fanout;
    }

    static Publication manySubscribers(Nexus nexus, List<String> out) {
        EventBus bus = nexus.bus();
        bus.<String>subscribe("alarm", event -> out.add("first " + event.payload()));
        bus.<String>subscribe("**", event -> out.add("second " + event.payload()));
        return bus.publish("alarm", "smoke");
    }
}
