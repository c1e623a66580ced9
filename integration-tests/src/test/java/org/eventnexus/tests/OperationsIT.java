package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordingFile;
import org.eventnexus.tests.EventStream.Message;
import org.eventnexus.tests.Rest.Answer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators see of the domains, on the page of figures, among the server's own metrics and in its health. */
@Tag("BX-09")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class OperationsIT {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OWN_TRACE = "00-11111111111111111111111111111111-2222222222222222-00";
    private static final Tokens TOKENS = new Tokens();

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.hub(
                OperationsReceivers.SETTINGS + TOKENS.settings(), OperationsReceivers.class, RecordingReceiver.class);
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private Answer publish(String type, String json, String... headers) throws Exception {
        return rest.post("domains/shown/events?type=" + type, Rest.JSON, json, headers);
    }

    private String server(String path) {
        return page.getProtocol() + "://" + page.getAuthority() + path;
    }

    private Exposition figures() throws Exception {
        return Exposition.parse(rest.get("../metrics").is(200).body());
    }

    @Test
    @Tag("H-9.05")
    void thePageTellsOfWhatHappened() throws Exception {
        Exposition before = figures();
        publish("echo", "1", "Prefer", "wait=20").is(200);
        publish("fail", "1", "Prefer", "wait=20").is(200);
        publish("chain", "1", "Prefer", "wait=20").is(200);
        Answer answer = rest.get("../metrics").is(200);
        assertThat(answer.contentType().replace(" ", ""))
                .isEqualToIgnoringCase("text/plain;version=0.0.4;charset=utf-8");
        Exposition after = Exposition.parse(answer.body());
        assertThat(grown(before, after, "eventnexus_published_total{domain=\"shown\"}"))
                .isGreaterThanOrEqualTo(4);
        assertThat(grown(before, after, "eventnexus_delivered_total{domain=\"shown\"}"))
                .isGreaterThanOrEqualTo(2);
        assertThat(grown(before, after, "eventnexus_failed_total{domain=\"shown\"}"))
                .isGreaterThanOrEqualTo(1);
        assertThat(after.get("eventnexus_dead_letters{domain=\"shown\"}")).isPositive();
        assertThat(after.get("eventnexus_capacity{domain=\"shown\"}")).isEqualTo(1024);
        assertThat(after.get("eventnexus_looping{domain=\"shown\"}")).isEqualTo(1);
        assertThat(after.get("eventnexus_lane_capacity{domain=\"shown\",receiver=\"beside\",selector=\"echo\"}"))
                .isEqualTo(1024);
        assertThat(after.get("eventnexus_boundary_forwarded_total{domain=\"shown\",boundary=\"over\",to=\"second\"}"))
                .isPositive();
        assertThat(after.get("eventnexus_type_delivered_total{domain=\"shown\",type=\"echo\"}"))
                .isPositive();
        assertThat(grown(before, after, "eventnexus_gateway_answers_total{status=\"2xx\"}"))
                .isGreaterThanOrEqualTo(3);
    }

    private static double grown(Exposition before, Exposition after, String sample) {
        return after.get(sample) - before.get(sample);
    }

    @Test
    @Tag("H-8.13")
    @Tag("H-8.14")
    void closedDomainsAreNamedToNobody() throws Exception {
        publish("chain", "1", "Prefer", "wait=20").is(200);
        assertThat(rest.get("../metrics").body()).doesNotContain("veiled").doesNotContain("away");
        assertThat(new Health(page).text("")).contains("eventnexus").doesNotContain("veiled", "shown");
        assertThat(rest.get(server("/metrics")).body()).doesNotContain("veiled");
        assertThat(rest.get(server("/openapi")).body()).doesNotContain("veiled");
    }

    @Test
    @Tag("H-8.13")
    void thoseWhoOperateAreToldOfAllDomains() throws Exception {
        Exposition all = Exposition.parse(rest.get("../metrics", "Authorization", TOKENS.of("olga"))
                .is(200)
                .body());
        assertThat(all.get("eventnexus_capacity{domain=\"veiled\"}")).isEqualTo(7);
        assertThat(all.names())
                .contains("eventnexus_boundary_forwarded_total{domain=\"shown\",boundary=\"away\",to=\"veiled\"}");
        rest.get("../metrics", "Authorization", "Bearer bad").isProblem(401);
    }

    @Test
    @Tag("H-9.06")
    void theServersOwnMetricsHaveThemWhereThereAreAny() throws Exception {
        Answer metrics = rest.get(server("/metrics"));
        assumeTrue(metrics.status() == 200, "this server has no MicroProfile Metrics");
        publish("echo", "1", "Prefer", "wait=20").is(200);
        List<String> ours = rest.get(server("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith("eventnexus_"))
                .toList();
        assertThat(ours)
                .filteredOn(line -> line.matches("eventnexus_published_total\\{.*domain=\"shown\".*} [1-9].*"))
                .hasSize(1);
        assertThat(ours).anyMatch(line -> line.matches("eventnexus_depth\\{.*domain=\"shown\".*} [0-9].*"));
    }

    @Test
    @Tag("H-3.09")
    void aRequestsTraceGoesThroughHandlersBoundariesAndStreams() throws Exception {
        try (EventStream first = EventStream.open(rest.uri("domains/shown/events?type=chain&type=over"));
                EventStream behind = EventStream.open(rest.uri("domains/second/events?type=over"))) {
            publish("chain", "1", "traceparent", TRACE, "tracestate", "rojo=1", "Prefer", "wait=20")
                    .is(200);
            for (Message message : List.of(first.next(), first.next(), behind.next())) {
                assertThat(message.json().getString("traceparent"))
                        .as(message.data())
                        .isEqualTo(TRACE);
                assertThat(message.json().getString("tracestate")).isEqualTo("rojo=1");
            }
            rest.post(
                            "domains/shown/events",
                            Rest.CLOUD_EVENT,
                            "{\"specversion\":\"1.0\",\"type\":\"chain\",\"traceparent\":\"" + OWN_TRACE + "\"}",
                            "traceparent",
                            TRACE,
                            "Prefer",
                            "wait=20")
                    .is(200);
            assertThat(behind.next().json().getString("traceparent"))
                    .as("the event's own")
                    .isEqualTo(OWN_TRACE);
            publish("chain", "1", "traceparent", TRACE.replace("-01", "-1"), "Prefer", "wait=20")
                    .is(200);
            assertThat(behind.next().json().keySet()).doesNotContain("traceparent", "tracestate");
        }
    }

    @Test
    void aFlightRecordingHasThem() throws Exception {
        Path file = Path.of("target", "operations.jfr").toAbsolutePath();
        try {
            publish("record", "\"" + file + "\"", "Prefer", "wait=20").is(200);
            assertThat(RecordingFile.readAllEvents(file))
                    .filteredOn(event -> event.getEventType().getName().startsWith("org.eventnexus."))
                    .extracting(event -> event.getEventType().getName() + " " + event.getString("domain") + " "
                            + event.getString("type"))
                    .contains("org.eventnexus.Publish second noted", "org.eventnexus.Handle second noted");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    @Tag("H-9.01")
    void aRunningApplicationIsLiveAndReady() throws Exception {
        Health health = new Health(page);
        assertThat(health.ofEventNexus("/live").getString("status")).isEqualTo("UP");
        JsonObject ready = health.ofEventNexus("/ready");
        assertThat(ready.getString("status")).isEqualTo("UP");
        assertThat(ready.toString()).as("nobody counts what is closed to them").doesNotContain("domains", "4");
    }

    @Test
    void streamsAreToldInTheDomainOfHappenings() throws Exception {
        try (EventStream happenings =
                EventStream.open(rest.uri("domains/eventnexus/events?type=eventnexus.gateway.**"))) {
            EventStream.open(rest.uri("domains/second/events?type=over&type=away"))
                    .close();
            Message opened = happenings.next();
            assertThat(opened.json().getString("type")).isEqualTo("eventnexus.gateway.stream.opened");
            assertThat(opened.json().getString("subject")).isEqualTo("second");
            assertThat(opened.json().getJsonObject("data").getString("selector"))
                    .isEqualTo("away,over");
            Message closed = happenings.next();
            assertThat(closed.json().getString("type")).isEqualTo("eventnexus.gateway.stream.closed");
            assertThat(closed.json().getJsonObject("data").getBoolean("tooSlow"))
                    .isFalse();
        }
        assertThat(figures().get("eventnexus_streams_opened_total{domain=\"second\"}"))
                .isPositive();
        while (figures().get("eventnexus_streams{domain=\"second\"}") != 0) { // those of other tests end as well
            Thread.onSpinWait();
        }
    }
}
