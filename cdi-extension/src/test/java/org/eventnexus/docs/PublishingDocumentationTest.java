package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.NexusExtension;
import org.eventnexus.docs.FirstReceiver.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of the page on publishing do what it says; those with transactions are tried in servers. */
@Tag("AU-01")
@Tag("AU-03")
@Tag("AU-04")
@Tag("AE-05")
class PublishingDocumentationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ApplicationScoped
    static class House implements PublishingExamples.Bank {
        @Override
        public CompletionStage<Boolean> trusts(String customer) {
            return CompletableFuture.completedFuture(!"stranger".equals(customer));
        }
    }

    @Test
    void theProgramsOfThePageWork() throws Exception {
        try (var container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(
                        PublishingExamples.OpeningHours.class,
                        PublishingExamples.CreditCheck.class,
                        PublishingExamples.Till.class,
                        PublishingExamples.Checkout.class,
                        House.class)
                .initialize()) {
            Nexus orders = container
                    .select(Nexus.class, EventDomain.Literal.of("orders"))
                    .get();
            orders.handle("order.placed", (event, context) -> event.headers().get("shop"));
            var lamp = new Order("lamp");

            List<Exception> mishaps = new ArrayList<>();
            List<Result> results = PublishingExamples.wish(orders.bus(), lamp, mishaps)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(results).extracting(Result::value).containsExactly("main");
            List<Publication> together = PublishingExamples.together(orders.bus(), lamp);
            assertThat(together.get(1).await(PATIENCE).status()).isEqualTo(Status.UNHANDLED);
            assertThat(together)
                    .extracting(publication -> publication.event().type())
                    .containsExactly("order.placed", "stock.reserved");
            Publication stranger =
                    orders.bus().publish(EventDraft.of("order.placed", lamp).key("stranger"));
            assertThat(stranger.await(PATIENCE).results())
                    .extracting(Result::value)
                    .containsExactly("please pay in advance");
            assertThat(PublishingExamples.remind(orders.bus(), lamp).isPending())
                    .isFalse();
            assertThat(PublishingExamples.forATime(orders, new CompletableFuture<>()))
                    .isEqualTo("ended early");
            assertThat(container
                            .select(PublishingExamples.Till.class)
                            .get()
                            .pay(lamp)
                            .await(PATIENCE)
                            .status())
                    .as("there is no transaction here")
                    .isEqualTo(Status.UNHANDLED);
            var checkout = container.select(PublishingExamples.Checkout.class).get();
            assertThat(checkout.buy(lamp, "ann").toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo("main");
            container.select(PublishingExamples.OpeningHours.class).get().close();
            assertThat(PublishingExamples.wish(orders.bus(), lamp, mishaps).toCompletableFuture())
                    .isCompletedExceptionally();
            assertThat(mishaps)
                    .singleElement()
                    .satisfies(mishap -> assertThat(mishap).hasMessageEndingWith("we are closed"));
        }
    }
}
