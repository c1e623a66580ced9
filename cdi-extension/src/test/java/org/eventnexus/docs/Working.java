package org.eventnexus.docs;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.CollectorOptions;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.QueueOrder;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.WorkQueueStats;
import org.eventnexus.cdi.DeadLettered;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Queue;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.Works;

/** What {@code docs/how-to/work-queues.md} shows; {@link WorkingDocumentationTest} runs it. */
final class Working {
    private Working() {}

    record Image(String name) {}

    @ApplicationScoped
    public static class Gallery {
        @Inject
        @EventDomain("shop")
        @Queue("images")
        WorkQueue images;

        public CompletionStage<String> shrink(Image image) {
            return images.send(image).result(String.class);
        }
    }

    @ApplicationScoped
    @EventDomain("shop")
    public static class Shrinking {
        @PostConstruct
        void setUp() {} // before the first item

        @Retried(attempts = 3, delay = "200ms")
        @DeadLettered
        String thumbnail(@Works(value = "images", concurrency = "2..16", deadline = "30s") Image image, Store store) {
            return store.put("small/" + image.name());
        }
    }

    @ApplicationScoped
    public static class Store {
        String put(String name) {
            return name;
        }
    }

    static Publication address(WorkQueue parcels) {
        parcels.work(CollectorOptions.named("north").topics("food"), (event, context) -> "north");
        parcels.work(CollectorOptions.named("south").topics("food", "books"), (event, context) -> "south");
        parcels.send("to both");
        parcels.send(EventDraft.of("parcels", "to the south").toCollector("south"));
        return parcels.send(EventDraft.of("parcels", "to whoever has books").toTopic("books"));
    }

    static WorkQueue taking(Nexus shop, AtomicInteger turn) {
        return shop.workQueue(
                "turns",
                WorkQueueConfig.defaults()
                        .withOrder(QueueOrder.PRIORITY)
                        .withRouter((event, collectors) ->
                                List.of(collectors.get(turn.getAndIncrement() % collectors.size()))));
    }

    static void ordered(WorkQueue accounts) {
        accounts.work(
                CollectorOptions.named("booking").concurrency(4).ordered().deadline(Duration.ofSeconds(5)),
                (event, context) -> event.key().orElse("none"));
        accounts.send(EventDraft.of("accounts", 100).key("alice"));
        accounts.send(EventDraft.of("accounts", -30).key("alice")); // after the first
        accounts.send(EventDraft.of("accounts", 7).key("bob")); // beside them
    }

    static String load(WorkQueue images) {
        WorkQueueStats stats = images.stats();
        return stats.busy() + " of " + stats.consumers() + " busy, " + stats.waiting() + " waiting, "
                + stats.collectors().get(0).arrivalRate() + " a second come";
    }
}
