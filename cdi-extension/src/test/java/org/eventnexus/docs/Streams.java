package org.eventnexus.docs;

import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.StreamOptions;
import org.eventnexus.StreamOverflow;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.docs.FirstReceiver.Order;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** The programs of {@code docs/how-to/streams.md}; {@link StreamsDocumentationTest} compares. */
final class Streams {
    private Streams() {}

    @ApplicationScoped
    public static class Checkout {
        @Inject
        @EventDomain("orders")
        EventBus orders;

        public CompletionStage<String> buy(Order order) {
            CompletionStage<NexusEvent<String>> paid =
                    orders.next("order.paid", event -> order.sku().equals(event.payload()), Duration.ofSeconds(30));
            orders.publish("order.placed", order);
            return paid.thenApply(event -> "paid " + event.payload());
        }
    }

    static Multi<String> withMutiny(EventBus orders) {
        Flow.Publisher<NexusEvent<Order>> placed = orders.stream("order.placed");
        return Multi.createFrom().publisher(placed).map(event -> event.payload().sku());
    }

    static Flux<List<NexusEvent<Order>>> withReactor(EventBus orders) {
        StreamOptions options = StreamOptions.defaults().buffer(1_000).overflow(StreamOverflow.DROP_OLDEST);
        Flow.Publisher<NexusEvent<Order>> placed = orders.stream("order.placed", options);
        return JdkFlowAdapter.flowPublisherToFlux(placed).buffer(2);
    }

    static Flow.Publisher<NexusEvent<Order>> fromTheBeginning(Nexus orders) {
        EventLog log = orders.log().orElseThrow();
        Position before = new Position(log.epoch(), log.oldest() - 1);
        StreamOptions options = StreamOptions.defaults()
                .after(before)
                .itemTimeout(Duration.ofMinutes(1))
                .timeout(Duration.ofHours(1));
        return orders.bus().stream("order.**", options);
    }

    static boolean feed(EventBus orders) {
        return orders.feed(EventDraft.of("order.placed", new Order("sample")));
    }
}
