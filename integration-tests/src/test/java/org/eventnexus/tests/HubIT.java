package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.eventnexus.tests.EventStream.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hub's EAR as built, whose domains and openings come from the server's start alone: properties and variables. */
@Tag("BX-06")
@Tag("BX-10")
@Timeout(180)
class HubIT {
    private static final String PROPERTIES = "-Deventnexus.domain.news.capacity=7"
            + " -Deventnexus.gateway.news.subscribe=*"
            + " -Deventnexus.boundary.bulletin.from=orders"
            + " -Deventnexus.boundary.bulletin.to=news"
            + " -Deventnexus.boundary.bulletin.select=order.**"
            + " -Deventnexus.domain.closed.retention=10"
            + " -Deventnexus.gateway.heartbeat=2s";

    @Test
    @Tag("H-1.01")
    @Tag("H-1.02")
    @Tag("H-8.01")
    void domainsFromOutsideArePublishedToAndStreamed() throws Exception {
        try (OwnServer server = OwnServer.named("hub")
                .with(PROPERTIES)
                .withVariable("EVENTNEXUS_DOMAINS", "orders, ideas")
                .withVariable("EVENTNEXUS_DOMAIN_ORDERS_RETENTION", "5")
                .withVariable("EVENTNEXUS_GATEWAY_ORDERS_SUBSCRIBE", "*")
                .withVariable("EVENTNEXUS_GATEWAY_ORDERS_PUBLISH", "*")
                .withVariable("EVENTNEXUS_GATEWAY_IDEAS_PUBLISH", "*")) {
            server.lay(Deployments.hub());
            server.start("/nexus/");
            Rest rest = new Rest(server.uri("/nexus/api/"));
            showsWhatIsOpen(rest, server);
            bringsEventsToStreams(rest);
            keepsWhatItIsToldTo(rest);
            hidesWhatIsClosed(rest);
            assertThat(ServerLog.of(server).lines())
                    .filteredOn(line -> line.contains("ENX-") && !line.contains("ENX-0150 domains ["))
                    .singleElement(as(STRING))
                    .contains("ENX-0153 the domain 'closed' is configured but");
            server.stop();
        }
    }

    private static void showsWhatIsOpen(Rest rest, OwnServer server) throws Exception {
        assertThat(rest.get(server.uri("/nexus/").toString()).is(200).body()).contains("Event domains");
        assertThat(rest.get("domains").is(200).json().asJsonArray())
                .extracting(domain -> domain.asJsonObject().getString("name"))
                .containsExactlyInAnyOrder("ideas", "news", "orders");
        assertThat(rest.get("domains/news").is(200).object().getInt("capacity")).isEqualTo(7);
    }

    private static void bringsEventsToStreams(Rest rest) throws Exception {
        try (EventStream news = EventStream.open(rest.uri("domains/news/events"));
                EventStream orders = EventStream.open(rest.uri("domains/orders/events?type=order.**"))) {
            rest.post("domains/orders/events?type=order.placed", Rest.JSON, "{\"sku\":\"lamp\"}")
                    .is(202);
            assertThat(sku(orders.next())).isEqualTo("lamp");
            assertThat(sku(news.next())).isEqualTo("lamp");
        }
        rest.post("domains/ideas/events?type=idea", Rest.JSON, "1", "Prefer", "wait=10")
                .is(200);
    }

    private static String sku(Message message) {
        return message.json().getJsonObject("data").getString("sku");
    }

    private static void keepsWhatItIsToldTo(Rest rest) throws Exception {
        for (int i = 0; i < 20; i++) {
            rest.post("domains/orders/events?type=many", Rest.JSON, Integer.toString(i))
                    .is(202);
        }
        assertThat(rest.get("domains/orders/events").is(200).object().getJsonArray("events"))
                .extracting(event -> event.asJsonObject().getInt("data"))
                .containsExactly(15, 16, 17, 18, 19);
    }

    private static void hidesWhatIsClosed(Rest rest) throws Exception {
        rest.get("domains/closed").isProblem(404);
        rest.post("domains/closed/events?type=a", Rest.JSON, "1").isProblem(404);
        rest.get("domains/ideas/events").isProblem(401);
        rest.get("domains/nonsense/events").isProblem(404);
        rest.get("nonsense").isProblem(404);
    }
}
