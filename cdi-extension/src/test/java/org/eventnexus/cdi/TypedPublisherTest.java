package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventDraft;
import org.eventnexus.EventType;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.cdi.elsewhere.Elsewhere;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interfaces whose methods publish, as beans. */
@Tag("AE-10")
@Tag("BX-01")
class TypedPublisherTest {
    private static final Order LAMP = new Order("lamp");

    @EventType("order.named")
    record Order(String sku) {}

    @Vetoed
    interface Sending<T> {
        @Publishes("order.sent")
        Publication sent(T order);
    }

    @EventDomain("orders")
    interface Orders extends Sending<Order> {
        @Publishes("order.placed")
        Publication placed(Order order);

        @Publishes("order.placed")
        CompletionStage<String> place(Order order);

        @Publishes("order.placed")
        CompletionStage<Integer> placeAndCount(Order order);

        @Publishes("order.placed")
        CompletionStage<Void> placeQuietly(Order order);

        @Publishes("order.told")
        void told(Order order);

        @Publishes("night")
        Publication night();

        @Publishes
        Publication byClass(Order order);

        @Publishes(number = 7)
        Publication seven(Object any);

        @Publishes
        Publication draft(EventDraft<?> draft);

        @Publishes("order.marked")
        Publication marked(
                @Publishes.Key String key,
                Order order,
                @Publishes.Header("shop") String shop,
                @Publishes.Subject String subject,
                @Publishes.Header("till") String till);

        @Publishes("order.placed")
        @EventDomain("audit")
        Publication audited(Order order);

        default String placeTwice(Order order) throws Exception {
            return valueOf(place(order)) + valueOf(place(order));
        }

        private static String valueOf(CompletionStage<String> stage) throws Exception {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        }

        static Order lamp() {
            return LAMP;
        }

        default void fail() throws IOException {
            throw new IOException("as told");
        }

        @Override
        String toString();
    }

    interface Defaults {
        @Publishes("a")
        Publication a(String payload);
    }

    @ApplicationScoped
    static class Receivers {
        private String seen = "";

        String orders(@Handles("**") @EventDomain("orders") NexusEvent<?> event) {
            return event.type() + ' ' + event.payload();
        }

        synchronized void told(@Subscribes("order.told") @EventDomain("orders") Order order) {
            seen += order;
        }

        String audit(@Handles("**") @EventDomain("audit") NexusEvent<?> event) {
            return "audit " + event.type();
        }

        String ofDefault(@Handles("**") NexusEvent<?> event) {
            return "default " + event.type();
        }

        /** A further parameter, which no injection point of CDI's tells of. */
        void relay(@Subscribes("relay") Order order, Relayed relayed) {
            relayed.relayed(order);
        }

        String relayed(@Handles("**") @EventDomain("relayed") Order order) {
            return order.sku();
        }

        synchronized String seen() {
            return seen;
        }
    }

    @EventDomain("relayed")
    interface Relayed {
        @Publishes("relayed")
        void relayed(Order order);
    }

    @Dependent
    static class Shop {
        @Inject
        Orders orders;

        @Inject
        @EventDomain("orders")
        Orders qualified;

        @Inject
        Instance<Defaults> defaults;
    }

    private static Object value(Publication publication) {
        return Started.await(publication).results().get(0).value();
    }

    private static <T> T valueOf(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void publishWhatTheirMethodsSay() throws Exception {
        try (Started started = Started.with(Receivers.class, Shop.class)) {
            Orders orders = started.get(Shop.class).orders;
            assertThat(value(orders.placed(LAMP))).isEqualTo("order.placed Order[sku=lamp]");
            assertThat(value(orders.placed(null))).isEqualTo("order.placed null");
            assertThat(value(orders.sent(LAMP))).isEqualTo("order.sent Order[sku=lamp]");
            assertThat(value(orders.night())).isEqualTo("night null");
            assertThat(value(orders.byClass(LAMP))).isEqualTo("order.named Order[sku=lamp]");
            assertThat(orders.seven("x").event().numericType()).hasValue(7);
            assertThat(value(orders.draft(EventDraft.of("drafted", 5).key("k"))))
                    .isEqualTo("drafted 5");
            assertThat(value(orders.audited(LAMP))).isEqualTo("audit order.placed");
            assertThat(value(started.get(Shop.class).defaults.get().a("x"))).isEqualTo("default a");
        }
    }

    @Test
    void returnThePublicationOrItsResultOrNothing() throws Exception {
        try (Started started = Started.with(Receivers.class, Shop.class)) {
            Orders orders = started.get(Shop.class).orders;
            assertThat(valueOf(orders.place(LAMP))).isEqualTo("order.placed Order[sku=lamp]");
            assertThat(valueOf(orders.placeQuietly(LAMP))).isNull();
            assertThat(catchThrowable(() -> valueOf(orders.placeAndCount(LAMP))))
                    .hasMessageContaining("java.lang.Integer");
            orders.told(LAMP);
            Started.await(orders.placed(LAMP)); // comes after it
            assertThat(started.get(Receivers.class).seen()).isEqualTo("Order[sku=lamp]");
        }
    }

    @Test
    void takeKeySubjectAndHeaders() {
        try (Started started = Started.with(Receivers.class, Shop.class)) {
            Orders orders = started.get(Shop.class).orders;
            NexusEvent<?> event =
                    orders.marked("ann", LAMP, "main", "lamps", null).event();
            assertThat(event.key()).hasValue("ann");
            assertThat(event.subject()).hasValue("lamps");
            assertThat(event.headers()).containsOnlyKeys("shop").containsEntry("shop", "main");
            assertThat((Object) event.payload()).isEqualTo(LAMP);
            NexusEvent<?> bare = orders.marked(null, null, null, null, null).event();
            assertThat(bare.key()).isEmpty();
            assertThatThrownBy(() -> orders.marked(null, LAMP, null, "", null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("subject is empty");
        }
    }

    @Test
    void areObjectsWithMethodsOfTheirOwn() throws Exception {
        try (Started started = Started.with(Receivers.class, Shop.class);
                Started other = Started.with(Receivers.class, Shop.class)) {
            Shop shop = started.get(Shop.class);
            assertThat(shop.orders.placeTwice(Orders.lamp()))
                    .isEqualTo("order.placed Order[sku=lamp]order.placed Order[sku=lamp]");
            assertThatThrownBy(shop.orders::fail).isExactlyInstanceOf(IOException.class);
            assertThat(shop.orders)
                    .isEqualTo(shop.qualified)
                    .hasSameHashCodeAs(shop.qualified)
                    .hasToString("publisher " + Orders.class.getName())
                    .isNotEqualTo(null)
                    .isNotEqualTo("publisher")
                    .isNotEqualTo(shop.defaults.get())
                    .isNotEqualTo(other.get(Shop.class).orders);
        }
    }

    @Test
    void areFoundAsTypesAndAsFurtherParametersOfReceivers() {
        try (Started started = Started.with(Receivers.class, Orders.class)) { // nobody injects Orders
            assertThat(value(started.get(Orders.class).placed(LAMP))).isEqualTo("order.placed Order[sku=lamp]");
            assertThat(started.publish("relay", LAMP).status()).isEqualTo(Status.COMPLETED);
            assertThat(started.container().select(Relayed.class).isResolvable()).isTrue();
            assertThat(started.container().select(Defaults.class).isUnsatisfied())
                    .isTrue();
            assertThat(started.bus("audit").domain()).isEqualTo("audit"); // named by a method only
        }
    }

    @Test
    void mayBePrivateInAnotherPackage() throws Exception {
        try (Started started = Started.with(Receivers.class, Elsewhere.class)) {
            Elsewhere elsewhere = started.get(Elsewhere.class);
            assertThat(valueOf(elsewhere.publish("x"))).isEqualTo("default elsewhere");
            assertThat(elsewhere.sum()).isEqualTo(6);
        }
    }

    @Alternative
    @Priority(1)
    @Dependent
    static class OrdersOfATest implements Defaults {
        @Override
        public Publication a(String payload) {
            return null;
        }
    }

    @Test
    void anAlternativeTakesTheirPlace() {
        try (Started started = Started.with(Receivers.class, Shop.class, OrdersOfATest.class)) {
            assertThat(started.get(Shop.class).defaults.get()).isInstanceOf(OrdersOfATest.class);
        }
    }

    @SessionScoped
    static class Basket implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        Orders orders;
    }

    @Test
    void surviveThePassivationOfTheirBean() throws Exception {
        try (Started started = Started.with(Receivers.class, Basket.class)) {
            Orders orders = started.get(Orders.class);
            var bytes = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(orders);
            }
            Orders back;
            try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                back = (Orders) in.readObject();
            }
            assertThat(back).isNotSameAs(orders).isEqualTo(orders);
            assertThat(Started.await(back.placed(LAMP)).results())
                    .extracting(Result::value)
                    .containsExactly("order.placed Order[sku=lamp]");
        }
    }

    interface Wrong {
        @Publishes("no good")
        Publication a(String payload);

        @Publishes("a")
        @EventDomain("our orders")
        <T> CompletionStage<T> open(T payload);
    }

    @EventType("no good")
    record Misnamed() {}

    interface Further extends Wrong {
        @Publishes
        void misnamed(Misnamed payload);

        @Publishes("a")
        void both(String first, String second);

        void unmarked();
    }

    @ApplicationScoped
    static class Lost {
        @Inject
        Further further;

        @Inject
        Generic<Order> generic;

        @Publishes("a")
        void publish() {}
    }

    @Test
    void mistakesAreToldTogether() {
        List<String> lines = DeploymentFailure.lines(Lost.class);
        assertThat(lines).hasSize(9);
        String face = "Further.";
        DeploymentFailure.tells(
                lines, "ENX-0165", getClass(), "Lost: it has methods with @Publishes and is no", "make");
        DeploymentFailure.tells(
                lines, "ENX-0165", getClass(), "Generic: it has methods with @Publishes and", "@Vetoed");
        DeploymentFailure.tells(lines, "ENX-0166", getClass(), face + "unmarked(): it is abstract", "add it");
        DeploymentFailure.tells(
                lines, "ENX-0168", getClass(), face + "both(String, String): it takes more", "keep one");
        DeploymentFailure.tells(lines, "ENX-0169", getClass(), face + "a(String): type has white space", "correct");
        DeploymentFailure.tells(lines, "ENX-0169", getClass(), face + "misnamed(Misnamed): type has", "correct");
        DeploymentFailure.tells(
                lines, "ENX-0167", getClass(), face + "open(Object): it returns java.util", "return Publication");
        DeploymentFailure.tells(lines, "ENX-0106", getClass(), face + "open(Object)", "choose another name");
    }

    interface Generic<T> {
        @Publishes("a")
        void a(T payload);
    }

    interface Placed {
        @Publishes("order.placed")
        void done(Order order);

        @Publishes("order.kept")
        Publication kept(@Publishes.Key String key);
    }

    interface Paid {
        @Publishes("order.paid")
        void done(Order order);

        @Publishes("order.kept")
        Publication kept(@Publishes.Key String key);
    }

    interface Both extends Placed, Paid {}

    interface Told extends Placed, Paid {
        @Override
        @Publishes("order.placed")
        void done(Order order);
    }

    @ApplicationScoped
    static class Ambiguous {
        @Inject
        Both both;

        @Inject
        Told told;
    }

    @Test
    void whatTwoInterfacesSayDifferentlyOfOneMethodIsAMistake() {
        assertThat(DeploymentFailure.lines(Ambiguous.class))
                .filteredOn(line -> line.contains("ENX-0166"))
                .singleElement()
                .asString()
                .contains("Both.done(Order): it comes from ")
                .contains("declare it in Both as well");
    }
}
