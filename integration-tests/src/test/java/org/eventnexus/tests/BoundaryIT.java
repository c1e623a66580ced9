package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.TreeMap;
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

/** A round trip through boundaries, for one who publishes over HTTP and waits. */
@Tag("AN-21")
@Tag("AN-22")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class BoundaryIT {
    private static final String ORDER = "{\"sku\":\"lamp\",\"pieces\":3}";

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.hub(BoundaryReceivers.SETTINGS, BoundaryReceivers.class, BoundaryReceivers.Order.class);
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private JsonObject waited(String type) throws Exception {
        Answer answer = rest.post("domains/front/events?type=" + type, Rest.JSON, ORDER, "Prefer", "wait=20");
        return answer.is(200).object();
    }

    private static Map<String, String> results(JsonObject outcome) {
        Map<String, String> results = new TreeMap<>();
        JsonArray list = outcome.getJsonArray("results");
        for (JsonObject result : list.getValuesAs(JsonObject.class)) {
            results.put(
                    result.getString("handler"),
                    result.getBoolean("ok")
                            ? result.get("value").toString()
                            : result.getJsonObject("error").getString("message"));
        }
        assertThat(results).hasSize(list.size());
        return results;
    }

    @Test
    void whoWaitsGetsTheResultsOfAllDomainsAndOfWhatWasReplied() throws Exception {
        JsonObject outcome = waited("order.placed");
        assertThat(outcome.getString("status")).isEqualTo("completed");
        assertThat(results(outcome))
                .isEqualTo(Map.of(
                        "take", "\"front lamp\"",
                        "check", "\"middle 3\"",
                        "deliver", "[\"back\",\"/eventnexus/front/gateway\",\"lamp\"]",
                        "checked", "\"front knows of 3\""));
        assertThat(outcome.getString("id")).isNotEmpty();
        assertThat(rest.get("domains/back/events/" + outcome.getString("id") + "/outcome")
                        .is(200)
                        .object()
                        .getString("status"))
                .as("the same event, by its id")
                .isEqualTo("completed");
    }

    @Test
    void aFailureThereIsOneHere() throws Exception {
        JsonObject outcome = waited("fail");
        assertThat(outcome.getString("status")).isEqualTo("failed");
        assertThat(results(outcome)).isEqualTo(Map.of("fail", "asked to fail"));
    }

    @Test
    void aDomainNamesItsBoundaries() throws Exception {
        assertThat(rest.get("domains/front").is(200).object().getJsonArray("boundaries"))
                .as("its own leads into a domain that is closed to who asks")
                .isEmpty();
        // and so does one of the other's
        assertThat(rest.get("domains/back").is(200).object().getJsonArray("boundaries"))
                .hasToString("[\"round\"]");
    }
}
