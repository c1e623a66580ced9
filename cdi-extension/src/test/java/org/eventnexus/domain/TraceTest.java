package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.TraceContext;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes from an event has its trace, by whatever way; what does not has none. */
@Tag("BX-09")
class TraceTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OTHER = "00-11111111111111111111111111111111-2222222222222222-00";
    private static final String STATE = "rojo=1";

    private final DomainEngine engine = DomainEngine.builder()
            .executor(Runnable::run)
            .scheduler((task, delay) -> {
                if (delay.isZero()) {
                    task.run();
                }
                return () -> {};
            })
            .errorHandler((event, receiver, error) -> {})
            .build();
    private final Nexus shop = engine.create(DomainConfig.of("shop"));
    private final Nexus store = engine.create(DomainConfig.of("store"));
    /** By type. */
    private final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        engine.start();
        for (Nexus nexus : List.of(shop, store)) {
            nexus.bus()
                    .subscribe(
                            EventSelector.any(), event -> seen.put(nexus.name() + " " + event.type(), event.headers()));
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void publishTraced() {
        shop.bus().publish(traced("first"));
    }

    private static EventDraft<Object> traced(String type) {
        return EventDraft.<Object>of(type, 1)
                .header(TraceContext.PARENT, PARENT)
                .header(TraceContext.STATE, STATE);
    }

    private void assertTraced(String what) {
        assertThat(seen.get(what))
                .as(what)
                .containsEntry(TraceContext.PARENT, PARENT)
                .containsEntry(TraceContext.STATE, STATE);
    }

    @Test
    void whatAReceiverEmitsAndPublishes() {
        shop.handle("first", (event, context) -> {
            context.emit("emitted", 1);
            shop.bus().publish("own", 1);
            store.bus().publish("elsewhere", 1);
            store.bus().publishAsync(EventDraft.of("async", 1));
            store.bus().publishAll(List.of(EventDraft.of("together", 1), EventDraft.of("with.it", 1)));
            store.bus().publishAfter(Duration.ZERO, EventDraft.of("later", 1));
            return null;
        });
        shop.handle("emitted", (event, context) -> context.emit("emitted.again", 1));
        publishTraced();
        for (String what : List.of("shop emitted", "shop emitted.again", "shop own")) {
            assertTraced(what);
        }
        for (String what :
                List.of("store elsewhere", "store async", "store later", "store together", "store with.it")) {
            assertTraced(what);
        }
    }

    @Test
    void theNextEventHasNoneOfIt() {
        shop.handle("first", (event, context) -> null);
        shop.handle("second", (event, context) -> store.bus().publish("elsewhere", 1));
        publishTraced();
        shop.bus().publish("second", 1);
        store.bus().publish("outside", 1);
        assertThat(seen.get("store elsewhere")).isEmpty();
        assertThat(seen.get("store outside")).isEmpty();
    }

    @Test
    void aTraceOfItsOwnStays() {
        shop.handle(
                "first",
                (event, context) -> context.emit(EventDraft.of("emitted", 1).header(TraceContext.PARENT, OTHER)));
        publishTraced();
        assertThat(seen.get("shop emitted")).containsExactly(Map.entry(TraceContext.PARENT, OTHER));
    }

    @Test
    void whatIsMalformedGoesNoFurther() {
        shop.handle("first", (event, context) -> {
            store.bus().publish("elsewhere", 1);
            return context.emit("emitted", 1);
        });
        shop.bus().publish(EventDraft.of("first", 1).header(TraceContext.PARENT, "malformed"));
        assertThat(seen.get("shop emitted")).isEmpty();
        assertThat(seen.get("store elsewhere")).isEmpty();
    }

    @Test
    void throughBoundariesAndBack() {
        shop.boundary("as-it-is", BoundaryConfig.to(store).select("first"));
        shop.boundary(
                "mapped",
                BoundaryConfig.to(store).select("first").map(event -> EventDraft.of("mapped", event.payload())));
        store.handle("mapped", (event, context) -> {
            context.reply("reply", 1);
            return null;
        });
        publishTraced();
        assertTraced("store first");
        assertTraced("store mapped");
        assertTraced("shop reply");
    }

    @Test
    void whatALanePublishes() {
        shop.bus()
                .subscribe(
                        List.of(EventSelector.parse("first")),
                        SubscriptionOptions.defaults().async(),
                        event -> {
                            store.bus().publish("from.lane", 1);
                        });
        publishTraced();
        assertTraced("store from.lane");
    }

    @Test
    void whatAWorkerPublishes() {
        shop.workQueue("first", WorkQueueConfig.defaults())
                .work("worker", (event, context) -> store.bus().publish("from.worker", 1));
        publishTraced();
        assertTraced("store from.worker");
    }

    @Test
    void byHandWhereTheEngineCannotKnow() {
        EventDraft<Object> first = traced("first");
        shop.handle("first", (event, context) -> {
            new Thread(() -> store.bus().publish(TraceContext.continued(EventDraft.of("by.hand", 1), event))).start();
            return null;
        });
        var next = store.bus().next("by.hand", Duration.ofSeconds(10));
        shop.bus().publish(first);
        assertThat(next.toCompletableFuture().join().headers()).containsEntry(TraceContext.PARENT, PARENT);
    }
}
