package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.NexusExtension;
import org.eventnexus.docs.FirstReceiver.Order;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** The programs of the page on streams do what it says, in CDI, with Mutiny and with Reactor. */
@Tag("AU-10")
class StreamsDocumentationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SeContainer container = SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addExtensions(NexusExtension.class)
            .addBeanClasses(Streams.Checkout.class)
            .initialize();
    private final Nexus orders =
            container.select(Nexus.class, EventDomain.Literal.of("orders")).get();

    @AfterEach
    void close() {
        if (container.isRunning()) {
            container.close();
        }
    }

    private void place(String... skus) {
        for (String sku : skus) {
            orders.bus().publish("order.placed", new Order(sku));
        }
    }

    @Test
    @Tag("AE-06")
    @Tag("AU-09")
    void oneWaitsForAnEvent() throws Exception {
        CompletableFuture<String> bought = container
                .select(Streams.Checkout.class)
                .get()
                .buy(new Order("lamp"))
                .toCompletableFuture();
        orders.bus().publish("order.paid", "chair");
        orders.bus().publish("order.paid", "lamp");

        assertThat(bought.get(10, TimeUnit.SECONDS)).isEqualTo("paid lamp");
    }

    @Test
    void mutinyConsumesAStream() {
        AssertSubscriber<String> subscriber = Streams.withMutiny(orders.bus())
                .select()
                .first(3)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1));
        subscriber.awaitSubscription();
        place("lamp", "chair", "table", "bed");

        subscriber.awaitItems(1).request(5).awaitCompletion(PATIENCE).assertItems("lamp", "chair", "table");
        Awaitility.await().until(() -> orders.bus().streamStats().streams() == 0);
    }

    @Test
    void reactorConsumesAStream() {
        List<List<String>> pairs = new CopyOnWriteArrayList<>();
        Disposable disposable = Streams.withReactor(orders.bus())
                .map(pair -> pair.stream().map(event -> event.payload().sku()).toList())
                .subscribe(pairs::add);
        Awaitility.await().until(() -> orders.bus().streamStats().streams() == 1);
        place("lamp", "chair", "table", "bed");

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(pairs).containsExactly(List.of("lamp", "chair"), List.of("table", "bed")));
        disposable.dispose();
        Awaitility.await().until(() -> orders.bus().streamStats().streams() == 0);
    }

    @Test
    @Tag("AU-14")
    void theStopOfTheApplicationCompletesAStream() {
        place("lamp", "chair");
        var replayed = Multi.createFrom()
                .publisher(Streams.fromTheBeginning(orders))
                .map(event -> event.payload().sku())
                .subscribe()
                .withSubscriber(AssertSubscriber.<String>create(Long.MAX_VALUE));

        container.close();

        replayed.awaitCompletion(PATIENCE).assertItems("lamp", "chair");
    }

    @Test
    @Tag("AU-14")
    void aStopAtOnceFailsIt() {
        AssertSubscriber<String> subscriber =
                Streams.withMutiny(orders.bus()).subscribe().withSubscriber(AssertSubscriber.create(1));
        subscriber.awaitSubscription();

        orders.stopNow();

        subscriber.awaitFailure(PATIENCE).assertFailedWith(LoopStoppedException.class);
    }

    @Test
    void whatIsFedIsKeptForTheNextStream() {
        assertThat(Streams.feed(orders.bus())).isTrue();

        AssertSubscriber<String> subscriber =
                Streams.withMutiny(orders.bus()).subscribe().withSubscriber(AssertSubscriber.create(1));

        subscriber.awaitItems(1, PATIENCE).assertItems("sample");
        assertThat(orders.stats().published()).isZero();
    }
}
