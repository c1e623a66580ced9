package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Work queues in an EAR of two WARs, one with those who work and one with those who send, which in some servers are two CDI
 * containers; and over REST.
 */
@Tag("EC-01")
@Tag("BX-10")
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class WorkQueuesIT {
    private static final Tokens TOKENS = new Tokens();
    private static final String EVENTS = "domains/works/events";

    /** Tells where the server is. */
    @Deployment(name = "server", testable = false, order = 1)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "works-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "ear", testable = false, order = 2)
    static EnterpriseArchive ear() {
        String settings = TOKENS.settings() + """

                eventnexus.gateway.works.subscribe=*
                eventnexus.gateway.works.publish=*
                eventnexus.work.works.jobs.capacity=50
                """;
        return Deployments.ear(
                "works.ear",
                settings,
                ShrinkWrap.create(WebArchive.class, "workers.war")
                        .addClasses(WorkInFirstWar.class, Surroundings.class, Surroundings.Visitor.class),
                ShrinkWrap.create(WebArchive.class, "senders.war")
                        .addClasses(WorkInSecondWar.class, WorkInSecondWar.Api.class));
    }

    @ArquillianResource
    @OperateOnDeployment("server")
    URL server;

    private Rest at(String context) throws Exception {
        return new Rest(URI.create(new URL(server, "/" + context + "/api/").toString()));
    }

    /** R9: nothing of the sender's, and the workers' own module. */
    @Test
    @Tag("R9")
    void whoWorksHasNothingOfWhoSends() throws Exception {
        String body = at("senders")
                .get("works", "Authorization", TOKENS.of("alice"))
                .is(200)
                .body();
        assertThat(body.lines())
                .containsExactly(
                        "COMPLETED",
                        "withRequest: " + Surroundings.of("none", "none", "nobody", "own"),
                        "look: " + Surroundings.of("none", "none", "none", "own"));
    }

    /** Items that come one after the other on one thread. */
    @ParameterizedTest
    @ValueSource(strings = {"transaction", "loader", "name", "interrupt"})
    @Tag("R9")
    void whatAWorkerLeavesBehindDoesNotReachTheNextItem(String what) throws Exception {
        String body = at("senders")
                .get("works/leftovers/" + what, "Authorization", TOKENS.of("alice"))
                .is(200)
                .body();
        assertThat(body)
                .isEqualTo(Surroundings.of("none", "none", "none", "own")
                        + ", interrupted false, thread eventnexus-source-");
    }

    @Test
    @Tag("EC-08")
    void collectorsOfOneQueueMayBeInTwoWarsEachWithItsOwnLoader() throws Exception {
        String body = at("senders")
                .get("works/shared", "Authorization", TOKENS.of("alice"))
                .is(200)
                .body();
        assertThat(body.lines())
                .containsExactly("item in the first war, loader true", "item in the second war, loader true");
    }

    @Test
    @Tag("BX-06")
    @Tag("EC-04")
    @Tag("EC-05")
    void workersResultsAreThereOverRest() throws Exception {
        Rest gateway = at("gateway");
        JsonObject waited = gateway.post(EVENTS + "?type=tries", Rest.JSON, "7", "Prefer", "wait=20")
                .is(200)
                .object();
        assertThat(waited.getString("status")).isEqualTo("completed");
        JsonObject result = waited.getJsonArray("results").getJsonObject(0);
        assertThat(result.getString("handler")).isEqualTo("second");
        assertThat(result.getInt("value")).isEqualTo(7);
        assertThat(result.getInt("attempts")).isEqualTo(2);
        assertThat(result.getJsonNumber("serviceNanos").longValue()).isPositive();
        assertThat(result.getJsonNumber("waitNanos").longValue())
                .isGreaterThanOrEqualTo(result.getJsonNumber("serviceNanos").longValue());

        JsonObject later = gateway.get(EVENTS + "/" + waited.getString("id") + "/outcome")
                .is(200)
                .object();
        assertThat(later.getJsonArray("results")).isEqualTo(waited.getJsonArray("results"));
        assertThat(gateway.get("domains/works").is(200).object().getJsonArray("workQueues"))
                .extracting(Object::toString)
                .containsExactlyInAnyOrderElementsOf(
                        List.of("\"empty\"", "\"jobs\"", "\"leftovers\"", "\"shared\"", "\"tries\""));
    }

    /** A measurement, which gates nothing: see benchmarks/RESULTS.md. */
    @Test
    @Tag("full")
    void againstOneSubmitAnItem() throws Exception {
        String measured = at("senders")
                .get("works/speed", "Authorization", TOKENS.of("alice"))
                .is(200)
                .body();
        System.out.println(measured);
        assertThat(measured).startsWith("W2 ");
    }
}
