package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.cdi.NexusExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page of work queues shows does what the page says. */
@Tag("EC-01")
@Tag("EC-08")
class WorkingDocumentationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static List<Object> values(Publication publication) throws Exception {
        Outcome outcome = publication.await(PATIENCE);
        return outcome.results().stream().map(Result::value).toList();
    }

    @Test
    void allOfIt() throws Exception {
        try (var container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(Working.Gallery.class, Working.Shrinking.class, Working.Store.class)
                .initialize()) {
            Working.Gallery gallery = container.select(Working.Gallery.class).get();
            String thumbnail = gallery.shrink(new Working.Image("cat"))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(thumbnail).isEqualTo("small/cat");

            Nexus shop = container.select(Domains.class).get().get("shop");
            WorkQueue images = shop.findWorkQueue("images").orElseThrow();
            images.drain().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(Working.load(images)).matches("0 of 2 busy, 0 waiting, \\d.* a second come");

            WorkQueue parcels = shop.workQueue("parcels", WorkQueueConfig.defaults());
            assertThat(values(Working.address(parcels))).containsExactly("south");
            assertThat(parcels.stats().taken()).isEqualTo(4);

            WorkQueue turns = Working.taking(shop, new AtomicInteger());
            turns.work("odd", (event, context) -> "odd");
            turns.work("even", (event, context) -> "even");
            assertThat(values(turns.send(1))).containsExactly("odd");
            assertThat(values(turns.send(2))).containsExactly("even");

            WorkQueue accounts = shop.workQueue("accounts", WorkQueueConfig.defaults());
            Working.ordered(accounts);
            accounts.drain().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(accounts.stats().done()).isEqualTo(3);
        }
    }
}
